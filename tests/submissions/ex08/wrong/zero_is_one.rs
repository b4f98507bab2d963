//! Takes "none at a time" for "one at a time".
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! five_at_a_time_take_exactly_so_long = "wrong"
//! images_are_downloaded_and_saved = "wrong"
//! ```

/// Calls `task` with each of `inputs`.
fn for_each<I, T>(inputs: &[I], at_most: usize, task: impl Fn(&I) -> T + Sync) -> Vec<T>
where
    I: Sync,
    T: Send,
{
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        loop {
            let place = next.fetch_add(1, Ordering::Relaxed);
            let Some(input) = inputs.get(place) else {
                return done;
            };
            done.push((place, task(input)));
        }
    };
    let threads = at_most.clamp(1, 1000).min(inputs.len());
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
