//! Each worker returns its own results when it leaves, and the caller merges them.
//!
//! ```toml
//! base = "solution"
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
                scope.spawn(move || {
                    queue
                        .into_iter()
                        .map(|(number, job)| (number, work(job)))
                        .collect()
                })
            })
            .collect();
        drop(queue);
        for job in jobs.into_iter().enumerate() {
            if to_workers.send(job).is_err() {
                break;
            }
        }
        drop(to_workers);
        let mut all: Vec<(usize, R)> = Vec::new();
        for thread in threads {
            let own: Vec<_> = thread
                .join()
                .unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            all.extend(own);
        }
        all.sort_unstable_by_key(|&(number, _)| number);
        all.into_iter().map(|(_, result)| result).collect()
    })
}
