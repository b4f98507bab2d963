//! Threads of a scope for the producers, whose panics are joined away; a `try_for_each` for the loops.
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
    thread::scope(|scope| {
        let start = |producer: P| {
            let sender = sender.clone();
            scope.spawn(move || producer(sender))
        };
        let threads: Vec<_> = producers.into_iter().map(start).collect();
        drop(sender);
        let messages = receiver.iter().collect();
        for thread in threads {
            let _ = thread.join();
        }
        messages
    })
}

/// Starts a thread that sends one item after another.
pub fn produce<I>(items: I, room: usize) -> Receiver<u64>
where
    I: Iterator<Item = u64> + Send + 'static,
{
    let (sender, receiver) = mpsc::sync_channel(room);
    thread::spawn(move || {
        let mut items = items;
        items.try_for_each(|item| sender.send(item))
    });
    receiver
}
