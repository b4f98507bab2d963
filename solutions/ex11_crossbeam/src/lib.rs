//! Exercise 11, solved: scoped threads that borrow, a queue with several receivers, and `select!`.

use std::num::NonZero;
use std::thread;
use std::time::Duration;

use crossbeam::channel::{Receiver, bounded, never, select, unbounded};

/// Adds up `value(&item)` of all the items, with `threads` threads at most, which borrow the slice.
///
/// No items make 0.
///
/// # Panics
/// If `threads` is 0, or `value` panics.
pub fn sum_of<T: Sync>(items: &[T], threads: usize, value: impl Fn(&T) -> u64 + Sync) -> u64 {
    let threads = NonZero::new(threads).expect("somebody has to do it");
    // Rounded up, so that there are no more parts than threads; and 1 at least, as `chunks` asks.
    let length = items.len().div_ceil(threads.get()).max(1);
    let value = &value;
    thread::scope(|scope| {
        // The threads borrow `items` and `value` from this call. The compiler allows it because the
        // scope joins them all before it returns.
        //
        // Rejected: `thread::spawn`. What it is given must be `'static`, so each thread would need
        // an `Arc`, and the items would have to be cloned into it.
        let part = |part| scope.spawn(move || part_sum(part, value));
        // All are started before the first is joined, hence the `collect`.
        let parts: Vec<_> = items.chunks(length).map(part).collect();
        let sums = parts.into_iter().map(|thread| thread.join());
        sums.map(|sum| sum.expect("`value` does not panic")).sum()
    })
}

fn part_sum<T>(part: &[T], value: &impl Fn(&T) -> u64) -> u64 {
    part.iter().map(value).sum()
}

/// Does `work` on each job, with `workers` threads, and returns the results in the order of the jobs.
///
/// The calling thread draws the jobs, one after another, and puts each into a queue in which
/// `capacity` jobs can wait for a worker. With a capacity of 0 it hands each to a worker that is free.
///
/// # Panics
/// If `workers` is 0, or `work` or `jobs` panics; but not before every worker has left.
pub fn process<J: Send, R: Send>(
    jobs: impl IntoIterator<Item = J>,
    workers: usize,
    capacity: usize,
    work: impl Fn(J) -> R + Sync,
) -> Vec<R> {
    assert!(workers > 0, "with no workers every job would wait for ever");
    let work = &work;
    // Each job has its number with it, since results come in the order in which they are done.
    let (to_workers, queue) = bounded::<(usize, J)>(capacity);
    // Rejected: a bounded channel for the results too. They are taken out only when the last job is
    // in the queue, and workers that wait for room for a result take no more jobs.
    let (to_caller, results) = unbounded::<(usize, R)>();
    thread::scope(|scope| {
        for _ in 0..workers {
            // A crossbeam receiver can be cloned: no lock is needed to share one.
            let (queue, to_caller) = (queue.clone(), to_caller.clone());
            scope.spawn(move || {
                // Ends when the queue is closed and empty.
                for (number, job) in queue {
                    let result = work(job);
                    // It fails only if the caller has panicked meanwhile, and then nobody asks.
                    let _ = to_caller.send((number, result));
                }
            });
        }
        // What is left of these two here would keep the channels open. If the workers have all
        // panicked, sending has to fail; and the results have to come to an end.
        drop((queue, to_caller));
        for numbered in jobs.into_iter().enumerate() {
            if to_workers.send(numbered).is_err() {
                break; // no worker is left, and the scope is going to say why
            }
        }
        drop(to_workers);
        let mut results: Vec<_> = results.into_iter().collect();
        results.sort_unstable_by_key(|&(number, _)| number);
        results.into_iter().map(|(_, result)| result).collect()
        // If a worker has panicked, the scope panics here, and no result is returned.
    })
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

/// Takes the messages of both inputs as they come, until one of three things happens.
///
/// What it has not taken by then stays where it is.
pub fn gather<T>(
    left: &Receiver<T>,
    right: &Receiver<T>,
    stop: &Receiver<()>,
    quiet: Duration,
) -> (Vec<T>, End) {
    let mut taken = Vec::new();
    // A closed channel is always ready, with an error: it would be chosen again and again. So a
    // channel on which nothing ever comes takes its place.
    //
    // Rejected: to return at the first error. The other input may have more to say.
    let never = never();
    let mut inputs = [left, right];
    let mut open = inputs.len();
    while open > 0 {
        let (which, message) = select! {
            recv(inputs[0]) -> message => (0, message),
            recv(inputs[1]) -> message => (1, message),
            // A message, or `Err` because its last sender is gone: both say stop.
            recv(stop) -> _ => return (taken, End::Stopped),
            // Counted from here on, and so anew after each message.
            //
            // Rejected: `recv(after(quiet))` with an `after` made before the loop. That one goes off
            // once, however many messages have come meanwhile.
            default(quiet) => return (taken, End::Quiet),
        };
        match message {
            Ok(message) => taken.push(message),
            Err(_) => {
                inputs[which] = &never;
                open -= 1;
            }
        }
    }
    (taken, End::Closed)
}
