//! Waiting for what may have come already, or is gone again.

use super::super::library::sync::atomic::{AtomicBool, Ordering::SeqCst};
use super::super::library::sync::{Condvar, Mutex};
use super::side_by_side;

/// One thread waits for another to say that it is ready. The flaw: that is said without the lock, and so can come between
/// the look and the wait.
pub fn lost_wake_up(is_right: bool) {
    let (is_ready, lock, said) = (AtomicBool::new(false), Mutex::new(()), Condvar::new());
    let say = || {
        let _lock = is_right.then(|| lock.lock().unwrap());
        is_ready.store(true, SeqCst);
        said.notify_one();
    };
    let wait = || {
        let mut guard = lock.lock().unwrap();
        while !is_ready.load(SeqCst) {
            guard = said.wait(guard).unwrap();
        }
    };
    side_by_side(&[&wait, &say]);
}

/// Two threads put a thing each, and two take one each. The flaw: who was woken does not look whether the thing is still
/// there.
pub fn sync(is_right: bool) {
    let (things, came) = (Mutex::new(0), Condvar::new());
    let put = || {
        *things.lock().unwrap() += 1;
        came.notify_one();
    };
    let take = || {
        let mut left = things.lock().unwrap();
        while *left == 0 {
            left = came.wait(left).unwrap();
            if !is_right {
                break;
            }
        }
        assert!(*left > 0, "somebody else has taken it");
        *left -= 1;
    };
    side_by_side(&[&put, &put, &take, &take]);
}
