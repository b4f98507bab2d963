//! Believes that nothing happens before somebody asks.
//!
//! The threads that wait begin with the first `next`. If it comes late, all the tasks are over, and the order is that of the list.
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
    let (sender, receiver) = mpsc::channel();
    let mut waiting = Some((tasks, sender));
    std::iter::from_fn(move || {
        if let Some((tasks, sender)) = waiting.take() {
            for (key, handle) in tasks {
                let sender = sender.clone();
                thread::spawn(move || {
                    let _ = sender.send((key, handle.result()));
                });
            }
        }
        receiver.recv().ok()
    })
}
