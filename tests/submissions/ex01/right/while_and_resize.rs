//! A while loop that fills places; the value waits in an Option.

use std::thread;
use std::time::{Duration, Instant};

/// Stands for slow input or output: waits for 10 s, then gives its argument back.
pub fn slow(x: u64) -> u64 {
    thread::sleep(Duration::from_secs(10));
    x
}

/// Calls `slow` for each number below `n` and returns the results.
pub fn do_tasks(n: u64) -> Vec<u64> {
    let mut results = Vec::new();
    results.resize_with(n as usize, || 0);
    let mut at = 0;
    while at < results.len() {
        results[at] = slow(at as u64);
        at += 1;
    }
    results
}

/// Runs `f` once; returns its value and how long it took.
pub fn time_execution<T>(f: impl FnOnce() -> T) -> (T, Duration) {
    let mut value = None;
    let start = Instant::now();
    let mut work = Some(f);
    while let Some(f) = work.take() {
        value = Some(f());
    }
    let elapsed = start.elapsed();
    (value.expect("it was run once"), elapsed)
}
