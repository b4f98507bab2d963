//! Measures since the first measurement began, which is right the first time only
//!
//! Starts the clock once, when the program first asks, and never again.
//!
//! ```toml
//! others = "passed"
//! the_timer_measures_exactly = "wrong"
//! timers_nest = "wrong"
//! ```

use std::sync::OnceLock;
use std::thread;
use std::time::{Duration, Instant};

static START: OnceLock<Instant> = OnceLock::new();

/// Stands for slow input or output: waits for 10 s, then gives its argument back.
pub fn slow(x: u64) -> u64 {
    thread::sleep(Duration::from_secs(10));
    x
}

/// Calls `slow` for each number below `n` and returns the results.
pub fn do_tasks(n: u64) -> Vec<u64> {
    (0..n).map(slow).collect()
}

/// Runs `f` once; returns its value and the time since the first call of this function.
pub fn time_execution<T>(f: impl FnOnce() -> T) -> (T, Duration) {
    let start = START.get_or_init(Instant::now);
    let value = f();
    (value, start.elapsed())
}
