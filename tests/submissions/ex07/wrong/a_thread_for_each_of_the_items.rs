//! Starts a thread for each item: then no item has to wait for a worker.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! workers_share_one_receiver = "wrong"
//! ```

/// Starts workers that share the input.
pub fn fan_out<F>(input: Receiver<u64>, f: F, workers: usize, room: usize) -> Receiver<u64>
where
    F: Fn(u64) -> u64 + Send + Sync + 'static,
{
    let f = Arc::new(f);
    let (sender, receiver) = mpsc::sync_channel(room);
    let _ = workers;
    thread::spawn(move || {
        for item in input {
            let (f, sender) = (Arc::clone(&f), sender.clone());
            thread::spawn(move || sender.send(f(item)));
        }
    });
    receiver
}
