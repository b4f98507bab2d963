//! Asks again and again whether a place is free, and keeps a core busy with asking.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! five_at_a_time_take_exactly_so_long = "wrong"
//! no_url_is_lost_in_any_interleaving = "wrong"
//! images_are_downloaded_and_saved = "wrong"
//! ```

/// Calls `task` with each of `inputs`.
fn for_each<I, T>(inputs: &[I], at_most: usize, task: impl Fn(&I) -> T + Sync) -> Vec<T>
where
    I: Sync,
    T: Send,
{
    assert!(at_most > 0);
    let free = AtomicUsize::new(at_most);
    let call = |input| {
        let take = |places: usize| places.checked_sub(1);
        while free
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, take)
            .is_err()
        {
            thread::yield_now();
        }
        let result = task(input);
        free.fetch_add(1, Ordering::SeqCst);
        result
    };
    thread::scope(|scope| {
        let call = &call;
        let threads: Vec<_> = inputs
            .iter()
            .map(|input| scope.spawn(move || call(input)))
            .collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .collect()
    })
}
