//! One stopwatch for the whole program: a timer inside a timer restarts it
//!
//! Keeps the start in a static, so that each new measurement overwrites the one before.
//!
//! ```toml
//! others = "passed"
//! timers_nest = "wrong"
//! ```

use std::sync::Mutex;
use std::thread;
use std::time::{Duration, Instant};

static START: Mutex<Option<Instant>> = Mutex::new(None);

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
    *START.lock().unwrap() = Some(Instant::now());
    let value = f();
    let start = START.lock().unwrap().take();
    (value, start.map_or(Duration::ZERO, |start| start.elapsed()))
}
