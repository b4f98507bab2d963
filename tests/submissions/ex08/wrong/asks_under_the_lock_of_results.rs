//! Writes `results.lock().unwrap().push(ask(..))`: the lock is taken first, and held while the
//! server thinks.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! five_at_a_time_take_exactly_so_long = "too_slow"
//! no_url_is_lost_in_any_interleaving = "too_slow"
//! a_real_server_gets_five_requests_at_once = "not_concurrent"
//! images_are_downloaded_and_saved = "too_slow"
//! ```

use std::sync::Mutex;

/// Calls `task` with each of `inputs`.
fn for_each<I, T>(inputs: &[I], at_most: usize, task: impl Fn(&I) -> T + Sync) -> Vec<T>
where
    I: Sync,
    T: Send,
{
    assert!(at_most > 0);
    let next = AtomicUsize::new(0);
    let results = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..at_most.min(inputs.len()) {
            scope.spawn(|| {
                loop {
                    let place = next.fetch_add(1, Ordering::Relaxed);
                    let Some(input) = inputs.get(place) else {
                        break;
                    };
                    results.lock().unwrap().push((place, task(input)));
                }
            });
        }
    });
    let mut results = results.into_inner().unwrap();
    results.sort_unstable_by_key(|(place, _)| *place);
    results.into_iter().map(|(_, result)| result).collect()
}
