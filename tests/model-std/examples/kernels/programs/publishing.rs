//! Values that others see before they are whole, or make a second time.

use super::super::library::sync::atomic::{AtomicBool, AtomicI32, AtomicUsize, Ordering::SeqCst};
use super::super::library::sync::{Mutex, RwLock};
use super::side_by_side;

/// A value that is made when it is first asked for. The flaw: it is said to be there before it is.
pub fn lazy_init(is_right: bool) {
    let (is_made, value) = (AtomicBool::new(false), AtomicUsize::new(0));
    let making = Mutex::new(());
    let get = || {
        if !is_made.load(SeqCst) {
            let _making = making.lock().unwrap();
            if is_right {
                value.store(7, SeqCst);
                is_made.store(true, SeqCst);
            } else {
                is_made.store(true, SeqCst);
                value.store(7, SeqCst);
            }
        }
        assert_eq!(value.load(SeqCst), 7, "not made yet");
    };
    side_by_side(&[&get, &get]);
}

/// A table in which a value is looked up by readers and made by the first that does not find it. The flaw: it is not looked
/// for again once the lock for writing is there.
pub fn readers_writer(is_right: bool) {
    let (table, made) = (RwLock::new(None), AtomicUsize::new(0));
    let look_up = || {
        if table.read().unwrap().is_some() {
            return;
        }
        let mut table = table.write().unwrap();
        if !is_right || table.is_none() {
            made.fetch_add(1, SeqCst);
            *table = Some(7);
        }
    };
    side_by_side(&[&look_up, &look_up]);
    assert_eq!(made.load(SeqCst), 1, "made more than once");
}

/// Ten threads set two numbers one after the other, and one thread looks whether both are set or neither. Right: they and
/// it hold a lock meanwhile.
pub fn reorder(is_right: bool) {
    // With the lock there are 11! orders of all eleven: more than is worth a test.
    let setters = if is_right { 3 } else { 10 };
    let (one, other) = (AtomicI32::new(0), AtomicI32::new(0));
    let both = Mutex::new(());
    let set = || {
        let _both = is_right.then(|| both.lock().unwrap());
        one.store(1, SeqCst);
        other.store(-1, SeqCst);
    };
    let look = || {
        let _both = is_right.then(|| both.lock().unwrap());
        let seen = (one.load(SeqCst), other.load(SeqCst));
        assert!(matches!(seen, (0, 0) | (1, -1)), "one of the two: {seen:?}");
    };
    let mut bodies: Vec<&(dyn Fn() + Sync)> = vec![&set; setters];
    bodies.push(&look);
    side_by_side(&bodies);
}
