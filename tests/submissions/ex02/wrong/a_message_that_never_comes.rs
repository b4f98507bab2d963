//! Counts messages instead of joining, and waits for ever for the task that panicked
//!
//! Expects one message from each task, and a task that panics sends none.
//!
//! ```toml
//! others = "passed"
//! a_panicking_task_is_an_err = "deadlock"
//! ```

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// Work that can be moved to another thread and is done there once.
pub type Task = Box<dyn FnOnce() -> u64 + Send>;

/// Waits for `duration`, then gives it back.
pub fn pause(duration: Duration) -> Duration {
    thread::sleep(duration);
    duration
}

/// Waits for 10 s, then gives its argument back.
pub fn slow(x: u64) -> u64 {
    pause(Duration::from_secs(10));
    x
}

/// Pauses for `a` and for `b`.
pub fn run_two(a: Duration, b: Duration) -> (Duration, Duration) {
    let first = thread::spawn(move || pause(a));
    let second = thread::spawn(move || pause(b));
    (first.join().unwrap(), second.join().unwrap())
}

/// Calls `slow` for each number below `n`.
pub fn do_threaded_tasks(n: u64) -> Vec<u64> {
    let handles: Vec<_> = (0..n).map(|x| thread::spawn(move || slow(x))).collect();
    handles
        .into_iter()
        .map(|handle| handle.join().unwrap())
        .collect()
}

/// Runs each task and returns what came of it.
pub fn join_all(tasks: Vec<Task>) -> Vec<Result<u64, String>> {
    let (sender, receiver) = mpsc::channel();
    let mut results = vec![Err("no result".to_owned()); tasks.len()];
    for (index, task) in tasks.into_iter().enumerate() {
        let sender = sender.clone();
        thread::spawn(move || sender.send((index, task())).unwrap());
    }
    for _ in 0..results.len() {
        let (index, result) = receiver.recv().unwrap();
        results[index] = Ok(result);
    }
    results
}
