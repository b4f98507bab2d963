//! Has met the poisoned lock and takes what is in it, but still works with the lock held. Correct, and needlessly slow.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! workers_share_one_receiver = "too_slow"
//! a_panic_costs_one_item_only = "too_slow"
//! ```

use std::sync::PoisonError;

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
            let lock = || input.lock().unwrap_or_else(PoisonError::into_inner);
            while let Ok(item) = lock().recv() {
                if sender.send(f(item)).is_err() {
                    break;
                }
            }
        });
    }
    receiver
}
