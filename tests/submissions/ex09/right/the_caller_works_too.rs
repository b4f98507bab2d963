//! The calling thread is one of the threads, so that one less is started. It takes numbers from the back.
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
    let rest = Mutex::new(numbers.iter().copied().enumerate().collect::<Vec<_>>());
    let take_numbers = || {
        let mut done = Vec::new();
        loop {
            let taken = rest.lock().unwrap().pop();
            match taken {
                Some((place, number)) => done.push((place, work(number))),
                None => return done,
            }
        }
    };
    let mut sums = vec![0; numbers.len()];
    thread::scope(|scope| {
        let workers: Vec<_> = (1..threads).map(|_| scope.spawn(take_numbers)).collect();
        let own = take_numbers();
        let others = workers
            .into_iter()
            .flat_map(|worker| worker.join().unwrap());
        for (place, sum) in own.into_iter().chain(others) {
            sums[place] = sum;
        }
    });
    sums
}

use std::sync::Mutex;
