//! Cuts the numbers into as many chunks as there are threads. Right, and needlessly slow where the numbers are uneven.
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
    let share = numbers.len().div_ceil(threads).max(1);
    thread::scope(|scope| {
        let workers: Vec<_> = numbers
            .chunks(share)
            .map(|share| scope.spawn(move || share.iter().map(|&n| work(n)).collect::<Vec<_>>()))
            .collect();
        workers
            .into_iter()
            .flat_map(|worker| {
                worker
                    .join()
                    .unwrap_or_else(|payload| panic::resume_unwind(payload))
            })
            .collect()
    })
}
