//! Believes that who asks first is ready first: joins in the order of the list.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! as_completed_answers_in_the_order_of_finishing = "wrong"
//! ```

/// Gives each result once, with its key, in the order in which the tasks end.
pub fn as_completed<K, T>(
    tasks: Vec<(K, Handle<T>)>,
) -> impl Iterator<Item = (K, thread::Result<T>)>
where
    K: Send + 'static,
    T: Send + 'static,
{
    tasks
        .into_iter()
        .map(|(key, handle)| (key, handle.result()))
}
