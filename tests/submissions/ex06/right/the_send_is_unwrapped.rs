//! Unwraps what `send` returns, as the lesson's example does: a panic of a thread that nobody wants anything of any more.
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
    let (sender, receiver) = mpsc::channel();
    for (key, handle) in tasks {
        let sender = sender.clone();
        thread::spawn(move || {
            let result = handle.result();
            sender.send((key, result)).unwrap();
        });
    }
    receiver.into_iter()
}
