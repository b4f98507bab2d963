//! A stage is a fan-out with a single worker, whose guard has a name and is dropped by hand.
//!
//! ```toml
//! base = "solution"
//! ```

/// Starts a thread that calls `f` on each item.
pub fn stage<F>(input: Receiver<u64>, f: F, room: usize) -> Receiver<u64>
where
    F: Fn(u64) -> u64 + Send + Sync + 'static,
{
    fan_out(input, f, 1, room)
}

/// Starts workers that share the input.
pub fn fan_out<F>(input: Receiver<u64>, f: F, workers: usize, room: usize) -> Receiver<u64>
where
    F: Fn(u64) -> u64 + Send + Sync + 'static,
{
    let shared = Arc::new((Mutex::new(input), f));
    let (sender, receiver) = mpsc::sync_channel(room);
    let senders = vec![sender; workers];
    for sender in senders {
        let shared = Arc::clone(&shared);
        thread::spawn(move || {
            loop {
                let guard = shared.0.lock().unwrap();
                let item = guard.recv();
                drop(guard);
                let Ok(item) = item else { break };
                let Ok(()) = sender.send((shared.1)(item)) else {
                    break;
                };
            }
        });
    }
    receiver
}
