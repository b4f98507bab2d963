//! Calls `f` once to see whether it panics, and once more for the result.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! workers_share_one_receiver = "wrong"
//! a_panic_costs_one_item_only = "too_slow"
//! ```

use std::panic::{AssertUnwindSafe, catch_unwind};

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
                let works = catch_unwind(AssertUnwindSafe(|| f(item))).is_ok();
                if works && sender.send(f(item)).is_err() {
                    break;
                }
            }
        });
    }
    receiver
}
