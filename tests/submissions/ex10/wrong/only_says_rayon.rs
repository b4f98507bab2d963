//! Works in the pool, and one number after another: `install` moves the call and shares nothing
//! out.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! rayon_threads_work_at_the_same_time = "not_concurrent"
//! ```

pub fn over_rayon(numbers: &[u64], test: impl Fn(u64) -> bool + Sync + Send) -> Vec<bool> {
    rayon::scope(|_| numbers.iter().map(|&number| test(number)).collect())
}
