//! Shows the results on the screen and returns an empty vector
//!
//! As in the Python lesson, where `do_tasks` returns nothing.
//!
//! ```toml
//! others = "passed"
//! results_come_in_order = "wrong"
//! ```

use std::thread;
use std::time::{Duration, Instant};

/// Stands for slow input or output: waits for 10 s, then gives its argument back.
pub fn slow(x: u64) -> u64 {
    thread::sleep(Duration::from_secs(10));
    x
}

/// Prints the result of each task as it comes.
pub fn do_tasks(n: u64) -> Vec<u64> {
    for x in 0..n {
        println!("{}", slow(x));
    }
    Vec::new()
}

/// Runs `f` once; returns its value and how long it took.
pub fn time_execution<T>(f: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let value = f();
    (value, start.elapsed())
}
