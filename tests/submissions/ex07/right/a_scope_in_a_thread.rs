//! One thread runs a scope, whose workers borrow what they share.
//!
//! If `f` panics, the scope panics when its other workers are done, and nobody minds.
//!
//! ```toml
//! base = "solution"
//! ```

/// Starts workers that share the input.
pub fn fan_out<F>(input: Receiver<u64>, f: F, workers: usize, room: usize) -> Receiver<u64>
where
    F: Fn(u64) -> u64 + Send + Sync + 'static,
{
    let (sender, receiver) = mpsc::sync_channel(room);
    thread::spawn(move || {
        let input = Mutex::new(input);
        thread::scope(|scope| {
            for _ in 0..workers {
                scope.spawn(
                    || while next(&input).is_some_and(|item| sender.send(f(item)).is_ok()) {},
                );
            }
        });
    });
    receiver
}
