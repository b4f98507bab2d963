//! Starts a thread for each URL and joins it before the next one is started.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! five_at_a_time_take_exactly_so_long = "too_slow"
//! no_url_is_lost_in_any_interleaving = "too_slow"
//! a_real_server_gets_five_requests_at_once = "not_concurrent"
//! images_are_downloaded_and_saved = "too_slow"
//! ```

/// Calls `task` with each of `inputs`.
fn for_each<I, T>(inputs: &[I], at_most: usize, task: impl Fn(&I) -> T + Sync) -> Vec<T>
where
    I: Sync,
    T: Send,
{
    assert!(at_most > 0);
    let task = &task;
    thread::scope(|scope| {
        let call = |input| scope.spawn(move || task(input)).join().unwrap();
        inputs.iter().map(call).collect()
    })
}
