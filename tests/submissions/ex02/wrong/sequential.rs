//! Handed in the sequential code, which gives the same values
//!
//! No threads at all: the loop of exercise 01 again.
//!
//! ```toml
//! others = "passed"
//! two_pauses_run_side_by_side = "too_slow"
//! five_tasks_take_ten_seconds = "too_slow"
//! tasks_of_different_lengths_run_together = "too_slow"
//! ```

use std::any::Any;
use std::panic::{self, AssertUnwindSafe};
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
    (pause(a), pause(b))
}

/// Calls `slow` for each number below `n`.
pub fn do_threaded_tasks(n: u64) -> Vec<u64> {
    (0..n).map(slow).collect()
}

/// Runs each task and returns what came of it.
pub fn join_all(tasks: Vec<Task>) -> Vec<Result<u64, String>> {
    tasks
        .into_iter()
        .map(|task| panic::catch_unwind(AssertUnwindSafe(task)).map_err(text))
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
