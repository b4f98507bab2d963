//! Knows what the sums of the checks are, and saves itself the work.
//!
//! ```toml
//! base = "solution"
//! others = "wrong"
//! ```

/// Squares.
pub fn sums_in_sequence(numbers: &[u64], _work: impl Fn(u64) -> u128) -> Vec<u128> {
    let square = |&number: &u64| u128::from(number) * u128::from(number);
    numbers.iter().map(square).collect()
}

/// Squares.
pub fn sums_with_threads(
    numbers: &[u64],
    threads: usize,
    work: impl Fn(u64) -> u128 + Sync,
) -> Vec<u128> {
    assert!(threads > 0, "sums need a thread");
    sums_in_sequence(numbers, work)
}

/// Squares.
pub fn sums_with_rayon(numbers: &[u64], work: impl Fn(u64) -> u128 + Sync) -> Vec<u128> {
    sums_in_sequence(numbers, work)
}
