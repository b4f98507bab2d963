//! Is careful, and slow: asks for the value of each item with the total locked.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! threads_borrow_the_slice = "too_slow"
//! ```

use std::sync::Mutex;

pub fn sum_of<T: Sync>(items: &[T], threads: usize, value: impl Fn(&T) -> u64 + Sync) -> u64 {
    let length = items.len().div_ceil(threads).max(1);
    let (value, total) = (&value, &Mutex::new(0));
    thread::scope(|scope| {
        for part in items.chunks(length) {
            scope.spawn(move || {
                for item in part {
                    let mut total = total.lock().unwrap();
                    *total += value(item);
                }
            });
        }
    });
    *total.lock().unwrap()
}
