//! Joins its workers and looks away when one has panicked: the results are those that there are.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! a_panic_reaches_the_caller = "wrong"
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
    thread::scope(|scope| {
        let threads: Vec<_> = (0..workers)
            .map(|_| {
                let queue = queue.clone();
                let each = move || {
                    queue
                        .iter()
                        .map(|(number, job)| (number, work(job)))
                        .collect::<Vec<_>>()
                };
                scope.spawn(each)
            })
            .collect();
        drop(queue);
        for numbered in jobs.into_iter().enumerate() {
            let _ = to_workers.send(numbered);
        }
        drop(to_workers);
        let mut results: Vec<_> = threads
            .into_iter()
            .filter_map(|it| it.join().ok())
            .flatten()
            .collect();
        results.sort_unstable_by_key(|&(number, _)| number);
        results.into_iter().map(|(_, result)| result).collect()
    })
}
