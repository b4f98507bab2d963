//! Bounds the results too, and takes them out only when the last job is in the queue.
//!
//! The workers wait for room for a result, and the caller for room for a job.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! every_job_is_done_once = "deadlock"
//! the_queue_holds_what_it_has_room_for = "deadlock"
//! a_panic_reaches_the_caller = "deadlock"
//! ```

pub fn process<J: Send, R: Send>(
    jobs: impl IntoIterator<Item = J>,
    workers: usize,
    capacity: usize,
    work: impl Fn(J) -> R + Sync,
) -> Vec<R> {
    assert!(workers > 0);
    let work = &work;

    let (to_workers, queue) = bounded::<(usize, J)>(capacity);
    let (to_caller, results) = bounded::<(usize, R)>(capacity);
    thread::scope(|scope| {
        for _ in 0..workers {
            let (queue, to_caller) = (queue.clone(), to_caller.clone());
            scope.spawn(move || {
                for (number, job) in queue {
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
