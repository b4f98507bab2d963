//! Takes one message for each producer, as the Python lesson does: `for t in processes: results.append(q.get())`.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! every_message_arrives_once = "wrong"
//! the_last_sender_ends_it = "wrong"
//! ```

/// Calls each producer on a thread of its own and returns what was sent.
pub fn collect_all<P>(producers: Vec<P>) -> Vec<u64>
where
    P: FnOnce(Sender<u64>) + Send + 'static,
{
    let (sender, receiver) = mpsc::channel();
    let count = producers.len();
    for producer in producers {
        let sender = sender.clone();
        thread::spawn(move || producer(sender));
    }
    drop(sender);
    (0..count).map(|_| receiver.recv().unwrap()).collect()
}
