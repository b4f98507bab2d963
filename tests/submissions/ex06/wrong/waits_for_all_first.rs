//! Over-cautious: lets all of them end before the first result is given out.
//!
//! The order is right, and so is every result: correct, and needlessly slow.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! as_completed_answers_in_the_order_of_finishing = "too_slow"
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
    for (key, handle) in tasks {
        let sender = sender.clone();
        thread::spawn(move || sender.send((key, handle.result())));
    }
    drop(sender);
    let results: Vec<_> = results.iter().collect();
    results.into_iter()
}
