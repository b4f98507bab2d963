//! A device that is stopped while it is in use.

use super::super::library::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use super::side_by_side;

/// The Bluetooth driver: it is stopped once nobody uses it any more, the one that stops it included. The flaw: who wants to
/// use it asks first whether it is being stopped, and is counted as a user only then.
pub fn bluetooth(is_right: bool) {
    let users = AtomicUsize::new(1);
    let stopping = AtomicBool::new(false);
    let stopped = AtomicBool::new(false);
    let leave = || {
        if users.fetch_sub(1, SeqCst) == 1 {
            stopped.store(true, SeqCst);
        }
    };
    let enter = || {
        if is_right {
            users.fetch_add(1, SeqCst);
            if stopping.load(SeqCst) {
                leave();
                return false;
            }
        } else {
            if stopping.load(SeqCst) {
                return false;
            }
            users.fetch_add(1, SeqCst);
        }
        true
    };
    let add = || {
        if enter() {
            assert!(!stopped.load(SeqCst), "used after it was stopped");
            leave();
        }
    };
    let stop = || {
        stopping.store(true, SeqCst);
        leave();
    };
    side_by_side(&[&add, &stop]);
}
