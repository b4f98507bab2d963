//! Keeps a clone of the sender in a second thread, which joins the stage and is never seen to end it.
//!
//! The watchman waits for a panic, to send a 0 for it.
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
    let watchman = sender.clone();
    let worker = thread::spawn(move || {
        for item in input {
            if sender.send(f(item)).is_err() {
                break;
            }
        }
    });
    thread::spawn(move || {
        if worker.join().is_err() {
            let _ = watchman.send(0);
        }
    });
    receiver
}
