//! Numbers the jobs by a static that each call sets back to 0: of two callers at once one gets a wrong order.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! every_job_is_done_once = "wrong"
//! ```

static NUMBER: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);

pub fn process<J: Send, R: Send>(
    jobs: impl IntoIterator<Item = J>,
    workers: usize,
    capacity: usize,
    work: impl Fn(J) -> R + Sync,
) -> Vec<R> {
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
        NUMBER.store(0, std::sync::atomic::Ordering::SeqCst);
        for job in jobs {
            let pair = (
                NUMBER.fetch_add(1, std::sync::atomic::Ordering::SeqCst),
                job,
            );
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
