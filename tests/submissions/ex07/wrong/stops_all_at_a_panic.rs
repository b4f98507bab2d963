//! Takes a panic of `f` for the end of everything, and tells the other workers.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! a_panic_costs_one_item_only = "wrong"
//! ```

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};

/// Starts workers that share the input.
pub fn fan_out<F>(input: Receiver<u64>, f: F, workers: usize, room: usize) -> Receiver<u64>
where
    F: Fn(u64) -> u64 + Send + Sync + 'static,
{
    let input = Arc::new(Mutex::new(input));
    let f = Arc::new(f);
    let failed = Arc::new(AtomicBool::new(false));
    let (sender, receiver) = mpsc::sync_channel(room);
    for _ in 0..workers {
        let (input, f, sender) = (Arc::clone(&input), Arc::clone(&f), sender.clone());
        let failed = Arc::clone(&failed);
        thread::spawn(move || {
            while let Some(item) = next(&input) {
                match catch_unwind(AssertUnwindSafe(|| f(item))) {
                    Ok(result) if sender.send(result).is_err() => break,
                    Ok(_) => {}
                    Err(_) => failed.store(true, Ordering::SeqCst),
                }
                if failed.load(Ordering::SeqCst) {
                    break;
                }
            }
        });
    }
    receiver
}
