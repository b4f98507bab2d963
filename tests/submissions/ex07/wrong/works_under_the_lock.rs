//! The Book's loop: `while let Ok(item) = input.lock().unwrap().recv()`. Correct as long as nothing panics, and too slow.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! workers_share_one_receiver = "too_slow"
//! a_panic_costs_one_item_only = "wrong"
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
            while let Ok(item) = input.lock().unwrap().recv() {
                if sender.send(f(item)).is_err() {
                    break;
                }
            }
        });
    }
    receiver
}
