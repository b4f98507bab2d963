//! Believes that a wait with a short limit, for each handle in turn, is a wait for all of them.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! as_completed_answers_in_the_order_of_finishing = "wrong"
//! no_result_is_lost_or_doubled = "wrong"
//! ```

use std::collections::VecDeque;
use std::iter;

/// Gives each result once, with its key, in the order in which the tasks end.
pub fn as_completed<K, T>(
    tasks: Vec<(K, Handle<T>)>,
) -> impl Iterator<Item = (K, thread::Result<T>)>
where
    K: Send + 'static,
    T: Send + 'static,
{
    let mut tasks: VecDeque<_> = tasks.into();
    iter::from_fn(move || {
        while let Some((key, handle)) = tasks.pop_front() {
            match handle.result_timeout(Duration::from_millis(5)) {
                Ok(result) => return Some((key, result)),
                Err(handle) => tasks.push_back((key, handle)),
            }
        }
        None
    })
}
