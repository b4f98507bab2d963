//! Believes that a channel needs no threads: the messages can lie in it until somebody reads.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! the_last_sender_ends_it = "too_slow"
//! ```

use std::panic::{AssertUnwindSafe, catch_unwind};

/// Calls each producer on a thread of its own and returns what was sent.
pub fn collect_all<P>(producers: Vec<P>) -> Vec<u64>
where
    P: FnOnce(Sender<u64>) + Send + 'static,
{
    let (sender, receiver) = mpsc::channel();
    for producer in producers {
        let sender = sender.clone();
        let _ = catch_unwind(AssertUnwindSafe(|| producer(sender)));
    }
    drop(sender);
    receiver.iter().collect()
}
