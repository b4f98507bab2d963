//! Believes that to be woken by each end is enough to know their order.
//!
//! Results lie in places of their own, and the reader takes the first that is filled. Whoever comes late finds several.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! as_completed_answers_in_the_order_of_finishing = "wrong"
//! ```

use std::iter;
use std::sync::{Condvar, Mutex};

/// Gives each result once, with its key, in the order in which the tasks end.
pub fn as_completed<K, T>(
    tasks: Vec<(K, Handle<T>)>,
) -> impl Iterator<Item = (K, thread::Result<T>)>
where
    K: Send + 'static,
    T: Send + 'static,
{
    let mut left = tasks.len();
    let places: Vec<Option<(K, thread::Result<T>)>> = tasks.iter().map(|_| None).collect();
    let shared = Arc::new((Mutex::new(places), Condvar::new()));
    for (n, (key, handle)) in tasks.into_iter().enumerate() {
        let shared = Arc::clone(&shared);
        thread::spawn(move || {
            let result = handle.result();
            shared.0.lock().unwrap()[n] = Some((key, result));
            shared.1.notify_all();
        });
    }
    iter::from_fn(move || {
        left = left.checked_sub(1)?;
        let places = shared.0.lock().unwrap();
        let is_empty = |places: &mut Vec<Option<_>>| places.iter().all(Option::is_none);
        let mut places = shared.1.wait_while(places, is_empty).unwrap();
        places.iter_mut().find_map(Option::take)
    })
}
