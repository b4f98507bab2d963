//! Builds a pool for each call instead of using the one in which it is called.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! rayon_works_for_real = "wrong"
//! ```

pub fn sums_with_rayon(numbers: &[u64], work: impl Fn(u64) -> u128 + Sync) -> Vec<u128> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(rayon::current_num_threads())
        .build()
        .unwrap();
    pool.install(|| numbers.par_iter().map(|&n| work(n)).collect())
}
