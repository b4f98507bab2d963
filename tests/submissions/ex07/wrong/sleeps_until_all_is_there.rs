//! Waits long enough, and takes what has come by then.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! every_message_arrives_once = "wrong"
//! the_last_sender_ends_it = "wrong"
//! ```

use std::time::Duration;

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
    thread::sleep(Duration::from_secs(5));
    receiver.try_iter().collect()
}
