//! The workers share the receiver in turns: a worker that has no turn waits at a Condvar.
//!
//! ```toml
//! base = "solution"
//! ```

use std::sync::Condvar;

/// Starts workers that share the input.
pub fn fan_out<F>(input: Receiver<u64>, f: F, workers: usize, room: usize) -> Receiver<u64>
where
    F: Fn(u64) -> u64 + Send + Sync + 'static,
{
    let turn = Arc::new((Mutex::new(Some(input)), Condvar::new()));
    let f = Arc::new(f);
    let (sender, receiver) = mpsc::sync_channel(room);
    for _ in 0..workers {
        let (turn, f, sender) = (Arc::clone(&turn), Arc::clone(&f), sender.clone());
        thread::spawn(move || {
            let (place, free) = &*turn;
            loop {
                let guard = place.lock().unwrap();
                let mut guard = free.wait_while(guard, |place| place.is_none()).unwrap();
                let input = guard.take().unwrap();
                drop(guard);
                let item = input.recv();
                *place.lock().unwrap() = Some(input);
                free.notify_one();
                match item {
                    Ok(item) if sender.send(f(item)).is_ok() => {}
                    _ => return,
                }
            }
        });
    }
    receiver
}
