//! A thread for each URL, and a semaphore of a mutex and a condition variable: a request needs a
//! place.
//!
//! ```toml
//! base = "solution"
//! ```

use std::sync::{Condvar, Mutex};

/// Calls `task` with each of `inputs`.
fn for_each<I, T>(inputs: &[I], at_most: usize, task: impl Fn(&I) -> T + Sync) -> Vec<T>
where
    I: Sync,
    T: Send,
{
    assert!(at_most > 0);
    let (free, changed) = (Mutex::new(at_most), Condvar::new());
    let call = |input| {
        let mut places = changed
            .wait_while(free.lock().unwrap(), |places| *places == 0)
            .unwrap();
        *places -= 1;
        drop(places);
        let result = task(input);
        *free.lock().unwrap() += 1;
        changed.notify_one();
        result
    };
    thread::scope(|scope| {
        let call = &call;
        let start = |input| scope.spawn(move || call(input));
        let threads: Vec<_> = inputs.iter().map(start).collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .collect()
    })
}
