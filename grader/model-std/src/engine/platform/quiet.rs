//! Whether panics are of no interest, because an execution is being cleared away.

use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};

thread_local! {
    /// Whether panics are of no interest, because an execution is being cleared away.
    static QUIET: Cell<bool> = const { Cell::new(false) };
}

/// Runs destructors of values that an execution left behind. They may touch modelled types, which
/// panics when the execution is over; nothing depends on them any more, so that is the end of them
/// and not of the search. False if so.
pub fn quietly(f: impl FnOnce()) -> bool {
    let before = QUIET.replace(true);
    let result = panic::catch_unwind(AssertUnwindSafe(f));
    QUIET.set(before);
    result.is_ok()
}

/// Whether destructors of values that an execution left behind are running.
pub fn is_quiet() -> bool {
    QUIET.get()
}
