//! Parks with a time-out instead of sleeping.

use std::thread;
use std::time::{Duration, Instant};

pub fn slow(x: u64) -> u64 {
    let end = Instant::now() + Duration::from_secs(10);
    loop {
        let now = Instant::now();
        if now >= end {
            return x;
        }
        thread::park_timeout(end - now);
    }
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
