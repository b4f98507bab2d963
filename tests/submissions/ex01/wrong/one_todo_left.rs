//! Did the first task and left the second for later
//!
//! The loop is done; the timer is still to do.
//!
//! ```toml
//! others = "passed"
//! the_timer_measures_exactly = "not_attempted"
//! the_timer_hands_the_value_through = "not_attempted"
//! timers_nest = "not_attempted"
//! ```

use std::thread;
use std::time::Duration;

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
    let _ = f;
    todo!("after lunch")
}
