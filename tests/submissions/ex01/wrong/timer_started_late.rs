//! Starts the stopwatch when the race is over
//!
//! Reads the clock twice, but both times after the call.
//!
//! ```toml
//! others = "passed"
//! the_timer_measures_exactly = "wrong"
//! timers_nest = "wrong"
//! ```

use std::thread;
use std::time::{Duration, Instant};

/// Stands for slow input or output: waits for 10 s, then gives its argument back.
pub fn slow(x: u64) -> u64 {
    thread::sleep(Duration::from_secs(10));
    x
}

/// Calls `slow` for each number below `n` and returns the results.
pub fn do_tasks(n: u64) -> Vec<u64> {
    (0..n).map(slow).collect()
}

/// Runs `f` once; returns its value and how long it took.
pub fn time_execution<T>(f: impl FnOnce() -> T) -> (T, Duration) {
    let value = f();
    let start = Instant::now();
    (value, start.elapsed())
}
