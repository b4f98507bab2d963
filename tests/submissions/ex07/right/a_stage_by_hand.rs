//! Loops around `recv` in place of iterators, and the last clone of the sender goes to nobody.
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
    let mut producers = producers;
    let last = producers.pop();
    for producer in producers {
        let sender = sender.clone();
        thread::spawn(move || producer(sender));
    }
    // The last producer is given the original, so that there is none left to drop.
    match last {
        Some(last) => drop(thread::spawn(move || last(sender))),
        None => drop(sender),
    }
    let mut messages = Vec::new();
    while let Ok(message) = receiver.recv() {
        messages.push(message);
    }
    messages
}

/// Starts a thread that sends one item after another.
pub fn produce<I>(items: I, room: usize) -> Receiver<u64>
where
    I: Iterator<Item = u64> + Send + 'static,
{
    let mut items = items;
    let (sender, receiver) = mpsc::sync_channel(room);
    thread::spawn(move || {
        while let Some(item) = items.next() {
            let Ok(()) = sender.send(item) else { return };
        }
    });
    receiver
}

/// Starts a thread that calls `f` on each item.
pub fn stage<F>(input: Receiver<u64>, f: F, room: usize) -> Receiver<u64>
where
    F: Fn(u64) -> u64 + Send + Sync + 'static,
{
    let (sender, receiver) = mpsc::sync_channel(room);
    thread::spawn(move || {
        loop {
            let Ok(item) = input.recv() else { break };
            let result = f(item);
            if sender.send(result).is_err() {
                break;
            }
        }
    });
    receiver
}
