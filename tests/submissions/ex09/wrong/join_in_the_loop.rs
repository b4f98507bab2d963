//! Starts a thread and waits for it, chunk after chunk.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! threads_share_the_cores = "too_slow"
//! a_free_thread_takes_the_next_number = "too_slow"
//! ```

/// Sums on threads.
pub fn sums_with_threads(
    numbers: &[u64],
    threads: usize,
    work: impl Fn(u64) -> u128 + Sync,
) -> Vec<u128> {
    assert!(threads > 0, "sums need a thread");
    let mut sums = Vec::new();
    for share in numbers.chunks(numbers.len().div_ceil(threads).max(1)) {
        let worker = thread::scope(|scope| {
            let work = &work;
            let worker = scope.spawn(move || share.iter().map(|&n| work(n)).collect::<Vec<_>>());
            worker.join()
        });
        match worker {
            Ok(done) => sums.extend(done),
            Err(payload) => panic::resume_unwind(payload),
        }
    }
    sums
}
