//! Takes the next item before the last one is sent, to have it ready.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! a_producer_waits_for_room = "wrong"
//! a_producer_stops_when_nobody_listens = "wrong"
//! stages_pass_on_items_and_both_ends = "wrong"
//! ```

/// Starts a thread that sends one item after another.
pub fn produce<I>(items: I, room: usize) -> Receiver<u64>
where
    I: Iterator<Item = u64> + Send + 'static,
{
    let (sender, receiver) = mpsc::sync_channel(room);
    thread::spawn(move || {
        let mut items = items.peekable();
        while let Some(item) = items.next() {
            let _ = items.peek();
            if sender.send(item).is_err() {
                break;
            }
        }
    });
    receiver
}
