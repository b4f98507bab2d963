//! Takes an empty channel for a closed one: `try_recv` gives an `Err` in both cases.
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
    let input = Arc::new(Mutex::new(input));
    let f = Arc::new(f);
    let (sender, receiver) = mpsc::sync_channel(room);
    for _ in 0..workers {
        let (input, f, sender) = (Arc::clone(&input), Arc::clone(&f), sender.clone());
        thread::spawn(move || {
            let next = || input.lock().unwrap().try_recv();
            while let Ok(item) = next() {
                if sender.send(f(item)).is_err() {
                    break;
                }
            }
        });
    }
    receiver
}
