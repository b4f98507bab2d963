//! Joins the producers first, and then reads to the end: the channel has room for all that they send.
//!
//! ```toml
//! base = "solution"
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
    for thread in threads {
        let _ = thread.join();
    }
    receiver.iter().collect()
}
