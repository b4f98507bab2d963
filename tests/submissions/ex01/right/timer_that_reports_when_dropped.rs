//! The time is taken by a guard when it goes out of scope.

use std::thread;
use std::time::{Duration, Instant};

/// Stands for slow input or output: waits for 10 s, then gives its argument back.
pub fn slow(x: u64) -> u64 {
    thread::sleep(Duration::from_secs(10));
    x
}

/// Calls `slow` for each number below `n` and returns the results.
pub fn do_tasks(n: u64) -> Vec<u64> {
    let mut results = vec![];
    results.extend((0..n).map(slow));
    results
}

/// Writes down how long it has lived.
struct Guard<'a> {
    start: Instant,
    result: &'a mut Duration,
}

impl Drop for Guard<'_> {
    fn drop(&mut self) {
        *self.result = self.start.elapsed();
    }
}

/// Runs `f` once; returns its value and how long it took.
pub fn time_execution<T>(f: impl FnOnce() -> T) -> (T, Duration) {
    let mut elapsed = Duration::ZERO;
    let guard = Guard {
        start: Instant::now(),
        result: &mut elapsed,
    };
    let value = f();
    drop(guard);
    (value, elapsed)
}
