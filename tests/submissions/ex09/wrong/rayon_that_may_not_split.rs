//! Asks rayon for long pieces, because each piece costs something, and gets a single one.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! rayon_shares_the_cores = "too_slow"
//! rayon_works_for_real = "not_concurrent"
//! ```

/// Sums by rayon.
pub fn sums_with_rayon(numbers: &[u64], work: impl Fn(u64) -> u128 + Sync) -> Vec<u128> {
    numbers
        .par_iter()
        .with_min_len(100)
        .map(|&number| work(number))
        .collect()
}
