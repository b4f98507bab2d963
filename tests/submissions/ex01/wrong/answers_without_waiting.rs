//! Saw that slow(x) is x and left the call out
//!
//! The results are known beforehand, so why wait for them?
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

/// Returns what `slow` would have returned.
pub fn do_tasks(n: u64) -> Vec<u64> {
    (0..n).collect()
}

/// Runs `f` once; returns its value and how long it took.
pub fn time_execution<T>(f: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let value = f();
    (value, start.elapsed())
}
