//! Runs one job for each number, and each takes the place that it finds in a counter, in two steps.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! rayon_shares_the_cores = "race"
//! ```

/// Sums by rayon.
pub fn sums_with_rayon(numbers: &[u64], work: impl Fn(u64) -> u128 + Sync) -> Vec<u128> {
    let next = AtomicUsize::new(0);
    let mut done: Vec<(usize, u128)> = (0..numbers.len())
        .into_par_iter()
        .map(|_| {
            let place = next.load(Ordering::SeqCst);
            next.store(place + 1, Ordering::SeqCst);
            (place, work(numbers[place]))
        })
        .collect();
    done.sort_unstable();
    done.into_iter().map(|(_, sum)| sum).collect()
}
