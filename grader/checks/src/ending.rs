//! Ways for a check to end or to go on outside of models: `fail`, `real`, and durations to say it with.

use std::time::Duration;

use crate::judge;
use crate::panics;
use crate::record::Outcome;
use crate::session;
use crate::verdict::Verdict;

/// Ends the check with `verdict`. `message` is one line saying what went wrong.
pub fn fail(verdict: Verdict, message: impl Into<String>) -> ! {
    session::end(Outcome::of(verdict, message))
}

/// Ends the check because `during` has panicked, as its panics so far deserve: a call, `` `map` of 2 inputs ``.
pub fn fail_by_panic(during: &str) -> ! {
    match judge::panicked(&panics::seen(), true) {
        // What is still to be done says so itself, and it does not matter who called it.
        Some(outcome) if outcome.verdict == Verdict::NotAttempted => session::end(outcome),
        Some(outcome) => fail(outcome.verdict, format!("{during}: {}", outcome.message)),
        None => fail(Verdict::Panicked, format!("{during} panicked")),
    }
}

/// Runs `f` on the real std, on real threads and processes, in this process.
///
/// Nothing is measured and nothing is proven by that alone: overlap is proven by a
/// [`Rendezvous`](crate::Rendezvous). It marks in a check what is real, beside what runs in a model.
pub fn real<T>(f: impl FnOnce() -> T) -> T {
    f()
}

/// `n` seconds.
pub const fn secs(n: u64) -> Duration {
    Duration::from_secs(n)
}

/// `n` milliseconds.
pub const fn millis(n: u64) -> Duration {
    Duration::from_millis(n)
}
