//! Has seen 1, 2, 3 in the lesson, and sorts.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! the_last_sender_ends_it = "wrong"
//! ```

/// Calls each producer on a thread of its own and returns what was sent.
pub fn collect_all<P>(producers: Vec<P>) -> Vec<u64>
where
    P: FnOnce(Sender<u64>) + Send + 'static,
{
    let (sender, receiver) = mpsc::channel();
    for producer in producers {
        let sender = sender.clone();
        thread::spawn(move || producer(sender));
    }
    drop(sender);
    let mut messages: Vec<u64> = receiver.iter().collect();
    messages.sort_unstable();
    messages
}
