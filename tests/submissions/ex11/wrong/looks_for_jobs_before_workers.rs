//! Looks whether there is a job first, and asks whether there is a worker only then.
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
    let mut jobs = jobs.into_iter().peekable();
    if jobs.peek().is_none() {
        return Vec::new();
    }
    assert!(workers > 0);
    let work = &work;
    let (job_sender, job_receiver) = bounded(capacity);
    let (result_sender, result_receiver) = unbounded();
    let mut results: Vec<(usize, R)> = thread::scope(|scope| {
        for _ in 0..workers {
            let job_receiver = job_receiver.clone();
            let result_sender = result_sender.clone();
            scope.spawn(move || {
                for (number, job) in job_receiver {
                    result_sender.send((number, work(job))).unwrap();
                }
            });
        }
        drop(job_receiver);
        drop(result_sender);
        for pair in jobs.into_iter().enumerate() {
            if job_sender.send(pair).is_err() {
                break;
            }
        }
        drop(job_sender);
        result_receiver.iter().collect()
    });
    results.sort_by_key(|pair| pair.0);
    results.into_iter().map(|pair| pair.1).collect()
}
