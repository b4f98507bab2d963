//! A thread for each task, which waits for the one before it; the last one has the whole list.

use std::thread;
use std::time::{Duration, Instant};

/// Stands for slow input or output: waits for 10 s, then gives its argument back.
pub fn slow(x: u64) -> u64 {
    thread::sleep(Duration::from_secs(10));
    x
}

/// Calls `slow` for each number below `n` and returns the results.
pub fn do_tasks(n: u64) -> Vec<u64> {
    let first = thread::spawn(Vec::new);
    let last = (0..n).fold(first, |before, x| {
        thread::spawn(move || {
            let mut results = before.join().expect("slow does not panic");
            results.push(slow(x));
            results
        })
    });
    last.join().expect("slow does not panic")
}

/// Runs `f` once; returns its value and how long it took.
pub fn time_execution<T>(f: impl FnOnce() -> T) -> (T, Duration) {
    let clock = Instant::now();
    (f(), clock.elapsed())
}
