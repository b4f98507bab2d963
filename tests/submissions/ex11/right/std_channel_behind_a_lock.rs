//! Does without crossbeam for the queue: std's `sync_channel`, whose one receiver the workers share under a lock.
//!
//! ```toml
//! base = "solution"
//! ```

use std::sync::{Arc, Mutex, mpsc};

pub fn process<J: Send, R: Send>(
    jobs: impl IntoIterator<Item = J>,
    workers: usize,
    capacity: usize,
    work: impl Fn(J) -> R + Sync,
) -> Vec<R> {
    assert!(workers > 0);
    let work = &work;
    let (to_workers, queue) = mpsc::sync_channel::<(usize, J)>(capacity);
    let queue = Arc::new(Mutex::new(queue));
    let (to_caller, results) = mpsc::channel::<(usize, R)>();
    thread::scope(move |scope| {
        for _ in 0..workers {
            let (queue, to_caller) = (Arc::clone(&queue), to_caller.clone());
            scope.spawn(move || {
                loop {
                    let job = queue.lock().unwrap().recv();
                    let Ok((number, job)) = job else { break };
                    let _ = to_caller.send((number, work(job)));
                }
            });
        }
        drop((queue, to_caller));
        for job in jobs.into_iter().enumerate() {
            if to_workers.send(job).is_err() {
                break;
            }
        }
        drop(to_workers);
        let mut results: Vec<_> = results.into_iter().collect();
        results.sort_unstable_by_key(|&(number, _)| number);
        results.into_iter().map(|(_, result)| result).collect()
    })
}
