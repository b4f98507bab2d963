//! The threads share an iterator, and the lock is let go before the work begins.
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
    let places = Mutex::new(numbers.iter().enumerate());
    let sums = Mutex::new(vec![0; numbers.len()]);
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let taken = places.lock().unwrap().next();
                    let Some((place, &number)) = taken else {
                        return;
                    };
                    let sum = work(number);
                    sums.lock().unwrap()[place] = sum;
                }
            });
        }
    });
    sums.into_inner().unwrap()
}

/// Sums by rayon.
pub fn sums_with_rayon(numbers: &[u64], work: impl Fn(u64) -> u128 + Sync) -> Vec<u128> {
    let sums = Mutex::new(vec![0; numbers.len()]);
    rayon::scope(|scope| {
        for (place, &number) in numbers.iter().enumerate() {
            let (sums, work) = (&sums, &work);
            scope.spawn(move |_| {
                let sum = work(number);
                sums.lock().unwrap()[place] = sum;
            });
        }
    });
    sums.into_inner().unwrap()
}

use std::sync::Mutex;
