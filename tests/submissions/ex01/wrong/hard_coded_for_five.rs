//! Wrote down the answer to the one example of the lesson
//!
//! The lesson calls it with 5, so 5 it is.
//!
//! ```toml
//! others = "passed"
//! results_come_in_order = "wrong"
//! five_tasks_take_fifty_seconds = "wrong"
//! each_task_costs_ten_seconds = "too_slow"
//! ```

use std::thread;
use std::time::{Duration, Instant};

/// Stands for slow input or output: waits for 10 s, then gives its argument back.
pub fn slow(x: u64) -> u64 {
    thread::sleep(Duration::from_secs(10));
    x
}

/// Takes as long as five tasks, and returns what five tasks return.
pub fn do_tasks(_n: u64) -> Vec<u64> {
    thread::sleep(Duration::from_secs(50));
    vec![0, 1, 2, 3, 4]
}

/// Runs `f` once; returns its value and how long it took.
pub fn time_execution<T>(f: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let value = f();
    (value, start.elapsed())
}
