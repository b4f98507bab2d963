//! Exercise 09: sums for many cores. Edit only this file; the lesson is in `README.md`.

/// Task 1. Calls `work` with each of `numbers`, one call after the other, on the calling thread.
///
/// Returns what the calls returned, in the order of the numbers.
pub fn sums_in_sequence(numbers: &[u64], work: impl Fn(u64) -> u128) -> Vec<u128> {
    let _ = work; // Delete this line: it only says that `work` is not forgotten.
    todo!("Task 1: {} sums", numbers.len())
}

/// Task 2. Calls `work` once with each of `numbers`, at most `threads` calls at the same time, on
/// no more than `threads` threads of its own. A thread that is free takes the next number.
///
/// Returns what the calls returned, in the order of the numbers. If a call panics, so does this.
///
/// # Panics
/// If `threads` is 0 and there are numbers; without numbers that is up to you.
pub fn sums_with_threads(
    numbers: &[u64],
    threads: usize,
    work: impl Fn(u64) -> u128 + Sync,
) -> Vec<u128> {
    let _ = work; // Delete this line too.
    todo!("Task 2: {} sums on {threads} threads", numbers.len())
}

/// Task 3. Calls `work` once with each of `numbers`, on the threads of rayon's pool.
///
/// Returns what the calls returned, in the order of the numbers. If a call panics, so does this.
pub fn sums_with_rayon(numbers: &[u64], work: impl Fn(u64) -> u128 + Sync) -> Vec<u128> {
    let _ = work; // Delete this line too.
    todo!("Task 3: {} sums", numbers.len())
}
