//! Atomics as libraries use them: made by zeroing memory, found by their address, and used when an execution is over.

use std::cell::RefCell;
use std::mem::zeroed;
use std::sync::Arc;
use std::sync::atomic::AtomicU32 as Real;

use super::{AtomicPtr, AtomicU32, Ordering::Relaxed, Ordering::SeqCst, fence};
use crate::model::virtual_time;
use crate::thread;

#[test]
fn zeroed_memory_is_an_atomic_of_zero() {
    virtual_time(|| {
        // SAFETY: all fields may be zero: numbers, a null pointer, a ticket that was never used, and no place.
        let (number, pointer): (AtomicU32, AtomicPtr<u8>) = unsafe { (zeroed(), zeroed()) };
        assert_eq!(number.fetch_add(1, SeqCst), 0);
        assert_eq!(number.load(SeqCst), 1);
        assert!(pointer.load(SeqCst).is_null());
        assert_eq!(format!("{number:?}"), "1");
    });
}

#[test]
fn the_value_lies_at_the_atomics_address() {
    let number = AtomicU32::new(7);
    let address = std::ptr::from_ref(&number).cast::<u32>();
    // SAFETY: the first field is an atomic of std, which is the number itself; nobody writes to it now.
    assert_eq!(unsafe { address.read() }, 7);
}

static SHARED: AtomicU32 = AtomicU32::new(10);

/// Left behind by a thread that is stopped in the middle.
struct Last {
    own: AtomicU32,
    told: Arc<Real>,
}

impl Drop for Last {
    fn drop(&mut self) {
        fence(SeqCst);
        let before = self.own.swap(0, SeqCst) + SHARED.fetch_add(1, SeqCst);
        let again = SHARED.compare_exchange(before, 100, SeqCst, SeqCst);
        self.own.store(again.unwrap_or_else(|seen| seen), SeqCst);
        self.told.store(*self.own.get_mut() * 100 + before, Relaxed);
    }
}

crate::thread_local! {
    static LAST: RefCell<Option<Last>> = const { RefCell::new(None) };
}

#[test]
fn what_an_execution_leaves_may_use_its_atomics_and_changes_no_static_of_the_next() {
    for _ in 0..3 {
        let told = Arc::new(Real::new(0));
        let theirs = told.clone();
        virtual_time(move || {
            let told = theirs.clone();
            assert_eq!(
                SHARED.load(SeqCst),
                10,
                "a static begins as the source says"
            );
            thread::spawn(move || {
                let own = AtomicU32::new(1);
                own.fetch_add(1, SeqCst);
                LAST.set(Some(Last { own, told }));
                SHARED.store(20, SeqCst);
                thread::park();
            });
            thread::sleep(std::time::Duration::from_secs(1));
        });
        // 2 of its own and 20 of the static, which is 21 by then: not 22, so it stays.
        assert_eq!(told.load(Relaxed), 2122);
    }
}
