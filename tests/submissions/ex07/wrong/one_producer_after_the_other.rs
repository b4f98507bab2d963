//! Gives each producer a channel of its own, and empties one after the other.
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
    let start = |producer: P| {
        let (sender, receiver) = mpsc::channel();
        thread::spawn(move || producer(sender));
        receiver
    };
    let receivers: Vec<Receiver<u64>> = producers.into_iter().map(start).collect();
    receivers.into_iter().flatten().collect()
}
