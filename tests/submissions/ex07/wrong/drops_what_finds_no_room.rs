//! Takes `try_send` for a `send` that never blocks, and throws away what finds no room.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! a_producer_waits_for_room = "wrong"
//! stages_pass_on_items_and_both_ends = "wrong"
//! workers_share_one_receiver = "wrong"
//! ```

use std::sync::mpsc::TrySendError;

/// Starts a thread that sends one item after another.
pub fn produce<I>(items: I, room: usize) -> Receiver<u64>
where
    I: Iterator<Item = u64> + Send + 'static,
{
    let (sender, receiver) = mpsc::sync_channel(room);
    thread::spawn(move || {
        for item in items {
            if let Err(TrySendError::Disconnected(_)) = sender.try_send(item) {
                break;
            }
        }
    });
    receiver
}
