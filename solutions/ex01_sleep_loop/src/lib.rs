//! Exercise 01, solved: slow code, and a stopwatch to time it with.

use std::thread;
use std::time::{Duration, Instant};

/// Stands for slow input or output: waits for 10 s, then gives its argument back.
///
/// It is finished as it stands. The checks expect every call to cost 10 s.
pub fn slow(x: u64) -> u64 {
    thread::sleep(Duration::from_secs(10));
    x
}

/// Calls `slow(0)`, `slow(1)`, ... `slow(n - 1)`, one after another.
///
/// Returns what the calls returned, in that order: `do_tasks(3)` is `[0, 1, 2]`.
pub fn do_tasks(n: u64) -> Vec<u64> {
    // `map` alone calls nothing. It is `collect` that asks for one value after another, and each
    // has to be there before the next is asked for: that is where the 50 s come from. The order
    // needs no care, because nothing here could change it. In the next exercise something can.
    //
    // A `for` loop that pushes does the same. Rejected only because there are more places in it
    // to get wrong (the empty vector, the push, the return) and nothing gained.
    (0..n).map(slow).collect()
}

/// Runs `f` once; returns its value and how long it took.
///
/// The value may be of any type at all, so do not copy, compare or print it.
pub fn time_execution<T>(f: impl FnOnce() -> T) -> (T, Duration) {
    // `Instant` never runs backwards. `SystemTime` is rejected: it is the clock on the wall, and
    // someone may set it while `f` runs, which is why its `elapsed` returns a `Result`.
    let start = Instant::now();
    // The value gets a name so that the order is plain to see: first the call, then the clock.
    // `(f(), start.elapsed())` would be right as well, since Rust evaluates a tuple from left to
    // right, but swapping its two halves would compile and measure nothing.
    let value = f();
    let elapsed = start.elapsed();
    // Rejected: rounding here, as the Python lesson does. How many digits to show is a question
    // for whoever prints the figure; a duration that was rounded cannot be made exact again.
    (value, elapsed)
}
