//! A thread of its own hands out the items: each worker says by a message that it is free.
//!
//! ```toml
//! base = "solution"
//! ```

/// Starts workers that share the input.
pub fn fan_out<F>(input: Receiver<u64>, f: F, workers: usize, room: usize) -> Receiver<u64>
where
    F: Fn(u64) -> u64 + Send + Sync + 'static,
{
    let f = Arc::new(f);
    let (sender, receiver) = mpsc::sync_channel(room);
    let (free, calls) = mpsc::channel::<Sender<u64>>();
    for _ in 0..workers {
        let (f, sender, free) = (Arc::clone(&f), sender.clone(), free.clone());
        thread::spawn(move || {
            loop {
                let (hand, item) = mpsc::channel();
                if free.send(hand).is_err() {
                    return;
                }
                let Ok(item) = item.recv() else { return };
                if sender.send(f(item)).is_err() {
                    return;
                }
            }
        });
    }
    drop(free);
    // It waits for a free worker first, and then for an item, so that no item waits in here.
    thread::spawn(move || {
        for hand in calls {
            let Ok(item) = input.recv() else { return };
            let _ = hand.send(item);
        }
    });
    receiver
}
