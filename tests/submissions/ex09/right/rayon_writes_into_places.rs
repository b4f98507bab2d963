//! Zips the numbers with the places of their sums and lets rayon write.
//!
//! ```toml
//! base = "solution"
//! ```

/// Sums by rayon.
pub fn sums_with_rayon(numbers: &[u64], work: impl Fn(u64) -> u128 + Sync) -> Vec<u128> {
    let mut sums = vec![0; numbers.len()];
    sums.par_iter_mut()
        .zip(numbers)
        .for_each(|(sum, &number)| *sum = work(number));
    sums
}
