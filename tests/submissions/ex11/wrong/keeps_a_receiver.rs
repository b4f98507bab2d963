//! Keeps the receiver that it has cloned for the workers.
//!
//! When the last worker has panicked, sending waits for room in a queue from which nobody takes any more.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
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
        drop(to_caller);
        for numbered in jobs.into_iter().enumerate() {
            if to_workers.send(numbered).is_err() {
                break;
            }
        }
        drop(to_workers);
        let mut results: Vec<_> = results.into_iter().collect();
        results.sort_unstable_by_key(|&(number, _)| number);
        results.into_iter().map(|(_, result)| result).collect()
    })
}
