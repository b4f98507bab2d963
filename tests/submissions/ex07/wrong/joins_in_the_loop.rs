//! Waits for each producer before the next is started. Correct, and needlessly slow.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! the_last_sender_ends_it = "too_slow"
//! ```

/// Calls each producer on a thread of its own and returns what was sent.
pub fn collect_all<P>(producers: Vec<P>) -> Vec<u64>
where
    P: FnOnce(Sender<u64>) + Send + 'static,
{
    let (sender, receiver) = mpsc::channel();
    for producer in producers {
        let sender = sender.clone();
        let _ = thread::spawn(move || producer(sender)).join();
    }
    drop(sender);
    receiver.iter().collect()
}
