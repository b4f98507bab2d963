//! Its threads take one item after another by a counter, the calling thread too; a time-out is a fresh `after`.
//!
//! ```toml
//! base = "solution"
//! ```

use crossbeam::channel::after;
use std::sync::atomic::{AtomicUsize, Ordering};

pub fn sum_of<T: Sync>(items: &[T], threads: usize, value: impl Fn(&T) -> u64 + Sync) -> u64 {
    assert!(threads > 0);
    let next = AtomicUsize::new(0);
    let work = || {
        let mut sum = 0;
        while let Some(item) = items.get(next.fetch_add(1, Ordering::Relaxed)) {
            sum += value(item);
        }
        sum
    };
    thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
        let own = work();
        own + others
            .into_iter()
            .map(|other| other.join().unwrap())
            .sum::<u64>()
    })
}

pub fn gather<T>(
    left: &Receiver<T>,
    right: &Receiver<T>,
    stop: &Receiver<()>,
    quiet: Duration,
) -> (Vec<T>, End) {
    let mut taken = Vec::new();
    let mut left = Some(left);
    let mut right = Some(right);
    let nothing = never();
    while left.is_some() || right.is_some() {
        let silence = after(quiet);
        select! {
            recv(left.unwrap_or(&nothing)) -> message => match message {
                Ok(message) => taken.push(message),
                Err(_) => left = None,
            },
            recv(right.unwrap_or(&nothing)) -> message => match message {
                Ok(message) => taken.push(message),
                Err(_) => right = None,
            },
            recv(stop) -> _ => return (taken, End::Stopped),
            recv(silence) -> _ => return (taken, End::Quiet),
        }
    }
    (taken, End::Closed)
}
