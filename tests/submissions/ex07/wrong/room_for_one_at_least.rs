//! Believes that a queue without room is none, and makes it one: what `Queue(maxsize=0)` means in Python is another thing.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! a_producer_waits_for_room = "wrong"
//! stages_pass_on_items_and_both_ends = "wrong"
//! ```

/// Starts a thread that sends one item after another.
pub fn produce<I>(items: I, room: usize) -> Receiver<u64>
where
    I: Iterator<Item = u64> + Send + 'static,
{
    let (sender, receiver) = mpsc::sync_channel(room.max(1));
    thread::spawn(move || {
        for item in items {
            if sender.send(item).is_err() {
                break;
            }
        }
    });
    receiver
}
