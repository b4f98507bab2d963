//! Knows better than its caller how many threads are good for this machine.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! threads_share_the_cores = "wrong"
//! ```

/// Sums on threads.
pub fn sums_with_threads(
    numbers: &[u64],
    threads: usize,
    work: impl Fn(u64) -> u128 + Sync,
) -> Vec<u128> {
    assert!(threads > 0, "sums need a thread");
    let threads = thread::available_parallelism().map_or(threads, |cores| cores.get());
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
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(take_numbers)).collect();
        workers
            .into_iter()
            .flat_map(|worker| {
                worker
                    .join()
                    .unwrap_or_else(|payload| panic::resume_unwind(payload))
            })
            .collect()
    });
    done.sort_unstable();
    done.into_iter().map(|(_, sum)| sum).collect()
}
