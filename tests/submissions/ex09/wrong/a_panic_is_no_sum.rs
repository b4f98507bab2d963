//! Leaves out what a thread that panicked had done, so that the others at least have an answer.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! no_sum_is_lost_or_done_twice = "wrong"
//! ```

/// Sums on threads.
pub fn sums_with_threads(
    numbers: &[u64],
    threads: usize,
    work: impl Fn(u64) -> u128 + Sync,
) -> Vec<u128> {
    assert!(threads > 0, "sums need a thread");
    let next = AtomicUsize::new(0);
    let take_numbers = || {
        let mut done = Vec::new();
        loop {
            let place = next.fetch_add(1, Ordering::Relaxed);
            let Some(&number) = numbers.get(place) else {
                return done;
            };
            done.push((place, work(number)));
        }
    };
    let mut done: Vec<(usize, u128)> = thread::scope(|scope| {
        let workers: Vec<_> = (0..threads.min(numbers.len()))
            .map(|_| scope.spawn(take_numbers))
            .collect();
        workers
            .into_iter()
            .flat_map(|worker| worker.join().unwrap_or_default())
            .collect()
    });
    done.sort_unstable();
    done.into_iter().map(|(_, sum)| sum).collect()
}
