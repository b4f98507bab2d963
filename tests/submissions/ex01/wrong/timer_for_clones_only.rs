//! Adds a bound to the signature, so that values which cannot be cloned no longer fit
//!
//! Keeps a second copy of the value, and so asks for `Clone`.
//!
//! ```toml
//! others = "build_failed"
//! ```

use std::thread;
use std::time::{Duration, Instant};

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
pub fn time_execution<T: Clone>(f: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let value = f();
    (value.clone(), start.elapsed())
}
