//! Asks again and again whether there is room, with a short sleep in between.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! a_producer_waits_for_room = "wrong"
//! stages_pass_on_items_and_both_ends = "wrong"
//! workers_share_one_receiver = "wrong"
//! ```

use std::sync::mpsc::TrySendError;
use std::time::Duration;

/// Starts a thread that sends one item after another.
pub fn produce<I>(items: I, room: usize) -> Receiver<u64>
where
    I: Iterator<Item = u64> + Send + 'static,
{
    let (sender, receiver) = mpsc::sync_channel(room);
    thread::spawn(move || {
        for mut item in items {
            loop {
                match sender.try_send(item) {
                    Ok(()) => break,
                    Err(TrySendError::Full(back)) => item = back,
                    Err(TrySendError::Disconnected(_)) => return,
                }
                thread::sleep(Duration::from_millis(10));
            }
        }
    });
    receiver
}
