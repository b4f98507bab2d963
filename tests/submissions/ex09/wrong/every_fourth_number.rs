//! Deals the numbers out like cards beforehand, so that no thread has all the large ones, it hopes.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! a_free_thread_takes_the_next_number = "too_slow"
//! ```

/// Sums on threads.
pub fn sums_with_threads(
    numbers: &[u64],
    threads: usize,
    work: impl Fn(u64) -> u128 + Sync,
) -> Vec<u128> {
    assert!(threads > 0, "sums need a thread");
    let work = &work;
    let mut sums = vec![0; numbers.len()];
    let done: Vec<Vec<u128>> = thread::scope(|scope| {
        let workers: Vec<_> = (0..threads.min(numbers.len()))
            .map(|first| {
                let own = numbers.iter().skip(first).step_by(threads);
                scope.spawn(move || own.map(|&n| work(n)).collect())
            })
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
    for (first, done) in done.into_iter().enumerate() {
        for (sum, one) in sums.iter_mut().skip(first).step_by(threads).zip(done) {
            *sum = one;
        }
    }
    sums
}
