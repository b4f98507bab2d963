//! Workers catch the panic of `f` and go on with the next item.
//!
//! ```toml
//! base = "solution"
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
    for n in 0..workers {
        let (input, f, sender) = (Arc::clone(&input), Arc::clone(&f), sender.clone());
        let worker = thread::Builder::new().name(format!("fan {n}"));
        let work = move || {
            while let Some(item) = next(&input) {
                let Ok(result) = catch_unwind(AssertUnwindSafe(|| f(item))) else {
                    continue;
                };
                if sender.send(result).is_err() {
                    return;
                }
            }
        };
        worker.spawn(work).unwrap();
    }
    receiver
}
