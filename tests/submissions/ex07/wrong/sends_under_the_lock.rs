//! Lets go of the lock before the work, and takes it again to send: two workers shall not send at the same time.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! workers_share_one_receiver = "too_slow"
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
            while let Some(item) = next(&input) {
                let result = f(item);
                let _guard = input.lock().unwrap();
                if sender.send(result).is_err() {
                    break;
                }
            }
        });
    }
    receiver
}
