//! Thinks that a loop around `is_finished` is all right as soon as there is a sleep in it.
//!
//! Asks every 100 ms whether the threads have ended, and so learns of it too late.
//!
//! ```toml
//! others = "passed"
//! tasks_of_different_lengths_run_together = "wrong"
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
    let hs: Vec<_> = tasks.into_iter().map(thread::spawn).collect();
    while hs.iter().any(|h| !h.is_finished()) {
        thread::sleep(Duration::from_millis(100));
    }
    hs.into_iter()
        .map(|h| {
            h.join().map_err(|e| {
                e.downcast_ref::<&str>()
                    .map(|s| s.to_string())
                    .or(e.downcast_ref::<String>().cloned())
                    .unwrap_or_default()
            })
        })
        .collect()
}
