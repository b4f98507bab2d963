//! Collects by itself, in a list behind a lock, and holds the lock while it works.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! rayon_shares_the_cores = "too_slow"
//! rayon_works_for_real = "not_concurrent"
//! ```

/// Sums by rayon.
pub fn sums_with_rayon(numbers: &[u64], work: impl Fn(u64) -> u128 + Sync) -> Vec<u128> {
    let sums = Mutex::new(vec![0; numbers.len()]);
    numbers.par_iter().enumerate().for_each(|(place, &number)| {
        let mut sums = sums.lock().unwrap();
        sums[place] = work(number);
    });
    sums.into_inner().unwrap()
}

use std::sync::Mutex;
