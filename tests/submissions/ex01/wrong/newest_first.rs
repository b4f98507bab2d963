//! Inserts at the front and so returns the results in reverse
//!
//! Each result goes in front of those that are already there.
//!
//! ```toml
//! others = "passed"
//! results_come_in_order = "wrong"
//! ```

use std::thread;
use std::time::{Duration, Instant};

/// Stands for slow input or output: waits for 10 s, then gives its argument back.
pub fn slow(x: u64) -> u64 {
    thread::sleep(Duration::from_secs(10));
    x
}

/// Calls `slow` for each number below `n`; the last result comes first.
pub fn do_tasks(n: u64) -> Vec<u64> {
    let mut results = Vec::new();
    for x in 0..n {
        results.insert(0, slow(x));
    }
    results
}

/// Runs `f` once; returns its value and how long it took.
pub fn time_execution<T>(f: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let value = f();
    (value, start.elapsed())
}
