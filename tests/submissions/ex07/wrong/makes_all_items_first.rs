//! Collects the items into a Vec, to have something to send.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! a_producer_waits_for_room = "wrong"
//! a_producer_stops_when_nobody_listens = "wrong"
//! stages_pass_on_items_and_both_ends = "wrong"
//! workers_share_one_receiver = "wrong"
//! ```

/// Starts a thread that sends one item after another.
pub fn produce<I>(items: I, room: usize) -> Receiver<u64>
where
    I: Iterator<Item = u64> + Send + 'static,
{
    let (sender, receiver) = mpsc::sync_channel(room);
    thread::spawn(move || {
        let items: Vec<u64> = items.collect();
        for item in items {
            if sender.send(item).is_err() {
                break;
            }
        }
    });
    receiver
}
