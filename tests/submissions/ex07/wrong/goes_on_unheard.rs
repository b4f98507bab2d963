//! Silences the compiler's warning about the result of `send`, and goes on producing.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! a_producer_stops_when_nobody_listens = "wrong"
//! stages_pass_on_items_and_both_ends = "wrong"
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
            let _ = sender.send(item);
        }
    });
    receiver
}
