//! What a thread does that was let out of its panic hook when its execution was over, as soon as it
//! asks for the model: that is its end.

use std::cell::Cell;

use super::coroutine::{self, Suspender};

thread_local! {
    /// What such a thread suspends itself through.
    static LAST_WORD: Cell<Option<Suspender>> = const { Cell::new(None) };
}

/// The thread that goes on next is let out, and will suspend itself through this; `None` if it is
/// through with it.
pub fn set(suspender: Option<Suspender>) {
    LAST_WORD.set(suspender);
}

/// The caller asks for a model where none runs: if it is a thread that was let out of its hook, that is its end.
pub fn stop_if_let_out() {
    while let Some(suspender) = LAST_WORD.get() {
        // SAFETY: only the body that the suspender belongs to runs now, and is never resumed again.
        unsafe { coroutine::suspend(suspender) };
    }
}
