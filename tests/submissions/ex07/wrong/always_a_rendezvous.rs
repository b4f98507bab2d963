//! Believes that a channel without room is the safest. Correct, and needlessly slow.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! a_producer_waits_for_room = "too_slow"
//! stages_pass_on_items_and_both_ends = "too_slow"
//! ```

/// Starts a thread that sends one item after another.
pub fn produce<I>(items: I, room: usize) -> Receiver<u64>
where
    I: Iterator<Item = u64> + Send + 'static,
{
    let (sender, receiver) = mpsc::sync_channel(0);
    let _ = room;
    thread::spawn(move || {
        for item in items {
            if sender.send(item).is_err() {
                break;
            }
        }
    });
    receiver
}
