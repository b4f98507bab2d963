//! Three functions with the same results, so one of them is enough.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! threads_share_the_cores = "too_slow"
//! a_free_thread_takes_the_next_number = "too_slow"
//! no_sum_is_lost_or_done_twice = "wrong"
//! rayon_shares_the_cores = "too_slow"
//! rayon_works_for_real = "not_concurrent"
//! ```

/// Sums in sequence.
pub fn sums_with_threads(
    numbers: &[u64],
    _threads: usize,
    work: impl Fn(u64) -> u128 + Sync,
) -> Vec<u128> {
    sums_in_sequence(numbers, work)
}

/// Sums in sequence.
pub fn sums_with_rayon(numbers: &[u64], work: impl Fn(u64) -> u128 + Sync) -> Vec<u128> {
    sums_in_sequence(numbers, work)
}
