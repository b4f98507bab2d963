//! Believes that sending cannot fail: `send(...).unwrap()`, as in The Book's first example.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! a_producer_stops_when_nobody_listens = "panicked"
//! stages_pass_on_items_and_both_ends = "panicked"
//! workers_share_one_receiver = "panicked"
//! ```

/// Starts a thread that sends one item after another.
pub fn produce<I>(items: I, room: usize) -> Receiver<u64>
where
    I: Iterator<Item = u64> + Send + 'static,
{
    let (sender, receiver) = mpsc::sync_channel(room);
    thread::spawn(move || {
        for item in items {
            sender.send(item).unwrap();
        }
    });
    receiver
}
