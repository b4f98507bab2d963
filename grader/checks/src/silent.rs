//! Whether a process that helps with a search has been told more than that executions passed.
//!
//! A helper is a copy of the check's process, so what is remembered there is lost with it. Usually there is nothing: an
//! execution that passes says nothing. Where one does (a `todo!()` that a thread swallowed, a check that ended although its
//! run went on), the search has to run it itself.

use std::process;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};

/// The process in which something was remembered last; 0 for none.
struct Told(AtomicU32);

static TOLD: Told = Told(AtomicU32::new(0));

impl Told {
    fn by(&self, process: u32) {
        self.0.store(process, SeqCst);
    }

    fn is_silent(&self, process: u32) -> bool {
        self.0.load(SeqCst) != process
    }
}

/// Something is remembered in this process.
pub(crate) fn break_silence() {
    TOLD.by(process::id());
}

/// Whether nothing was remembered in this process, whatever was in that of which it is a copy.
pub(crate) fn is_kept() -> bool {
    TOLD.is_silent(process::id())
}

#[cfg(test)]
mod tests {
    use course::{Outcome, Verdict};

    use super::*;
    use crate::check_state::CheckState;

    #[test]
    fn what_the_original_was_told_is_no_word_of_its_copy() {
        let told = Told(AtomicU32::new(0));
        assert!(told.is_silent(7));
        told.by(7);
        assert!(!told.is_silent(7) && told.is_silent(8));
    }

    #[test]
    fn a_check_that_ends_breaks_the_silence() {
        CheckState::default().end(Outcome::of(Verdict::Wrong, "that"));
        assert!(!is_kept());
    }
}
