//! A fold that grows the list; the later moment minus the earlier one.

use std::thread;
use std::time::{Duration, Instant};

/// Stands for slow input or output: waits for 10 s, then gives its argument back.
pub fn slow(x: u64) -> u64 {
    thread::sleep(Duration::from_secs(10));
    x
}

/// Calls `slow` for each number below `n` and returns the results.
pub fn do_tasks(n: u64) -> Vec<u64> {
    (0..n).fold(Vec::new(), |mut results, x| {
        results.push(slow(x));
        results
    })
}

/// Runs `f` once; returns its value and how long it took.
pub fn time_execution<T>(f: impl FnOnce() -> T) -> (T, Duration) {
    let before = Instant::now();
    let value = f();
    let after = Instant::now();
    (value, after.duration_since(before))
}
