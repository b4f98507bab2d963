//! Gives each worker a queue of its own and deals the jobs out in turn, busy or not.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! every_job_is_done_once = "too_slow"
//! the_queue_holds_what_it_has_room_for = "wrong"
//! ```

pub fn process<J: Send, R: Send>(
    jobs: impl IntoIterator<Item = J>,
    workers: usize,
    capacity: usize,
    work: impl Fn(J) -> R + Sync,
) -> Vec<R> {
    assert!(workers > 0);
    let work = &work;

    let (to_caller, results) = unbounded::<(usize, R)>();
    thread::scope(|scope| {
        let queues: Vec<_> = (0..workers)
            .map(|_| {
                let (to_worker, queue) = bounded::<(usize, J)>(capacity);
                let to_caller = to_caller.clone();
                scope.spawn(move || {
                    for (number, job) in queue {
                        let _ = to_caller.send((number, work(job)));
                    }
                });
                to_worker
            })
            .collect();
        drop(to_caller);
        for numbered in jobs.into_iter().enumerate() {
            let _ = queues[numbered.0 % workers].send(numbered);
        }
        drop(queues);
        let mut results: Vec<_> = results.into_iter().collect();
        results.sort_unstable_by_key(|&(number, _)| number);
        results.into_iter().map(|(_, result)| result).collect()
    })
}
