//! Exercise 02: threads by hand. Spawn them, let them work side by side, join them.
//!
//! Replace each `todo!()`. Only this file is graded. Read README.md first.

use std::thread;
use std::time::Duration;

/// Work that can be moved to another thread and is done there once.
pub type Task = Box<dyn FnOnce() -> u64 + Send>;

/// Waits for `duration`, then gives it back. Finished as it stands.
pub fn pause(duration: Duration) -> Duration {
    thread::sleep(duration);
    duration
}

/// Waits for 10 s, then gives its argument back. Finished as it stands.
pub fn slow(x: u64) -> u64 {
    pause(Duration::from_secs(10));
    x
}

/// Calls `pause(a)` and `pause(b)` at the same time, and returns what they return.
///
/// Takes as long as the longer of the two.
pub fn run_two(a: Duration, b: Duration) -> (Duration, Duration) {
    todo!("pause for {a:?} and for {b:?} on two threads")
}

/// Calls `slow(0)`, `slow(1)`, ... `slow(n - 1)`, each on a thread of its own.
///
/// Returns their results in the order of the arguments. Takes 10 s, however large `n` is.
pub fn do_threaded_tasks(n: u64) -> Vec<u64> {
    todo!("spawn {n} threads, then join them")
}

/// Runs each task on a thread of its own, and returns what came of each, in the order given.
///
/// A task that panics gives `Err` with the text of its panic; the others are not disturbed.
/// (A panic may also carry something that is no text. What you return for those is up to you.)
pub fn join_all(tasks: Vec<Task>) -> Vec<Result<u64, String>> {
    todo!("spawn and join {} tasks", tasks.len())
}
