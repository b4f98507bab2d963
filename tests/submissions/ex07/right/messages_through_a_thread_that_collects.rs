//! A thread collects the messages, and the call waits for it by `join`.
//!
//! ```toml
//! base = "solution"
//! ```

/// Calls each producer on a thread of its own and returns what was sent.
pub fn collect_all<P>(producers: Vec<P>) -> Vec<u64>
where
    P: FnOnce(Sender<u64>) + Send + 'static,
{
    let (sender, receiver) = mpsc::channel();
    let collector = thread::spawn(move || {
        let mut messages = Vec::new();
        messages.extend(receiver);
        messages
    });
    producers.into_iter().for_each(|producer| {
        let sender = sender.clone();
        thread::spawn(move || producer(sender));
    });
    drop(sender);
    collector.join().unwrap()
}
