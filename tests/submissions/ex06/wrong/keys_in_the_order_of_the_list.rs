//! Believes that the keys can be put beside the results afterwards.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! as_completed_answers_in_the_order_of_finishing = "wrong"
//! no_result_is_lost_or_doubled = "wrong"
//! ```

/// Gives each result once, with its key, in the order in which the tasks end.
pub fn as_completed<K, T>(
    tasks: Vec<(K, Handle<T>)>,
) -> impl Iterator<Item = (K, thread::Result<T>)>
where
    K: Send + 'static,
    T: Send + 'static,
{
    let (sender, results) = mpsc::channel();
    let mut keys = Vec::new();
    for (key, handle) in tasks {
        keys.push(key);
        let sender = sender.clone();
        thread::spawn(move || sender.send(handle.result()));
    }
    keys.into_iter().zip(results)
}
