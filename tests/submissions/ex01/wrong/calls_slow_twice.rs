//! Calls slow once to look at the value and once more to keep it
//!
//! Checks each result before keeping it, at the price of a second call.
//!
//! ```toml
//! others = "passed"
//! five_tasks_take_fifty_seconds = "too_slow"
//! each_task_costs_ten_seconds = "too_slow"
//! ```

use std::thread;
use std::time::{Duration, Instant};

/// Stands for slow input or output: waits for 10 s, then gives its argument back.
pub fn slow(x: u64) -> u64 {
    thread::sleep(Duration::from_secs(10));
    x
}

/// Calls `slow` for each number below `n` and keeps what is right.
pub fn do_tasks(n: u64) -> Vec<u64> {
    let mut results = Vec::new();
    for x in 0..n {
        if slow(x) == x {
            results.push(slow(x));
        }
    }
    results
}

/// Runs `f` once; returns its value and how long it took.
pub fn time_execution<T>(f: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let value = f();
    (value, start.elapsed())
}
