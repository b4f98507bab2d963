//! Locks the results first and works then, so that no two threads can be in the way of each other.
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
    let sums = Mutex::new(vec![0; numbers.len()]);
    thread::scope(|scope| {
        for _ in 0..threads.min(numbers.len()) {
            scope.spawn(|| {
                loop {
                    let place = next.fetch_add(1, Ordering::Relaxed);
                    let Some(&number) = numbers.get(place) else {
                        return;
                    };
                    let mut sums = sums.lock().unwrap();
                    sums[place] = work(number);
                }
            });
        }
    });
    sums.into_inner().unwrap()
}

use std::sync::Mutex;
