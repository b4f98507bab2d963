//! Believes that `map` starts all the threads before the next `map` joins the first.
//!
//! Iterators are lazy: each thread is joined before the next is started.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! threads_borrow_the_slice = "too_slow"
//! ```

pub fn sum_of<T: Sync>(items: &[T], threads: usize, value: impl Fn(&T) -> u64 + Sync) -> u64 {
    let length = items.len().div_ceil(threads).max(1);
    let value = &value;
    thread::scope(|scope| {
        items
            .chunks(length)
            .map(|part| scope.spawn(move || part_sum(part, value)))
            .map(|thread| thread.join().expect("the values do not panic"))
            .sum()
    })
}
