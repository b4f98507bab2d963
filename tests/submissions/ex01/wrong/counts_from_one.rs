//! Numbers the tasks from 1, where range(n) and the stub begin at 0
//!
//! Five tasks: 1, 2, 3, 4, 5.
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

/// Calls `slow` for 1, 2, ... `n`.
pub fn do_tasks(n: u64) -> Vec<u64> {
    (1..=n).map(slow).collect()
}

/// Runs `f` once; returns its value and how long it took.
pub fn time_execution<T>(f: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let value = f();
    (value, start.elapsed())
}
