//! Catches the panic of `f` and does the item once more: an item must not be lost.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! a_panic_costs_one_item_only = "wrong"
//! ```

use std::panic::{AssertUnwindSafe, catch_unwind};

/// Starts workers that share the input.
pub fn fan_out<F>(input: Receiver<u64>, f: F, workers: usize, room: usize) -> Receiver<u64>
where
    F: Fn(u64) -> u64 + Send + Sync + 'static,
{
    let f = move |item| {
        for _ in 0..3 {
            if let Ok(result) = catch_unwind(AssertUnwindSafe(|| f(item))) {
                return result;
            }
        }
        0
    };
    let input = Arc::new(Mutex::new(input));
    let f = Arc::new(f);
    let (sender, receiver) = mpsc::sync_channel(room);
    for _ in 0..workers {
        let (input, f, sender) = (Arc::clone(&input), Arc::clone(&f), sender.clone());
        thread::spawn(move || {
            while let Some(item) = next(&input) {
                if sender.send(f(item)).is_err() {
                    break;
                }
            }
        });
    }
    receiver
}
