//! Takes the results out of a hash map in the order in which it is gone through.
//!
//! ```toml
//! others = "passed"
//! two_pauses_run_side_by_side = "race"
//! results_keep_the_order_of_the_arguments = "race"
//! tasks_of_different_lengths_run_together = "race"
//! a_panicking_task_is_an_err = "wrong"
//! ```

use std::collections::HashMap;
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
pub fn run_two(a: Duration, b: Duration) -> (Duration, Duration) {
    let mut m = HashMap::new();
    m.insert("a", thread::spawn(move || pause(a)));
    m.insert("b", thread::spawn(move || pause(b)));
    let v: Vec<Duration> = m.into_iter().map(|(_, h)| h.join().unwrap()).collect();
    (v[0], v[1])
}
pub fn do_threaded_tasks(n: u64) -> Vec<u64> {
    let mut m = HashMap::new();
    for i in 0..n {
        m.insert(i, thread::spawn(move || slow(i)));
    }
    m.into_values().map(|h| h.join().unwrap()).collect()
}
pub fn join_all(tasks: Vec<Task>) -> Vec<Result<u64, String>> {
    let mut m = HashMap::new();
    for (i, t) in tasks.into_iter().enumerate() {
        m.insert(i, thread::spawn(t));
    }
    let mut v = vec![];
    for (_, h) in m {
        v.push(h.join().map_err(|_| "panic".to_string()));
    }
    v
}
