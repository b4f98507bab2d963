//! Knows from Python that a queue with `maxsize=0` has no bound.
//!
//! One thread sends into the bounded channel, or into one without bounds if the bound is 0.
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
    if room == 0 {
        let (sender, receiver) = mpsc::channel();
        thread::spawn(move || items.map(|item| sender.send(item)).find(Result::is_err));
        return receiver;
    }
    let (sender, receiver) = mpsc::sync_channel(room);
    thread::spawn(move || items.map(|item| sender.send(item)).find(Result::is_err));
    receiver
}
