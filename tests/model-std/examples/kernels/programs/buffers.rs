//! Buffers between threads that put and threads that take.

use super::super::library::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use super::super::library::sync::{Condvar, Mutex};
use super::side_by_side;

/// A buffer of one place, with one condition variable for both who put and who take. The flaw: only one is notified, and it
/// can be one that waits for the opposite.
pub fn bounded_buffer(is_right: bool) {
    let (full, changed) = (Mutex::new(false), Condvar::new());
    let turn = |to: bool| {
        let mut now = full.lock().unwrap();
        while *now == to {
            now = changed.wait(now).unwrap();
        }
        *now = to;
        if is_right {
            changed.notify_all();
        } else {
            changed.notify_one();
        }
    };
    let put_two = || (0..2).for_each(|_| turn(true));
    let take = || turn(false);
    side_by_side(&[&take, &take, &put_two]);
}

/// One thread puts two values into a ring, another takes what is there. The flaw: a value is counted before it is written.
pub fn circular_buffer(is_right: bool) {
    let ring = [0, 0].map(AtomicUsize::new);
    let (head, tail) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let put = || {
        for value in 1..=2 {
            let at = tail.load(SeqCst);
            if is_right {
                ring[at].store(value, SeqCst);
                tail.store(at + 1, SeqCst);
            } else {
                tail.store(at + 1, SeqCst);
                ring[at].store(value, SeqCst);
            }
        }
    };
    let take = || {
        for _ in 0..2 {
            let at = head.load(SeqCst);
            if at < tail.load(SeqCst) {
                let value = ring[at].load(SeqCst);
                assert_eq!(value, at + 1, "not written yet");
                head.store(at + 1, SeqCst);
            }
        }
    };
    side_by_side(&[&put, &take]);
}

/// A queue under a lock, and its length beside it. The flaw: a value counts before it is in the queue.
pub fn queue(is_right: bool) {
    let (queue, length) = (Mutex::new(Vec::new()), AtomicUsize::new(0));
    let put = |value| {
        if !is_right {
            length.fetch_add(1, SeqCst);
        }
        queue.lock().unwrap().push(value);
        if is_right {
            length.fetch_add(1, SeqCst);
        }
    };
    let take = || {
        if length.load(SeqCst) > 0 {
            let taken = queue.lock().unwrap().pop();
            assert!(taken.is_some(), "counted, but not there");
        }
    };
    side_by_side(&[&|| put(1), &|| put(2), &take]);
}
