//! A channel: each message says which argument it belongs to, so that they can be sorted.

use std::any::Any;
use std::panic::{self, AssertUnwindSafe};
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
    let (sender, receiver) = mpsc::channel();
    for x in 0..n {
        let sender = sender.clone();
        thread::spawn(move || sender.send((x, slow(x))).unwrap());
    }
    // The loop below ends when the last sender is dropped, and this is one of them.
    drop(sender);
    let mut numbered: Vec<(u64, u64)> = receiver.iter().collect();
    numbered.sort();
    numbered.into_iter().map(|(_, result)| result).collect()
}

/// Runs each task and returns what came of it.
pub fn join_all(tasks: Vec<Task>) -> Vec<Result<u64, String>> {
    let (sender, receiver) = mpsc::channel();
    let mut results = vec![Ok(0); tasks.len()];
    for (index, task) in tasks.into_iter().enumerate() {
        let sender = sender.clone();
        thread::spawn(move || {
            let result = panic::catch_unwind(AssertUnwindSafe(task)).map_err(text);
            sender.send((index, result)).unwrap();
        });
    }
    drop(sender);
    for (index, result) in receiver {
        results[index] = result;
    }
    results
}

/// The text of a panic.
fn text(payload: Box<dyn Any + Send>) -> String {
    if let Some(text) = payload.downcast_ref::<&str>() {
        return text.to_string();
    }
    payload
        .downcast_ref::<String>()
        .cloned()
        .unwrap_or_else(|| "no text".to_owned())
}
