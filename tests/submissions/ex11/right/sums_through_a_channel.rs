//! Each thread sends its part of the sum, and the caller adds up what comes until nobody is left.
//!
//! ```toml
//! base = "solution"
//! ```

pub fn sum_of<T: Sync>(items: &[T], threads: usize, value: impl Fn(&T) -> u64 + Sync) -> u64 {
    let length = items.len().div_ceil(threads).max(1);
    let value = &value;
    let (sender, sums) = unbounded();
    thread::scope(|scope| {
        for part in items.chunks(length) {
            let sender = sender.clone();
            scope.spawn(move || {
                sender
                    .send(part_sum(part, value))
                    .expect("the caller listens")
            });
        }
        drop(sender);
        sums.iter().sum()
    })
}
