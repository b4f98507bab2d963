//! Whether a process that helps with a search has been told more than that executions passed.
//!
//! A helper is a copy of the check's process, so what is remembered there is lost with it. Usually there is nothing: an
//! execution that passes says nothing. Where one does (a `todo!()` that a thread swallowed, a check that ended although its
//! run went on), the search has to run it itself.

use std::process;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};

/// The process in which something was remembered last; 0 for none.
static TOLD: AtomicU32 = AtomicU32::new(0);

/// Something is remembered in this process.
pub(crate) fn break_silence() {
    TOLD.store(process::id(), SeqCst);
}

/// Whether nothing was remembered in this process, whatever was in that of which it is a copy.
pub(crate) fn is_kept() -> bool {
    TOLD.load(SeqCst) != process::id()
}

#[cfg(test)]
mod tests {
    use course::{Outcome, Verdict};

    use super::*;
    use crate::check_state::CheckState;

    #[test]
    fn what_a_check_says_breaks_the_silence_of_its_process_alone() {
        let mut state = CheckState::default();
        TOLD.store(process::id() + 1, SeqCst);
        assert!(is_kept(), "it was another process");
        state.end(Outcome::of(Verdict::Wrong, "that"));
        assert!(!is_kept());
    }
}
