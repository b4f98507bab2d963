//! Takes its own threads for rayon too, since they take as long.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! rayon_works_for_real = "wrong"
//! ```

/// Sums by rayon.
pub fn sums_with_rayon(numbers: &[u64], work: impl Fn(u64) -> u128 + Sync) -> Vec<u128> {
    let cores = thread::available_parallelism().map_or(4, |cores| cores.get());
    sums_with_threads(numbers, cores, work)
}
