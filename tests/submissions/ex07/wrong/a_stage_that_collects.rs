//! Takes all items in before it works on the first: as a function on a Vec would. Correct, and needlessly slow.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! stages_pass_on_items_and_both_ends = "too_slow"
//! ```

/// Starts a thread that calls `f` on each item.
pub fn stage<F>(input: Receiver<u64>, f: F, room: usize) -> Receiver<u64>
where
    F: Fn(u64) -> u64 + Send + Sync + 'static,
{
    let (sender, receiver) = mpsc::sync_channel(room);
    thread::spawn(move || {
        let items: Vec<u64> = input.iter().collect();
        for item in items {
            if sender.send(f(item)).is_err() {
                break;
            }
        }
    });
    receiver
}
