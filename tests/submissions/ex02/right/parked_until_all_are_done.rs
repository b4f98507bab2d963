//! Main is parked, and the last thread to finish unparks it.

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

/// Pauses for `a` and for `b` at the same time.
pub fn run_two(a: Duration, b: Duration) -> (Duration, Duration) {
    let other = thread::spawn(move || pause(a));
    let b = pause(b);
    (other.join().unwrap(), b)
}

/// Calls `slow` for each number below `n`, each on a thread of its own.
pub fn do_threaded_tasks(n: u64) -> Vec<u64> {
    let left = Arc::new(AtomicU64::new(n));
    let main = thread::current();
    let threads: Vec<_> = (0..n)
        .map(|x| {
            let (left, main) = (Arc::clone(&left), main.clone());
            thread::spawn(move || {
                let result = slow(x);
                if left.fetch_sub(1, Ordering::AcqRel) == 1 {
                    main.unpark();
                }
                result
            })
        })
        .collect();
    while left.load(Ordering::Acquire) > 0 {
        thread::park();
    }
    threads.into_iter().map(|t| t.join().unwrap()).collect()
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
