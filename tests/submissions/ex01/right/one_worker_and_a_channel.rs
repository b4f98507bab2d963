//! A single worker does the tasks in turn and sends each result as it has it.

use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

/// Stands for slow input or output: waits for 10 s, then gives its argument back.
pub fn slow(x: u64) -> u64 {
    thread::sleep(Duration::from_secs(10));
    x
}

/// Calls `slow` for each number below `n`, all on one other thread, and returns the results.
pub fn do_tasks(n: u64) -> Vec<u64> {
    let (sender, receiver) = mpsc::channel();
    let worker = thread::spawn(move || {
        for x in 0..n {
            sender
                .send(slow(x))
                .expect("the receiver waits for the end");
        }
    });
    let results = receiver.iter().collect();
    worker.join().expect("the worker does not panic");
    results
}

/// Runs `f` once; returns its value and how long it took.
pub fn time_execution<T>(f: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let value = f();
    (value, start.elapsed())
}
