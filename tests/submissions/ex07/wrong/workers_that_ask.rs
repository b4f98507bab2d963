//! Asks with `try_recv`, so that no worker waits with the lock in its hand.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! workers_share_one_receiver = "wrong"
//! ```

use std::sync::mpsc::TryRecvError;

/// Starts workers that share the input.
pub fn fan_out<F>(input: Receiver<u64>, f: F, workers: usize, room: usize) -> Receiver<u64>
where
    F: Fn(u64) -> u64 + Send + Sync + 'static,
{
    let input = Arc::new(Mutex::new(input));
    let f = Arc::new(f);
    let (sender, receiver) = mpsc::sync_channel(room);
    for _ in 0..workers {
        let (input, f, sender) = (Arc::clone(&input), Arc::clone(&f), sender.clone());
        thread::spawn(move || {
            loop {
                let item = input.lock().unwrap().try_recv();
                match item {
                    Ok(item) if sender.send(f(item)).is_err() => break,
                    Ok(_) => {}
                    Err(TryRecvError::Empty) => thread::yield_now(),
                    Err(TryRecvError::Disconnected) => break,
                }
            }
        });
    }
    receiver
}
