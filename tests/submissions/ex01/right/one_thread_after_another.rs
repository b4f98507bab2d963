//! A thread for each task, joined before the next is spawned: threads alone make nothing faster.

use std::thread;
use std::time::{Duration, Instant};

/// Stands for slow input or output: waits for 10 s, then gives its argument back.
pub fn slow(x: u64) -> u64 {
    thread::sleep(Duration::from_secs(10));
    x
}

/// Calls `slow` for each number below `n`, each on a thread of its own, and returns the results.
pub fn do_tasks(n: u64) -> Vec<u64> {
    let mut results = Vec::new();
    for x in 0..n {
        let task = thread::spawn(move || slow(x));
        results.push(task.join().expect("slow does not panic"));
    }
    results
}

/// Runs `f` once; returns its value and how long it took.
pub fn time_execution<T>(f: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let value = f();
    (value, Instant::now().duration_since(start))
}
