//! Gives each producer a clone, and forgets that the original is a sender too.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! every_message_arrives_once = "deadlock"
//! the_last_sender_ends_it = "deadlock"
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
    receiver.iter().collect()
}
