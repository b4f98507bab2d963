//! Watches the clock instead of sleeping, so that a core is busy with waiting
//!
//! Waits by looking at the clock until ten seconds are over.
//!
//! ```toml
//! others = "passed"
//! results_come_in_order = "wrong"
//! five_tasks_take_fifty_seconds = "wrong"
//! each_task_costs_ten_seconds = "wrong"
//! ```

use std::hint;
use std::time::{Duration, Instant};

/// Looks at the clock until 10 s are over, then gives its argument back.
pub fn slow(x: u64) -> u64 {
    let start = Instant::now();
    while start.elapsed() < Duration::from_secs(10) {
        hint::spin_loop();
    }
    x
}

/// Calls `slow` for each number below `n` and returns the results.
pub fn do_tasks(n: u64) -> Vec<u64> {
    (0..n).map(slow).collect()
}

/// Runs `f` once; returns its value and how long it took.
pub fn time_execution<T>(f: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let value = f();
    (value, start.elapsed())
}
