//! Joins each thread where it is spawned, so that no two of them run at once.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! threads_borrow_the_slice = "too_slow"
//! ```

pub fn sum_of<T: Sync>(items: &[T], threads: usize, value: impl Fn(&T) -> u64 + Sync) -> u64 {
    let length = items.len().div_ceil(threads).max(1);
    let value = &value;
    let mut sum = 0;
    thread::scope(|scope| {
        for part in items.chunks(length) {
            let thread = scope.spawn(move || part_sum(part, value));
            sum += thread.join().expect("the values do not panic");
        }
    });
    sum
}
