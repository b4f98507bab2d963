//! Collects the jobs into a vector before it hands out the first: the queue is bounded, the memory is not.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! the_queue_holds_what_it_has_room_for = "too_slow"
//! ```

pub fn process<J: Send, R: Send>(
    jobs: impl IntoIterator<Item = J>,
    workers: usize,
    capacity: usize,
    work: impl Fn(J) -> R + Sync,
) -> Vec<R> {
    assert!(workers > 0);
    let work = &work;

    let jobs: Vec<J> = jobs.into_iter().collect();
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
