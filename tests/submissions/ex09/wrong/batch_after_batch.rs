//! Starts its threads anew for each batch of numbers, and all wait for the slowest of the batch.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! threads_share_the_cores = "wrong"
//! a_free_thread_takes_the_next_number = "wrong"
//! ```

/// Sums on threads.
pub fn sums_with_threads(
    numbers: &[u64],
    threads: usize,
    work: impl Fn(u64) -> u128 + Sync,
) -> Vec<u128> {
    assert!(threads > 0, "sums need a thread");
    let work = &work;
    let mut sums = Vec::new();
    for batch in numbers.chunks(threads) {
        let done: Vec<u128> = thread::scope(|scope| {
            let workers: Vec<_> = batch
                .iter()
                .map(|&number| scope.spawn(move || work(number)))
                .collect();
            workers
                .into_iter()
                .map(|worker| {
                    worker
                        .join()
                        .unwrap_or_else(|payload| panic::resume_unwind(payload))
                })
                .collect()
        });
        sums.extend(done);
    }
    sums
}
