//! Atomics.

use loom_std::hint::spin_loop;
use loom_std::sync::Arc;
use loom_std::sync::atomic::{
    AtomicBool, AtomicI32, AtomicPtr, AtomicU64, Ordering, Ordering::SeqCst,
};
use loom_std::thread;

use super::{cannot, fails, holds};

#[test]
fn operations_give_what_stds_give() {
    holds(|| {
        let number = AtomicI32::new(5);
        assert_eq!(number.fetch_add(2, SeqCst), 5);
        assert_eq!(number.fetch_sub(1, SeqCst), 7);
        assert_eq!(number.fetch_max(9, SeqCst), 6);
        assert_eq!(number.swap(3, SeqCst), 9);
        assert_eq!(number.compare_exchange(4, 1, SeqCst, SeqCst), Err(3));
        assert_eq!(
            number.fetch_update(SeqCst, SeqCst, |n| n.checked_mul(2)),
            Ok(3)
        );
        assert_eq!(format!("{number:?}"), "6");
        assert_eq!(number.into_inner(), 6);
        let flag = AtomicBool::default();
        assert!(!flag.swap(true, SeqCst) && flag.swap(true, SeqCst) && flag.fetch_not(SeqCst));
        assert!(!flag.load(SeqCst));
        assert!(AtomicPtr::<u8>::default().load(SeqCst).is_null());
    });
}

#[test]
fn two_that_spin_for_a_flag_come_to_an_end() {
    holds(|| {
        let (flag, number) = (AtomicBool::new(false), AtomicU64::new(0));
        let add = || {
            while flag.swap(true, Ordering::Acquire) {
                spin_loop();
            }
            let seen = number.load(Ordering::Relaxed);
            number.store(seen + 1, Ordering::Relaxed);
            flag.store(false, Ordering::Release);
        };
        thread::scope(|scope| {
            scope.spawn(add);
            add();
        });
        assert_eq!(number.load(Ordering::Relaxed), 2);
    });
}

#[test]
fn a_relaxed_flag_publishes_nothing() {
    let handover = |order: Ordering| {
        move || {
            let shared = Arc::new((AtomicU64::new(0), AtomicBool::new(false)));
            let theirs = Arc::clone(&shared);
            let worker = thread::spawn(move || {
                theirs.0.store(1, Ordering::Relaxed);
                theirs.1.store(true, order);
            });
            if shared.1.load(Ordering::Acquire) {
                assert_eq!(shared.0.load(Ordering::Relaxed), 1);
            }
            worker.join().unwrap();
        }
    };
    holds(handover(Ordering::Release));
    assert!(!fails(handover(Ordering::Relaxed)).always);
}

#[test]
fn a_spin_that_does_not_give_way_is_no_failure() {
    let why = cannot(|| {
        let flag = Arc::new(AtomicBool::new(false));
        let theirs = Arc::clone(&flag);
        thread::spawn(move || theirs.store(true, SeqCst));
        while !flag.load(Ordering::Relaxed) {}
    });
    assert_eq!(
        why,
        "an execution has more than 1000 steps: a loop that spins or polls"
    );
}
