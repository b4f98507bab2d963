//! Believes that what is made of two atomic operations is atomic.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! threads_borrow_the_slice = "race"
//! ```

use std::sync::atomic::{AtomicU64, Ordering};

pub fn sum_of<T: Sync>(items: &[T], threads: usize, value: impl Fn(&T) -> u64 + Sync) -> u64 {
    let length = items.len().div_ceil(threads).max(1);
    let (value, total) = (&value, AtomicU64::new(0));
    thread::scope(|scope| {
        for part in items.chunks(length) {
            scope.spawn(|| {
                let sum = part_sum(part, value);
                total.store(total.load(Ordering::SeqCst) + sum, Ordering::SeqCst);
            });
        }
    });
    total.into_inner()
}
