//! Every thread watches the clock instead of sleeping
//!
//! Waits by looking at the clock over and over.
//!
//! ```toml
//! others = "passed"
//! two_pauses_run_side_by_side = "wrong"
//! five_tasks_take_ten_seconds = "wrong"
//! results_keep_the_order_of_the_arguments = "wrong"
//! ```

use std::any::Any;
use std::hint;
use std::thread;
use std::time::{Duration, Instant};

/// Work that can be moved to another thread and is done there once.
pub type Task = Box<dyn FnOnce() -> u64 + Send>;

/// Looks at the clock until `duration` is over, then gives it back.
pub fn pause(duration: Duration) -> Duration {
    let start = Instant::now();
    while start.elapsed() < duration {
        hint::spin_loop();
    }
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
