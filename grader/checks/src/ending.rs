//! Ways for a check to end or to go on outside of models: `fail`, and durations to say it with.

use std::fmt::Debug;
use std::time::Duration;

use course::{Cause, Outcome, Verdict};

use crate::check_state;
use crate::judge;
use crate::panics;

/// Ends the check with `verdict`. `message` is one line saying what went wrong.
pub fn fail(verdict: Verdict, message: impl Into<String>) -> ! {
    check_state::end(Outcome::of(verdict, message))
}

/// As [`fail`], with the cause, which names the verdict and chooses the hint.
pub fn fail_because(cause: Cause, message: impl Into<String>) -> ! {
    check_state::end(Outcome::of(cause.verdict(), message).because(cause))
}

/// Demands of a value that nobody has touched what a new one gives: what was done to others must not be seen in it. `what`
/// is the value in words.
pub fn untouched<T: PartialEq + Debug>(seen: T, expected: T, what: &str) {
    if seen != expected {
        fail_because(
            Cause::WrongShared,
            format!("{what}: got {seen:?}, expected {expected:?}"),
        );
    }
}

/// Says which call of the submission the check looks at from here on: `do_tasks(9)`. Whatever ends the check before the
/// next call is named then names this one, be it a panic, a bound that does not hold, or an assertion about the result.
///
/// A check that makes several calls says so before each: without it a student cannot tell which of them failed.
pub fn calling(call: impl Into<String>) {
    check_state::with(|state| state.calling(call.into()));
}

/// Ends the check because the call that it is at ([`calling`]) has panicked on a thread of its own, as the panics so far
/// deserve.
pub fn fail_by_panic() -> ! {
    let panicked = judge::panicked(&panics::seen());
    let without = || Outcome::of(Verdict::Panicked, "a thread of it panicked");
    check_state::end(panicked.unwrap_or_else(without))
}

/// `n` seconds.
pub const fn secs(n: u64) -> Duration {
    Duration::from_secs(n)
}

/// `n` milliseconds.
pub const fn millis(n: u64) -> Duration {
    Duration::from_millis(n)
}
