//! Shares one receiver behind a lock, as with `std::sync::mpsc`, and holds the lock while it works.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! every_job_is_done_once = "too_slow"
//! the_queue_holds_what_it_has_room_for = "too_slow"
//! ```

use std::sync::{Arc, Mutex};

pub fn process<J: Send, R: Send>(
    jobs: impl IntoIterator<Item = J>,
    workers: usize,
    capacity: usize,
    work: impl Fn(J) -> R + Sync,
) -> Vec<R> {
    assert!(workers > 0);
    let work = &work;

    let (to_workers, queue) = bounded::<(usize, J)>(capacity);
    let queue = Arc::new(Mutex::new(queue));
    let (to_caller, results) = unbounded::<(usize, R)>();
    thread::scope(|scope| {
        for _ in 0..workers {
            let (queue, to_caller) = (Arc::clone(&queue), to_caller.clone());
            scope.spawn(move || {
                while let Ok((number, job)) = queue.lock().unwrap().recv() {
                    let _ = to_caller.send((number, work(job)));
                }
            });
        }
        drop((queue, to_caller));
        for numbered in jobs.into_iter().enumerate() {
            let _ = to_workers.send(numbered);
        }
        drop(to_workers);
        let mut results: Vec<_> = results.into_iter().collect();
        results.sort_unstable_by_key(|&(number, _)| number);
        results.into_iter().map(|(_, result)| result).collect()
    })
}
