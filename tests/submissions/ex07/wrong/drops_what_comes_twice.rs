//! Believes that equal messages are the same message, as in a set.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! every_message_arrives_once = "wrong"
//! ```

use std::collections::BTreeSet;

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
    let mut seen = BTreeSet::new();
    receiver
        .iter()
        .filter(|message| seen.insert(*message))
        .collect()
}
