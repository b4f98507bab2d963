//! Looks every 0.1 s whether a place is free, instead of waiting for it.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! five_at_a_time_take_exactly_so_long = "too_slow"
//! no_url_is_lost_in_any_interleaving = "wrong"
//! images_are_downloaded_and_saved = "wrong"
//! ```

use std::sync::Mutex;

/// Calls `task` with each of `inputs`.
fn for_each<I, T>(inputs: &[I], at_most: usize, task: impl Fn(&I) -> T + Sync) -> Vec<T>
where
    I: Sync,
    T: Send,
{
    assert!(at_most > 0);
    let free = Mutex::new(at_most);
    let call = |input| {
        loop {
            let mut places = free.lock().unwrap();
            if *places > 0 {
                *places -= 1;
                break;
            }
            drop(places);
            thread::sleep(Duration::from_millis(100));
        }
        let result = task(input);
        *free.lock().unwrap() += 1;
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
