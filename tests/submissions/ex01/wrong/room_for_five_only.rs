//! Made room for the five tasks of the example, so that eight do not fit
//!
//! Keeps the results in an array, and five places are enough for the lesson.
//!
//! ```toml
//! others = "passed"
//! results_come_in_order = "panicked"
//! each_task_costs_ten_seconds = "panicked"
//! ```

use std::thread;
use std::time::{Duration, Instant};

/// Stands for slow input or output: waits for 10 s, then gives its argument back.
pub fn slow(x: u64) -> u64 {
    thread::sleep(Duration::from_secs(10));
    x
}

/// Calls `slow` for each number below `n` and puts the results in an array.
pub fn do_tasks(n: u64) -> Vec<u64> {
    let mut results = [0; 5];
    let mut used = 0;
    for x in 0..n {
        results[used] = slow(x);
        used += 1;
    }
    results[..used].to_vec()
}

/// Runs `f` once; returns its value and how long it took.
pub fn time_execution<T>(f: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let value = f();
    (value, start.elapsed())
}
