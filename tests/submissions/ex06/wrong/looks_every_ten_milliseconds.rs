//! Believes that a short sleep between two looks is waiting.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! as_completed_answers_in_the_order_of_finishing = "wrong"
//! no_result_is_lost_or_doubled = "wrong"
//! ```

use std::iter;

/// Gives each result once, with its key, in the order in which the tasks end.
pub fn as_completed<K, T>(
    tasks: Vec<(K, Handle<T>)>,
) -> impl Iterator<Item = (K, thread::Result<T>)>
where
    K: Send + 'static,
    T: Send + 'static,
{
    let mut tasks = tasks;
    iter::from_fn(move || {
        while !tasks.is_empty() {
            if let Some(ready) = tasks.iter().position(|(_, handle)| handle.done()) {
                let (key, handle) = tasks.remove(ready);
                return Some((key, handle.result()));
            }
            thread::sleep(Duration::from_millis(10));
        }
        None
    })
}
