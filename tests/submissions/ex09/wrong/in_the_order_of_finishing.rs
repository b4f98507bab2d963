//! Pushes each sum when it is there, and takes it that threads finish in the order in which they began.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! a_free_thread_takes_the_next_number = "wrong"
//! no_sum_is_lost_or_done_twice = "race"
//! threads_share_the_cores = "race"
//! ```

/// Sums on threads.
pub fn sums_with_threads(
    numbers: &[u64],
    threads: usize,
    work: impl Fn(u64) -> u128 + Sync,
) -> Vec<u128> {
    assert!(threads > 0, "sums need a thread");
    let next = AtomicUsize::new(0);
    let sums = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..threads.min(numbers.len()) {
            scope.spawn(|| {
                loop {
                    let place = next.fetch_add(1, Ordering::Relaxed);
                    let Some(&number) = numbers.get(place) else {
                        return;
                    };
                    let sum = work(number);
                    sums.lock().unwrap().push(sum);
                }
            });
        }
    });
    sums.into_inner().unwrap()
}

use std::sync::Mutex;
