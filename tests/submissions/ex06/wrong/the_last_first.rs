//! Has seen that 5, 4, 3, 2, 1 comes out as 1, 2, 3, 4, 5, and turns the list round.
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
    let from_the_end = tasks.into_iter().rev();
    from_the_end.map(|(key, handle)| (key, handle.result()))
}
