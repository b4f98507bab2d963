//! Joins the thread before it returns: somebody has to join it.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! a_producer_waits_for_room = "deadlock"
//! a_producer_stops_when_nobody_listens = "deadlock"
//! stages_pass_on_items_and_both_ends = "deadlock"
//! workers_share_one_receiver = "deadlock"
//! a_panic_costs_one_item_only = "deadlock"
//! ```

/// Starts a thread that sends one item after another.
pub fn produce<I>(items: I, room: usize) -> Receiver<u64>
where
    I: Iterator<Item = u64> + Send + 'static,
{
    let (sender, receiver) = mpsc::sync_channel(room);
    let thread = thread::spawn(move || {
        for item in items {
            if sender.send(item).is_err() {
                break;
            }
        }
    });
    thread.join().unwrap();
    receiver
}
