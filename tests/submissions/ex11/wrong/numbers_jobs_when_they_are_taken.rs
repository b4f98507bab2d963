//! Lets the workers number the jobs when they take them, and believes that this is the order in which they were sent.
//!
//! Another worker can come between taking and counting.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! every_job_is_done_once = "race"
//! ```

use std::sync::atomic::{AtomicUsize, Ordering};

pub fn process<J: Send, R: Send>(
    jobs: impl IntoIterator<Item = J>,
    workers: usize,
    capacity: usize,
    work: impl Fn(J) -> R + Sync,
) -> Vec<R> {
    assert!(workers > 0);
    let (work, taken) = (&work, &AtomicUsize::new(0));
    let (to_workers, queue) = bounded::<J>(capacity);
    let (to_caller, results) = unbounded::<(usize, R)>();
    thread::scope(|scope| {
        for _ in 0..workers {
            let (queue, to_caller) = (queue.clone(), to_caller.clone());
            scope.spawn(move || {
                for job in queue {
                    let number = taken.fetch_add(1, Ordering::SeqCst);
                    let _ = to_caller.send((number, work(job)));
                }
            });
        }
        drop((queue, to_caller));
        for job in jobs {
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
