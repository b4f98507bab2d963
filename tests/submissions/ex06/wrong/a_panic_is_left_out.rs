//! Believes that a task that panicked has no result: the thread that waits for it dies with it.
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
    for (key, handle) in tasks {
        let sender = sender.clone();
        thread::spawn(move || {
            let value = handle.result().expect("the task has a result");
            let _ = sender.send((key, Ok(value)));
        });
    }
    results.into_iter()
}
