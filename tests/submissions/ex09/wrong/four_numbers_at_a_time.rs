//! To go to the counter less often each thread takes four numbers at once, however long they are.
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
    let next = AtomicUsize::new(0);
    let take_numbers = || {
        let mut done = Vec::new();
        loop {
            let place = next.fetch_add(4, Ordering::Relaxed);
            if place >= numbers.len() {
                return done;
            }
            let few = numbers.iter().enumerate().skip(place).take(4);
            done.extend(few.map(|(place, &number)| (place, work(number))));
        }
    };
    let mut done: Vec<(usize, u128)> = thread::scope(|scope| {
        let workers: Vec<_> = (0..threads.min(numbers.len()))
            .map(|_| scope.spawn(take_numbers))
            .collect();
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
