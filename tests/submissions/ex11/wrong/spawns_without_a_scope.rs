//! Takes `thread::spawn`, whose threads may outlive the slice.
//!
//! ```toml
//! base = "solution"
//! others = "build_failed"
//! ```

pub fn sum_of<T: Sync>(items: &[T], threads: usize, value: impl Fn(&T) -> u64 + Sync) -> u64 {
    let length = items.len().div_ceil(threads).max(1);
    let value = &value;
    let part = |part| thread::spawn(move || part_sum(part, value));
    let parts: Vec<_> = items.chunks(length).map(part).collect();
    parts
        .into_iter()
        .map(|thread| thread.join().expect("a value"))
        .sum()
}
