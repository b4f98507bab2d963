//! Which of loom's threads is unwinding.
//!
//! All of them are one thread for the real std, whose `panicking` is therefore true for all as soon as one unwinds.
//! Two things follow. Whether a guard poisons is decided by our own count for each thread. And a guard of loom's must
//! not be dropped while any of them unwinds: that would poison the std lock inside it, for ever. It is put aside
//! until its thread has caught the panic.

use std::panic::{AssertUnwindSafe, catch_unwind};

use loom::sync::{MutexGuard, RwLockReadGuard, RwLockWriteGuard};

use super::run::{Run, cannot};

/// A guard of loom's.
#[derive(Debug)]
#[expect(dead_code, reason = "a guard of no data is only there to be dropped")]
pub(crate) enum Hold {
    /// Of a `Mutex`.
    Mutex(MutexGuard<'static, ()>),
    /// Of an `RwLock`, to read.
    Read(RwLockReadGuard<'static, ()>),
    /// Of an `RwLock`, to write.
    Write(RwLockWriteGuard<'static, ()>),
}

/// Times that a thread gives way to one that unwinds.
const MAX_ROUNDS: u32 = 100;

/// Whether the calling thread of loom is unwinding.
pub(crate) fn is_mine() -> bool {
    Run::try_current().is_some_and(|run| run.me().is_unwinding())
}

/// Runs `f` and lets go of the guards that were put aside while it unwound.
///
/// # Errors
/// The payload of a panic.
pub(crate) fn catch<R>(f: impl FnOnce() -> R) -> std::thread::Result<R> {
    let result = catch_unwind(AssertUnwindSafe(f));
    if result.is_err() {
        let me = Run::current().me();
        me.caught();
        if !me.is_unwinding() {
            let aside = me.take_aside();
            settle();
            drop(aside);
        }
    }
    result
}

/// Waits until no thread unwinds, unless it is the calling one: until then its guards are not to be dropped.
///
/// Where the thread that unwinds waits for something of this one, there is no end to that, and loom is no judge of it.
pub(crate) fn settle() {
    let mut rounds = 0..MAX_ROUNDS;
    while std::thread::panicking() && !is_mine() {
        if rounds.next().is_none() {
            cannot("a thread lets go of a lock while another unwinds and waits for it");
        }
        loom::thread::yield_now();
    }
}

/// Lets go of what a guard of ours holds. `taken_unwinding` says whether some thread unwound when it was taken: then
/// dropping it poisons nothing.
pub(crate) fn let_go(hold: Hold, taken_unwinding: bool) {
    if taken_unwinding || !std::thread::panicking() {
        drop(hold);
    } else if is_mine() {
        Run::current().me().put_aside(hold);
    } else {
        settle();
        drop(hold);
    }
}
