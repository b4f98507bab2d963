//! Builds a pool with a thread for each number, so that none has to wait.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! rayon_keeps_the_order = "wrong"
//! ```

pub fn over_rayon(numbers: &[u64], test: impl Fn(u64) -> bool + Sync + Send) -> Vec<bool> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(numbers.len())
        .build()
        .unwrap();
    pool.install(|| numbers.par_iter().map(|&number| test(number)).collect())
}
