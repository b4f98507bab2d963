//! Forgets that no items make chunks of length 0, which `chunks` refuses.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! threads_borrow_the_slice = "panicked"
//! ```

pub fn sum_of<T: Sync>(items: &[T], threads: usize, value: impl Fn(&T) -> u64 + Sync) -> u64 {
    let length = items.len().div_ceil(threads);
    let value = &value;
    thread::scope(|scope| {
        let part = |part| scope.spawn(move || part_sum(part, value));
        let parts: Vec<_> = items.chunks(length).map(part).collect();
        let sums = parts.into_iter().map(|thread| thread.join());
        sums.map(|sum| sum.expect("`value` does not panic")).sum()
    })
}
