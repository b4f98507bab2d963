//! Keeps the results in a static, because then any function can push to it.
//!
//! Each call returns the results of all the calls before it too.
//!
//! ```toml
//! others = "passed"
//! results_come_in_order = "wrong"
//! ```

use std::thread;
use std::time::Duration;
pub fn slow(x: u64) -> u64 {
    thread::sleep(Duration::from_secs(10));
    x
}
use std::sync::Mutex;
use std::time::Instant;
static RESULTS: Mutex<Vec<u64>> = Mutex::new(Vec::new());
pub fn do_tasks(n: u64) -> Vec<u64> {
    for x in 0..n {
        let r = slow(x);
        RESULTS.lock().unwrap().push(r);
    }
    RESULTS.lock().unwrap().clone()
}
pub fn time_execution<T>(f: impl FnOnce() -> T) -> (T, Duration) {
    let s = Instant::now();
    let v = f();
    (v, s.elapsed())
}
