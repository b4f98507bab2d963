//! Every sum has a place of its own that is set once, so that nothing has to be sorted.
//!
//! ```toml
//! base = "solution"
//! ```

/// Sums on threads.
pub fn sums_with_threads(
    numbers: &[u64],
    threads: usize,
    work: impl Fn(u64) -> u128 + Sync,
) -> Vec<u128> {
    assert!(threads > 0, "sums need a thread");
    let next = AtomicUsize::new(0);
    let sums: Vec<OnceLock<u128>> = numbers.iter().map(|_| OnceLock::new()).collect();
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
        .map(|sum| sum.into_inner().unwrap())
        .collect()
}

use std::sync::OnceLock;
