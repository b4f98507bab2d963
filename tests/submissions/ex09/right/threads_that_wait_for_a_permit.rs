//! Numbers are handed to threads that wait for them under a condition variable.
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
    let queue = Mutex::new((
        numbers.iter().copied().enumerate().collect::<VecDeque<_>>(),
        false,
    ));
    let filled = Condvar::new();
    let sums = Mutex::new(vec![0; numbers.len()]);
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let mut state = filled
                        .wait_while(queue.lock().unwrap(), |(rest, open)| {
                            rest.is_empty() && !*open
                        })
                        .unwrap();
                    let Some((place, number)) = state.0.pop_front() else {
                        return;
                    };
                    drop(state);
                    let sum = work(number);
                    sums.lock().unwrap()[place] = sum;
                }
            });
        }
        queue.lock().unwrap().1 = true;
        filled.notify_all();
    });
    sums.into_inner().unwrap()
}

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex};
