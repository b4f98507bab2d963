//! One thread takes item after item, and hands each to the worker that comes to a rendezvous.
//!
//! ```toml
//! base = "solution"
//! ```

/// Starts workers that share the input.
pub fn fan_out<F>(input: Receiver<u64>, f: F, workers: usize, room: usize) -> Receiver<u64>
where
    F: Fn(u64) -> u64 + Send + Sync + 'static,
{
    let (hand, items) = mpsc::sync_channel(0);
    thread::spawn(move || input.iter().try_for_each(|item| hand.send(item)));
    let items = Arc::new(Mutex::new(items));
    let f = Arc::new(f);
    let (sender, receiver) = mpsc::sync_channel(room);
    for _ in 0..workers {
        let (items, f, sender) = (Arc::clone(&items), Arc::clone(&f), sender.clone());
        thread::spawn(move || {
            while let Some(item) = next(&items) {
                if sender.send(f(item)).is_err() {
                    break;
                }
            }
        });
    }
    receiver
}
