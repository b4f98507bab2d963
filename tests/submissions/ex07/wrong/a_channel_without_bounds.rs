//! Believes that a channel takes care of back-pressure by itself.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! a_producer_waits_for_room = "wrong"
//! stages_pass_on_items_and_both_ends = "wrong"
//! workers_share_one_receiver = "wrong"
//! ```

/// Starts a thread that sends one item after another.
pub fn produce<I>(items: I, room: usize) -> Receiver<u64>
where
    I: Iterator<Item = u64> + Send + 'static,
{
    let (sender, receiver) = mpsc::channel();
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
