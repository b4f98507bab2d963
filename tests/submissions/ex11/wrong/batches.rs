//! Hands out as many jobs as there are workers, each to a thread of its own, and waits for all of them before the next.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! every_job_is_done_once = "wrong"
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

    let _ = capacity;
    let mut jobs = jobs.into_iter();
    let mut results = Vec::new();
    loop {
        let batch: Vec<J> = jobs.by_ref().take(workers).collect();
        if batch.is_empty() {
            return results;
        }
        thread::scope(|scope| {
            let threads: Vec<_> = batch
                .into_iter()
                .map(|job| scope.spawn(|| work(job)))
                .collect();
            let done = threads.into_iter().map(|thread| thread.join().unwrap());
            results.extend(done);
        });
    }
}
