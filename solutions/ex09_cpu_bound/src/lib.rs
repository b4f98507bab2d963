//! Exercise 09, solved: threads that take one number after another, and the same by rayon.

use std::panic;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use rayon::prelude::*;

/// Calls `work` with each of `numbers`, one call after the other, on the calling thread.
///
/// Returns what the calls returned, in the order of the numbers.
pub fn sums_in_sequence(numbers: &[u64], work: impl Fn(u64) -> u128) -> Vec<u128> {
    numbers.iter().map(|&number| work(number)).collect()
}

/// Calls `work` once with each of `numbers`, at most `threads` calls at the same time, on no more
/// than `threads` threads of its own. A thread that is free takes the next number.
///
/// Returns what the calls returned, in the order of the numbers. If a call panics, so does this.
///
/// # Panics
/// If `threads` is 0, unless there are no numbers.
pub fn sums_with_threads(
    numbers: &[u64],
    threads: usize,
    work: impl Fn(u64) -> u128 + Sync,
) -> Vec<u128> {
    assert!(
        threads > 0 || numbers.is_empty(),
        "sums need a thread, and `threads` is 0"
    );
    // The place of the next number that nobody has begun. To look at it and to move it on is one
    // step (`fetch_add`), so no two threads can be given the same place.
    //
    // Rejected: a fixed share for each thread, as `numbers.chunks(..)` gives. It needs nothing
    // shared at all, but a thread whose numbers are quick is idle while another is still at work.
    let next = AtomicUsize::new(0);
    let take_numbers = || {
        let mut done = Vec::new();
        loop {
            // Relaxed is enough: nothing but the place itself is passed on by it. The results are
            // passed on by `join`.
            let place = next.fetch_add(1, Ordering::Relaxed);
            let Some(&number) = numbers.get(place) else {
                return done;
            };
            done.push((place, work(number)));
        }
    };
    // Scoped threads may borrow `numbers`, `next` and `work`: the scope does not end before they do.
    let mut done: Vec<(usize, u128)> = thread::scope(|scope| {
        // All are started before the first is joined, hence the `collect`.
        let workers: Vec<_> = (0..threads.min(numbers.len()))
            .map(|_| scope.spawn(take_numbers))
            .collect();
        workers
            .into_iter()
            .flat_map(|worker| match worker.join() {
                Ok(done) => done,
                Err(payload) => panic::resume_unwind(payload),
            })
            .collect()
    });
    // Who was given which place is chance; the order of the results must not be.
    done.sort_unstable_by_key(|&(place, _)| place);
    done.into_iter().map(|(_, sum)| sum).collect()
}

/// Calls `work` once with each of `numbers`, on the threads of rayon's pool.
///
/// Returns what the calls returned, in the order of the numbers. If a call panics, so does this.
pub fn sums_with_rayon(numbers: &[u64], work: impl Fn(u64) -> u128 + Sync) -> Vec<u128> {
    // All of the above in a line. rayon keeps a thread for each core, halves the numbers as long as
    // somebody is free to take a half, and puts every result where its number was.
    numbers.par_iter().map(|&number| work(number)).collect()
}
