//! Believes that asking again and again is a way of waiting.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! every_message_arrives_once = "wrong"
//! the_last_sender_ends_it = "wrong"
//! ```

use std::sync::mpsc::TryRecvError;

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
    let mut messages = Vec::new();
    loop {
        match receiver.try_recv() {
            Ok(message) => messages.push(message),
            Err(TryRecvError::Empty) => {}
            Err(TryRecvError::Disconnected) => return messages,
        }
    }
}
