//! Keeps the starting times in one stack, which is right as long as there is one thread.
//!
//! All timers share a stack of starting times.
//!
//! ```toml
//! others = "passed"
//! timers_nest = "wrong"
//! ```

use std::sync::Mutex;
use std::thread;
use std::time::{Duration, Instant};

static STARTS: Mutex<Vec<Instant>> = Mutex::new(Vec::new());

/// Stands for slow input or output: waits for 10 s, then gives its argument back.
pub fn slow(x: u64) -> u64 {
    thread::sleep(Duration::from_secs(10));
    x
}

/// Calls `slow` for each number below `n` and returns the results.
pub fn do_tasks(n: u64) -> Vec<u64> {
    (0..n).map(slow).collect()
}

/// Runs `f` once; returns its value and how long it took.
pub fn time_execution<T>(f: impl FnOnce() -> T) -> (T, Duration) {
    STARTS.lock().unwrap().push(Instant::now());
    let value = f();
    let start = STARTS.lock().unwrap().pop().unwrap();
    (value, start.elapsed())
}
