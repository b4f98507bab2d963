//! Joins the second thread first, and returns its result first.
//!
//! Returns the two results in the order of joining.
//!
//! ```toml
//! others = "passed"
//! two_pauses_run_side_by_side = "wrong"
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
    let first = thread::spawn(move || pause(a));
    let second = thread::spawn(move || pause(b));
    (second.join().unwrap(), first.join().unwrap())
}

/// Calls `slow` for each number below `n`, each on a thread of its own.
pub fn do_threaded_tasks(n: u64) -> Vec<u64> {
    let threads: Vec<_> = (0..n).map(|x| thread::spawn(move || slow(x))).collect();
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
