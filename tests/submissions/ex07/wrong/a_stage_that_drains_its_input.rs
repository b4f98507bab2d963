//! Believes that the input has to be emptied to the end, whether or not somebody listens.
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
    let (sender, receiver) = mpsc::sync_channel(room);
    thread::spawn(move || {
        for item in input {
            let _ = sender.send(f(item));
        }
    });
    receiver
}
