//! Threads draw their arguments from a counter; the results are sorted by what was drawn.

use std::any::Any;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
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
    let next = Arc::new(AtomicU64::new(0));
    let handles: Vec<_> = (0..n)
        .map(|_| {
            let next = Arc::clone(&next);
            thread::spawn(move || {
                let x = next.fetch_add(1, Ordering::Relaxed);
                (x, slow(x))
            })
        })
        .collect();
    let mut drawn: Vec<(u64, u64)> = handles
        .into_iter()
        .map(|handle| handle.join().unwrap())
        .collect();
    drawn.sort();
    drawn.into_iter().map(|(_, result)| result).collect()
}

/// Runs each task and returns what came of it.
pub fn join_all(tasks: Vec<Task>) -> Vec<Result<u64, String>> {
    let handles: Vec<_> = tasks.into_iter().map(thread::spawn).collect();
    handles
        .into_iter()
        .map(|handle| handle.join().map_err(text))
        .collect()
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
