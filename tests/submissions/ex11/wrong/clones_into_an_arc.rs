//! Believes that threads can share nothing but what is in an `Arc`, and asks for items that can be cloned into one.
//!
//! ```toml
//! base = "solution"
//! others = "build_failed"
//! ```

use std::sync::Arc;

pub fn sum_of<T: Clone + Send + Sync + 'static>(
    items: &[T],
    threads: usize,
    value: impl Fn(&T) -> u64 + Send + Sync + 'static,
) -> u64 {
    let length = items.len().div_ceil(threads).max(1);
    let (all, value) = (Arc::new(items.to_vec()), Arc::new(value));
    let parts: Vec<_> = (0..items.len())
        .step_by(length)
        .map(|from| {
            let (all, value) = (Arc::clone(&all), Arc::clone(&value));
            thread::spawn(move || {
                all.iter()
                    .skip(from)
                    .take(length)
                    .map(|item| value(item))
                    .sum::<u64>()
            })
        })
        .collect();
    parts.into_iter().map(|thread| thread.join().unwrap()).sum()
}
