//! Gives rayon a chunk for each thread, which it cannot cut any further.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! rayon_shares_the_cores = "too_slow"
//! ```

pub fn sums_with_rayon(numbers: &[u64], work: impl Fn(u64) -> u128 + Sync) -> Vec<u128> {
    let size = numbers.len().div_ceil(rayon::current_num_threads()).max(1);
    let parts: Vec<Vec<u128>> = numbers
        .par_chunks(size)
        .map(|part| part.iter().map(|&number| work(number)).collect())
        .collect();
    parts.concat()
}
