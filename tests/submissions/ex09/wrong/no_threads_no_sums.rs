//! Starts no thread if none is asked for, and returns sums that nobody has worked on.
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
    let sums: Vec<OnceLock<u128>> = numbers.iter().map(|_| OnceLock::new()).collect();
    let next = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let place = next.fetch_add(1, Ordering::Relaxed);
                    let Some(&number) = numbers.get(place) else {
                        return;
                    };
                    sums[place].set(work(number)).unwrap();
                }
            });
        }
    });
    sums.into_iter()
        .map(|sum| sum.into_inner().unwrap_or_default())
        .collect()
}

use std::sync::OnceLock;
