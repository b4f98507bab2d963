//! Rounds down how many items a thread gets, so that there are more parts than threads.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! threads_borrow_the_slice = "wrong"
//! ```

pub fn sum_of<T: Sync>(items: &[T], threads: usize, value: impl Fn(&T) -> u64 + Sync) -> u64 {
    let length = (items.len() / threads).max(1);
    let value = &value;
    thread::scope(|scope| {
        let part = |part| scope.spawn(move || part_sum(part, value));
        let parts: Vec<_> = items.chunks(length).map(part).collect();
        let sums = parts.into_iter().map(|thread| thread.join());
        sums.map(|sum| sum.expect("`value` does not panic")).sum()
    })
}
