//! Lets every job push its sum, as if a parallel iterator went from the first number to the last.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! rayon_shares_the_cores = "wrong"
//! rayon_works_for_real = "wrong"
//! ```

/// Sums by rayon.
pub fn sums_with_rayon(numbers: &[u64], work: impl Fn(u64) -> u128 + Sync) -> Vec<u128> {
    let sums = Mutex::new(Vec::new());
    numbers.par_iter().for_each(|&number| {
        let sum = work(number);
        sums.lock().unwrap().push(sum);
    });
    sums.into_inner().unwrap()
}

use std::sync::Mutex;
