//! Leaves the tasks to a thread, and returns without waiting for it.
//!
//! ```toml
//! others = "passed"
//! results_come_in_order = "wrong"
//! five_tasks_take_fifty_seconds = "wrong"
//! each_task_costs_ten_seconds = "wrong"
//! ```

use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};
pub fn slow(x: u64) -> u64 {
    thread::sleep(Duration::from_secs(10));
    x
}
pub fn do_tasks(n: u64) -> Vec<u64> {
    let v = Arc::new(Mutex::new(Vec::new()));
    let v2 = v.clone();
    thread::spawn(move || {
        for i in 0..n {
            let r = slow(i);
            v2.lock().unwrap().push(r)
        }
    });
    let out = v.lock().unwrap().clone();
    out
}
pub fn time_execution<T>(f: impl FnOnce() -> T) -> (T, Duration) {
    let s = Instant::now();
    let v = f();
    (v, s.elapsed())
}
