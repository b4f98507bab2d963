//! Works in rounds of as many threads as there are workers, and sends the results in the order of the items.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! workers_share_one_receiver = "wrong"
//! ```

/// Starts workers that share the input.
pub fn fan_out<F>(input: Receiver<u64>, f: F, workers: usize, room: usize) -> Receiver<u64>
where
    F: Fn(u64) -> u64 + Send + Sync + 'static,
{
    let (sender, receiver) = mpsc::sync_channel(room);
    thread::spawn(move || {
        loop {
            let round: Vec<u64> = input.iter().take(workers).collect();
            if round.is_empty() {
                return;
            }
            let work = |item| {
                let f = &f;
                move || f(item)
            };
            let results: Vec<thread::Result<u64>> = thread::scope(|scope| {
                let threads: Vec<_> = round
                    .into_iter()
                    .map(|item| scope.spawn(work(item)))
                    .collect();
                threads.into_iter().map(|thread| thread.join()).collect()
            });
            for result in results.into_iter().flatten() {
                if sender.send(result).is_err() {
                    return;
                }
            }
        }
    });
    receiver
}
