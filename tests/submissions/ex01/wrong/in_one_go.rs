//! Sleeps 10 n seconds in one go instead of calling slow n times.
//!
//! Waits for all the tasks at once, and then writes down what they would have returned.
//!
//! ```toml
//! others = "passed"
//! five_tasks_take_fifty_seconds = "wrong"
//! each_task_costs_ten_seconds = "wrong"
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
    thread::sleep(Duration::from_secs(10 * n));
    (0..n).collect()
}

/// Runs `f` once; returns its value and how long it took.
pub fn time_execution<T>(f: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let value = f();
    (value, start.elapsed())
}
