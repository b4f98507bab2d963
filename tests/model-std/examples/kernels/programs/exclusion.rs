//! Two threads that keep each other out of a section without a lock.

use super::super::library::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use super::super::library::thread::yield_now;
use super::side_by_side;

/// Dekker's algorithm. The flaw: a thread looks whether the other wants to enter before it says that it wants to.
pub fn dekker(is_right: bool) {
    let wants = [false, false].map(AtomicBool::new);
    let turn = AtomicUsize::new(0);
    let inside = AtomicUsize::new(0);
    let visit = |me: usize| {
        let other = 1 - me;
        if is_right {
            wants[me].store(true, SeqCst);
            while wants[other].load(SeqCst) {
                if turn.load(SeqCst) == other {
                    wants[me].store(false, SeqCst);
                    while turn.load(SeqCst) == other {
                        yield_now();
                    }
                    wants[me].store(true, SeqCst);
                } else {
                    yield_now();
                }
            }
        } else {
            while wants[other].load(SeqCst) {
                yield_now();
            }
            wants[me].store(true, SeqCst);
        }
        assert_eq!(inside.fetch_add(1, SeqCst), 0, "both are inside");
        inside.fetch_sub(1, SeqCst);
        turn.store(other, SeqCst);
        wants[me].store(false, SeqCst);
    };
    side_by_side(&[&|| visit(0), &|| visit(1)]);
}
