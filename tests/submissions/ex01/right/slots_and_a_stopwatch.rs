//! Slots that are filled in place by a scoped worker; a stopwatch that is a type of its own.

use std::thread;
use std::time::{Duration, Instant};

/// Stands for slow input or output: waits for 10 s, then gives its argument back.
pub fn slow(x: u64) -> u64 {
    thread::sleep(Duration::from_secs(10));
    x
}

/// Calls `slow` for each number below `n` and returns the results.
pub fn do_tasks(n: u64) -> Vec<u64> {
    let mut results: Vec<u64> = (0..n).collect();
    thread::scope(|scope| {
        scope.spawn(|| {
            for slot in &mut results {
                *slot = slow(*slot);
            }
        });
    });
    results
}

/// A clock that was started.
struct Stopwatch(Instant);

impl Stopwatch {
    fn start() -> Self {
        Self(Instant::now())
    }

    fn stop(self) -> Duration {
        self.0.elapsed()
    }
}

/// Runs `f` once; returns its value and how long it took.
pub fn time_execution<T>(f: impl FnOnce() -> T) -> (T, Duration) {
    let stopwatch = Stopwatch::start();
    let value = f();
    (value, stopwatch.stop())
}
