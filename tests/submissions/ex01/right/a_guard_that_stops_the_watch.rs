//! The watch is stopped when a guard is dropped.

use std::thread;
use std::time::{Duration, Instant};

pub fn slow(x: u64) -> u64 {
    thread::sleep(Duration::from_secs(10));
    x
}

pub fn do_tasks(n: u64) -> Vec<u64> {
    (0..n).map(slow).collect()
}

pub fn time_execution<T>(f: impl FnOnce() -> T) -> (T, Duration) {
    struct G<'a>(Instant, &'a std::cell::Cell<Duration>);
    impl Drop for G<'_> {
        fn drop(&mut self) {
            self.1.set(self.0.elapsed())
        }
    }
    let d = std::cell::Cell::new(Duration::ZERO);
    let v = {
        let _g = G(Instant::now(), &d);
        f()
    };
    (v, d.get())
}
