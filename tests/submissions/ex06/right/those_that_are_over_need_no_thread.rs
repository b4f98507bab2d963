//! Fetches what is over already in its own time, and waits on threads for the others only.
//!
//! ```toml
//! base = "solution"
//! ```

/// Gives each result once, with its key, in the order in which the tasks end.
pub fn as_completed<K, T>(
    tasks: Vec<(K, Handle<T>)>,
) -> impl Iterator<Item = (K, thread::Result<T>)>
where
    K: Send + 'static,
    T: Send + 'static,
{
    let (over, waiting): (Vec<_>, Vec<_>) =
        tasks.into_iter().partition(|(_, handle)| handle.done());
    let over = over.into_iter().map(|(key, handle)| (key, handle.result()));
    let (sender, receiver) = mpsc::channel();
    for (key, handle) in waiting {
        let sender = sender.clone();
        thread::spawn(move || sender.send((key, handle.result())));
    }
    over.chain(receiver)
}
