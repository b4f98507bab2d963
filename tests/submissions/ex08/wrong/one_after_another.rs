//! Believes that keeping below the limit is all that is asked: one request at a time is correct,
//! and needlessly slow.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! five_at_a_time_take_exactly_so_long = "too_slow"
//! no_url_is_lost_in_any_interleaving = "too_slow"
//! a_real_server_gets_five_requests_at_once = "not_concurrent"
//! images_are_downloaded_and_saved = "too_slow"
//! ```

/// One after another.
fn for_each<I, T>(inputs: &[I], at_most: usize, task: impl Fn(&I) -> T + Sync) -> Vec<T>
where
    I: Sync,
    T: Send,
{
    assert!(at_most > 0);
    inputs.iter().map(task).collect()
}
