//! Puts the items into crossbeam's `SegQueue`, adds up in an `AtomicCell`, and waits at a `WaitGroup`.
//!
//! ```toml
//! base = "solution"
//! ```

use std::thread;

use crossbeam::atomic::AtomicCell;
use crossbeam::queue::SegQueue;
use crossbeam::sync::WaitGroup;

pub fn sum_of<T: Sync>(items: &[T], threads: usize, value: impl Fn(&T) -> u64 + Sync) -> u64 {
    assert!(threads > 0, "somebody has to do it");
    let (queue, total, all) = (SegQueue::new(), AtomicCell::new(0_u64), WaitGroup::new());
    items.iter().for_each(|item| queue.push(item));
    thread::scope(|scope| {
        for _ in 0..threads.min(items.len()) {
            let (queue, total, value, all) = (&queue, &total, &value, all.clone());
            scope.spawn(move || {
                while let Some(item) = queue.pop() {
                    total.fetch_add(value(item));
                }
                drop(all);
            });
        }
        all.wait();
    });
    total.load()
}
