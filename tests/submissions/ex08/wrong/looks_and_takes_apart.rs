//! Believes that two statements with a lock in each are as good as one: looks for a
//! free place, lets go, and takes it then.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! five_at_a_time_take_exactly_so_long = "wrong"
//! no_url_is_lost_in_any_interleaving = "race"
//! images_are_downloaded_and_saved = "wrong"
//! ```

use std::sync::{Condvar, Mutex};

/// Calls `task` with each of `inputs`.
fn for_each<I, T>(inputs: &[I], at_most: usize, task: impl Fn(&I) -> T + Sync) -> Vec<T>
where
    I: Sync,
    T: Send,
{
    assert!(at_most > 0);
    let (free, changed) = (Mutex::new(at_most as isize), Condvar::new());
    let call = |input| {
        let mut places = free.lock().unwrap();
        while *places <= 0 {
            places = changed.wait(places).unwrap();
        }
        drop(places);
        *free.lock().unwrap() -= 1;
        let result = task(input);
        *free.lock().unwrap() += 1;
        changed.notify_one();
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
