//! Already knows threads and wanted to be quicker than asked
//!
//! One thread for each task, although this exercise asks for one task after another.
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

/// Runs all tasks at the same time.
pub fn do_tasks(n: u64) -> Vec<u64> {
    let handles: Vec<_> = (0..n).map(|x| thread::spawn(move || slow(x))).collect();
    handles
        .into_iter()
        .map(|handle| handle.join().expect("slow does not panic"))
        .collect()
}

/// Runs `f` once; returns its value and how long it took.
pub fn time_execution<T>(f: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let value = f();
    (value, start.elapsed())
}
