//! Takes more than a dozen threads for too many, so that larger n take longer.
//!
//! Starts at most twelve threads, and the next twelve when they are done.
//!
//! ```toml
//! others = "passed"
//! five_tasks_take_ten_seconds = "too_slow"
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

/// Pauses for `a` and for `b` at the same time.
pub fn run_two(a: Duration, b: Duration) -> (Duration, Duration) {
    let other = thread::spawn(move || pause(a));
    let b = pause(b);
    (other.join().unwrap(), b)
}

/// Calls `slow` for each number below `n`, each on a thread of its own.
pub fn do_threaded_tasks(n: u64) -> Vec<u64> {
    let mut results = Vec::new();
    let numbers: Vec<u64> = (0..n).collect();
    for some in numbers.chunks(12) {
        let threads: Vec<_> = some
            .iter()
            .map(|&x| thread::spawn(move || slow(x)))
            .collect();
        results.extend(threads.into_iter().map(|t| t.join().unwrap()));
    }
    results
}

/// Runs each task on a thread of its own.
pub fn join_all(tasks: Vec<Task>) -> Vec<Result<u64, String>> {
    let threads: Vec<_> = tasks.into_iter().map(thread::spawn).collect();
    threads
        .into_iter()
        .map(|t| t.join().map_err(text))
        .collect()
}

/// What the panic said.
fn text(panic: Box<dyn Any + Send>) -> String {
    match panic.downcast_ref::<&str>() {
        Some(text) => (*text).to_owned(),
        None => panic.downcast_ref::<String>().cloned().unwrap_or_default(),
    }
}
