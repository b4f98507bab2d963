//! Starts a thread for each item, so that the producer never waits.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! a_producer_waits_for_room = "race"
//! a_producer_stops_when_nobody_listens = "wrong"
//! stages_pass_on_items_and_both_ends = "race"
//! workers_share_one_receiver = "wrong"
//! a_panic_costs_one_item_only = "wrong"
//! ```

/// Starts a thread that sends one item after another.
pub fn produce<I>(items: I, room: usize) -> Receiver<u64>
where
    I: Iterator<Item = u64> + Send + 'static,
{
    let (sender, receiver) = mpsc::sync_channel(room);
    thread::spawn(move || {
        for item in items {
            let sender = sender.clone();
            thread::spawn(move || sender.send(item));
        }
    });
    receiver
}
