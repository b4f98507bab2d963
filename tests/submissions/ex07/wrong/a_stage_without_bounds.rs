//! Bounds the first channel only, and believes that this bounds the pipeline.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! stages_pass_on_items_and_both_ends = "wrong"
//! ```

/// Starts a thread that calls `f` on each item.
pub fn stage<F>(input: Receiver<u64>, f: F, room: usize) -> Receiver<u64>
where
    F: Fn(u64) -> u64 + Send + Sync + 'static,
{
    let (sender, receiver) = mpsc::channel();
    let _ = room;
    thread::spawn(move || {
        for item in input {
            if sender.send(f(item)).is_err() {
                break;
            }
        }
    });
    receiver
}
