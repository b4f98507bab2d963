//! Catches what a job panics with and goes on, as if there had been no such job.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! a_panic_reaches_the_caller = "wrong"
//! ```

use std::panic::{AssertUnwindSafe, catch_unwind};

pub fn process<J: Send, R: Send>(
    jobs: impl IntoIterator<Item = J>,
    workers: usize,
    capacity: usize,
    work: impl Fn(J) -> R + Sync,
) -> Vec<R> {
    assert!(workers > 0);
    let work = &work;

    let (to_workers, queue) = bounded::<(usize, J)>(capacity);
    let (to_caller, results) = unbounded::<(usize, R)>();
    thread::scope(|scope| {
        for _ in 0..workers {
            let (queue, to_caller) = (queue.clone(), to_caller.clone());
            scope.spawn(move || {
                for (number, job) in queue {
                    if let Ok(result) = catch_unwind(AssertUnwindSafe(|| work(job))) {
                        let _ = to_caller.send((number, result));
                    }
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
