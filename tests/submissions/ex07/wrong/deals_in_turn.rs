//! Gives each worker a channel of its own and deals the items out, one to each in turn.
//!
//! What waits for a worker that has panicked is lost.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! workers_share_one_receiver = "wrong"
//! a_panic_costs_one_item_only = "wrong"
//! ```

/// Starts workers that share the input.
pub fn fan_out<F>(input: Receiver<u64>, f: F, workers: usize, room: usize) -> Receiver<u64>
where
    F: Fn(u64) -> u64 + Send + Sync + 'static,
{
    let f = Arc::new(f);
    let (sender, receiver) = mpsc::sync_channel(room);
    let deal = |_| {
        let (hand, items) = mpsc::channel::<u64>();
        let (f, sender) = (Arc::clone(&f), sender.clone());
        thread::spawn(move || {
            for item in items {
                if sender.send(f(item)).is_err() {
                    break;
                }
            }
        });
        hand
    };
    let hands: Vec<Sender<u64>> = (0..workers).map(deal).collect();
    thread::spawn(move || {
        for (item, hand) in input.iter().zip(hands.iter().cycle()) {
            let _ = hand.send(item);
        }
    });
    receiver
}
