//! Leaves the process with success before any check can complain.
//!
//! ```toml
//! base = "solution"
//! others = "crashed"
//! ```

/// Is not needed.
pub fn sums_in_sequence(_numbers: &[u64], _work: impl Fn(u64) -> u128) -> Vec<u128> {
    std::process::exit(0)
}

/// Is not needed.
pub fn sums_with_threads(
    _numbers: &[u64],
    _threads: usize,
    _work: impl Fn(u64) -> u128 + Sync,
) -> Vec<u128> {
    std::process::exit(0)
}

/// Is not needed.
pub fn sums_with_rayon(_numbers: &[u64], _work: impl Fn(u64) -> u128 + Sync) -> Vec<u128> {
    std::process::exit(0)
}
