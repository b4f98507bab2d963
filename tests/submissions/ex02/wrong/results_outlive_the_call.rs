//! Keeps the results in a static list, so that the threads can reach it without an `Arc`.
//!
//! Right for the first call of a program. The second one finds what the first has left.
//!
//! ```toml
//! others = "passed"
//! results_keep_the_order_of_the_arguments = "wrong"
//! ```

pub fn join_all(tasks: Vec<Task>) -> Vec<Result<u64, String>> {
    let handles: Vec<_> = tasks.into_iter().map(|t| thread::spawn(t)).collect();
    handles
        .into_iter()
        .map(|h| {
            h.join().map_err(|e| {
                if let Some(s) = e.downcast_ref::<&str>() {
                    s.to_string()
                } else if let Some(s) = e.downcast_ref::<String>() {
                    s.clone()
                } else {
                    "unknown".to_string()
                }
            })
        })
        .collect()
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
use std::sync::Mutex;
static RESULTS: Mutex<Vec<u64>> = Mutex::new(Vec::new());
pub fn do_threaded_tasks(n: u64) -> Vec<u64> {
    let hs: Vec<_> = (0..n)
        .map(|i| {
            thread::spawn(move || {
                let r = slow(i);
                RESULTS.lock().unwrap().push(r);
            })
        })
        .collect();
    for h in hs {
        h.join().unwrap();
    }
    let mut v = RESULTS.lock().unwrap().clone();
    v.sort();
    v
}
