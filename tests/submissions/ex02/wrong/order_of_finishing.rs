//! Collects results in the order of finishing, which is the right one only by luck
//!
//! Takes each result as it arrives through a channel.
//!
//! ```toml
//! others = "passed"
//! results_keep_the_order_of_the_arguments = "race"
//! tasks_of_different_lengths_run_together = "wrong"
//! a_panicking_task_is_an_err = "wrong"
//! ```

use std::any::Any;
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
        thread::spawn(move || sender.send(slow(x)).unwrap());
    }
    drop(sender);
    receiver.iter().collect()
}

/// Runs each task and returns what came of it.
pub fn join_all(tasks: Vec<Task>) -> Vec<Result<u64, String>> {
    let (sender, receiver) = mpsc::channel();
    for task in tasks {
        let sender = sender.clone();
        thread::spawn(move || {
            let result = thread::spawn(task).join().map_err(text);
            sender.send(result).unwrap();
        });
    }
    drop(sender);
    receiver.iter().collect()
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
