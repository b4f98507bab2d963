//! A plain iterator, on the thread of the caller.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! rayon_keeps_the_order = "wrong"
//! rayon_threads_work_at_the_same_time = "not_concurrent"
//! ```

pub fn over_rayon(numbers: &[u64], test: impl Fn(u64) -> bool + Sync + Send) -> Vec<bool> {
    numbers.iter().map(|&number| test(number)).collect()
}
