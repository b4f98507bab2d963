//! Takes every panic for a text, and the two calls of `map` for two loops.
//!
//! Unwraps the second `downcast`, and joins each thread before the next one is started.
//!
//! ```toml
//! others = "passed"
//! tasks_of_different_lengths_run_together = "too_slow"
//! a_panicking_task_is_an_err = "panicked"
//! ```

pub fn do_threaded_tasks(n: u64) -> Vec<u64> {
    let handles: Vec<_> = (0..n).map(|x| thread::spawn(move || slow(x))).collect();
    handles.into_iter().map(|h| h.join().unwrap()).collect()
}
pub fn run_two(a: Duration, b: Duration) -> (Duration, Duration) {
    let h1 = thread::spawn(move || pause(a));
    let h2 = thread::spawn(move || pause(b));
    (h1.join().unwrap(), h2.join().unwrap())
}
use std::thread;
use std::time::Duration;
pub type Task = Box<dyn FnOnce() -> u64 + Send>;
pub fn pause(duration: Duration) -> Duration {
    thread::sleep(duration);
    duration
}
pub fn slow(x: u64) -> u64 {
    pause(Duration::from_secs(10));
    x
}
pub fn join_all(tasks: Vec<Task>) -> Vec<Result<u64, String>> {
    tasks
        .into_iter()
        .map(thread::spawn)
        .map(|h| {
            h.join().map_err(|e| match e.downcast::<String>() {
                Ok(s) => *s,
                Err(e) => e.downcast::<&str>().unwrap().to_string(),
            })
        })
        .collect()
}
