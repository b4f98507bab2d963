//! Wants the result as soon as the thread is spawned, and so waits before spawning the next
//!
//! Each thread is joined in the round of the loop that spawned it.
//!
//! ```toml
//! others = "passed"
//! two_pauses_run_side_by_side = "too_slow"
//! five_tasks_take_ten_seconds = "too_slow"
//! tasks_of_different_lengths_run_together = "too_slow"
//! ```

use std::any::Any;
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
    let first = thread::spawn(move || pause(a)).join().unwrap();
    let second = thread::spawn(move || pause(b)).join().unwrap();
    (first, second)
}

/// Calls `slow` for each number below `n`.
pub fn do_threaded_tasks(n: u64) -> Vec<u64> {
    let mut results = Vec::new();
    for x in 0..n {
        let handle = thread::spawn(move || slow(x));
        results.push(handle.join().unwrap());
    }
    results
}

/// Runs each task and returns what came of it.
pub fn join_all(tasks: Vec<Task>) -> Vec<Result<u64, String>> {
    let mut results = Vec::new();
    for task in tasks {
        let handle = thread::spawn(task);
        results.push(handle.join().map_err(text));
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
