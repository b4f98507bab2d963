//! Watches a counter until all is done. That keeps a core busy which could have worked.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! threads_share_the_cores = "wrong"
//! a_free_thread_takes_the_next_number = "wrong"
//! no_sum_is_lost_or_done_twice = "wrong"
//! ```

/// Sums on threads.
pub fn sums_with_threads(
    numbers: &[u64],
    threads: usize,
    work: impl Fn(u64) -> u128 + Sync,
) -> Vec<u128> {
    assert!(threads > 0, "sums need a thread");
    let (next, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let sums: Vec<OnceLock<u128>> = numbers.iter().map(|_| OnceLock::new()).collect();
    thread::scope(|scope| {
        let mut workers = Vec::new();
        for _ in 0..threads.min(numbers.len()) {
            workers.push(scope.spawn(|| {
                loop {
                    let place = next.fetch_add(1, Ordering::Relaxed);
                    let Some(&number) = numbers.get(place) else {
                        return;
                    };
                    sums[place].set(work(number)).unwrap();
                    done.fetch_add(1, Ordering::Release);
                }
            }));
        }
        while done.load(Ordering::Acquire) < numbers.len() {
            if workers.iter().all(|worker| worker.is_finished()) {
                break;
            }
            thread::yield_now();
        }
    });
    sums.into_iter()
        .map(|sum| sum.into_inner().unwrap())
        .collect()
}

use std::sync::OnceLock;
