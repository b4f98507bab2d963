//! Joins the producers, and unwraps what `join` returns.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! the_last_sender_ends_it = "panicked"
//! ```

/// Calls each producer on a thread of its own and returns what was sent.
pub fn collect_all<P>(producers: Vec<P>) -> Vec<u64>
where
    P: FnOnce(Sender<u64>) + Send + 'static,
{
    let (sender, receiver) = mpsc::channel();
    let start = |producer: P| {
        let sender = sender.clone();
        thread::spawn(move || producer(sender))
    };
    let threads: Vec<_> = producers.into_iter().map(start).collect();
    drop(sender);
    let messages = receiver.iter().collect();
    for thread in threads {
        thread.join().unwrap();
    }
    messages
}
