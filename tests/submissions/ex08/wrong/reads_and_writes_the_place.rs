//! Believes that an atomic number makes two steps with it one: two threads can read the same place.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! every_url_has_its_own_result = "race"
//! five_at_a_time_take_exactly_so_long = "race"
//! no_url_is_lost_in_any_interleaving = "race"
//! images_are_downloaded_and_saved = "race"
//! ```

/// Calls `task` with each of `inputs`.
fn for_each<I, T>(inputs: &[I], at_most: usize, task: impl Fn(&I) -> T + Sync) -> Vec<T>
where
    I: Sync,
    T: Send,
{
    assert!(at_most > 0);
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        loop {
            let place = next.load(Ordering::SeqCst);
            next.store(place + 1, Ordering::SeqCst);
            let Some(input) = inputs.get(place) else {
                return done;
            };
            done.push((place, task(input)));
        }
    };
    let threads = at_most.min(inputs.len());
    let mut done: Vec<(usize, T)> = thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        workers
            .into_iter()
            .flat_map(|worker| worker.join().unwrap())
            .collect()
    });
    done.sort_unstable_by_key(|(place, _)| *place);
    done.into_iter().map(|(_, result)| result).collect()
}
