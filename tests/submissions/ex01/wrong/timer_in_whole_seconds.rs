//! Cuts the fraction of a second off, because it looks tidier
//!
//! Rounds the time, as the Python lesson does before it prints.
//!
//! ```toml
//! others = "passed"
//! the_timer_measures_exactly = "wrong"
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

/// Runs `f` once; returns its value and how many seconds it took.
pub fn time_execution<T>(f: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let value = f();
    (value, Duration::from_secs(start.elapsed().as_secs()))
}
