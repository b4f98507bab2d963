//! Writes the results down beforehand, as many as seem to be needed.
//!
//! Looks the results up in a table.
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

/// Calls `slow` for each number below `n` and returns the results.
pub fn do_tasks(n: u64) -> Vec<u64> {
    const ALL: [u64; 10] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
    let known = ALL.iter().copied().take(n as usize);
    known.map(slow).collect()
}

/// Runs `f` once; returns its value and how long it took.
pub fn time_execution<T>(f: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let value = f();
    (value, start.elapsed())
}
