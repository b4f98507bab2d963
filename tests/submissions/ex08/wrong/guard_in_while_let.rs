//! Asks for the page with the queue in its hand: what `while let` looks at lives to the end of the
//! body.
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
    let queue = Mutex::new(inputs.iter().enumerate());
    let work = || {
        let mut done = Vec::new();
        while let Some((place, input)) = queue.lock().unwrap().next() {
            done.push((place, task(input)));
        }
        done
    };
    let mut done: Vec<(usize, T)> = thread::scope(|scope| {
        let workers: Vec<_> = (0..at_most.min(inputs.len()))
            .map(|_| scope.spawn(work))
            .collect();
        workers
            .into_iter()
            .flat_map(|worker| worker.join().unwrap())
            .collect()
    });
    done.sort_unstable_by_key(|(place, _)| *place);
    done.into_iter().map(|(_, result)| result).collect()
}
