//! Waits for the end of the results, and of the queue, while it holds a sender of both.
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
    let (to_caller, results) = unbounded::<(usize, R)>();
    thread::scope(|scope| {
        for _ in 0..workers {
            let (queue, to_caller) = (queue.clone(), to_caller.clone());
            scope.spawn(move || {
                for (number, job) in queue {
                    let _ = to_caller.send((number, work(job)));
                }
            });
        }
        for numbered in jobs.into_iter().enumerate() {
            to_workers.send(numbered).unwrap();
        }
        let mut results: Vec<_> = results.into_iter().collect();
        results.sort_unstable_by_key(|&(number, _)| number);
        results.into_iter().map(|(_, result)| result).collect()
    })
}
