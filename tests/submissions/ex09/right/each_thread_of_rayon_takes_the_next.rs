//! Runs one loop on each thread of rayon's pool, by `broadcast`; each takes the next number from a counter.
//!
//! ```toml
//! base = "solution"
//! ```

use std::sync::atomic::{AtomicUsize, Ordering};

pub fn sums_with_rayon(numbers: &[u64], work: impl Fn(u64) -> u128 + Sync) -> Vec<u128> {
    let next = AtomicUsize::new(0);
    let parts = rayon::broadcast(|_| {
        let mut part = Vec::new();
        loop {
            let place = next.fetch_add(1, Ordering::Relaxed);
            let Some(&number) = numbers.get(place) else {
                return part;
            };
            part.push((place, work(number)));
        }
    });
    let mut sums: Vec<(usize, u128)> = parts.into_iter().flatten().collect();
    sums.sort_unstable();
    sums.into_iter().map(|(_, sum)| sum).collect()
}
