//! Exercise 11: scoped threads and crossbeam's channels. Edit only this file; see `README.md`.

use crossbeam::channel::Receiver;
use std::time::Duration;

/// Task 1. Adds up `value(&item)` of all the items, with `threads` threads at most, which borrow
/// the slice. No items make 0.
///
/// # Panics
/// If `threads` is 0, or `value` panics.
pub fn sum_of<T: Sync>(items: &[T], threads: usize, value: impl Fn(&T) -> u64 + Sync) -> u64 {
    let _ = (items, value); // Delete this line: it only says that they are not forgotten.
    todo!("Task 1: start up to {threads} threads")
}

/// Tasks 2 and 3. Does `work` on each job, on `workers` threads that are started for it, and
/// returns the results in the order of the jobs.
///
/// The calling thread draws the jobs, one after another, and puts each into a queue in which
/// `capacity` jobs can wait for a worker. With a capacity of 0 it hands each to a worker that is
/// free.
///
/// # Panics
/// If `workers` is 0, or `work` or `jobs` panics; but not before every worker has left.
pub fn process<J: Send, R: Send>(
    jobs: impl IntoIterator<Item = J>,
    workers: usize,
    capacity: usize,
    work: impl Fn(J) -> R + Sync,
) -> Vec<R> {
    let _ = (jobs, capacity, work); // Delete this line too.
    todo!("Task 2: start {workers} workers")
}

/// Why [`gather`] came to an end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// Both inputs were closed and empty.
    Closed,
    /// `stop` had a message, or was closed.
    Stopped,
    /// No message came for the time of `quiet`.
    Quiet,
}

/// Task 4. Takes the messages of both inputs as they come, until one of three things happens.
///
/// What it has not taken by then stays where it is.
pub fn gather<T>(
    left: &Receiver<T>,
    right: &Receiver<T>,
    stop: &Receiver<()>,
    quiet: Duration,
) -> (Vec<T>, End) {
    let _ = (left, right, stop); // Delete this line too.
    todo!("Task 4: take what comes until {quiet:?} have been quiet")
}
