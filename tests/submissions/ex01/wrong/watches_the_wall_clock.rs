//! Waits by asking what time it is until the ten seconds are over
//!
//! ```toml
//! others = "passed"
//! results_come_in_order = "wrong"
//! five_tasks_take_fifty_seconds = "wrong"
//! each_task_costs_ten_seconds = "wrong"
//! ```

use std::thread;
use std::time::SystemTime;
use std::time::{Duration, Instant};

pub fn slow(x: u64) -> u64 {
    let end = SystemTime::now() + Duration::from_secs(10);
    while SystemTime::now() < end {
        std::hint::spin_loop();
    }
    x
}

pub fn do_tasks(n: u64) -> Vec<u64> {
    (0..n).map(slow).collect()
}

pub fn time_execution<T>(f: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let value = f();
    let elapsed = start.elapsed();
    (value, elapsed)
}
