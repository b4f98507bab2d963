//! When destructors of thread-locals run: before a thread can be joined, and not before its scope can end.

use std::cell::RefCell;
use std::model::{FailureKind, VirtualTime};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::thread;
use std::time::Duration;

use super::{passes, races};

/// Counts its end.
struct Counted(Arc<AtomicU32>);

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.fetch_add(1, SeqCst);
    }
}

thread_local! {
    static KEPT: RefCell<Option<Counted>> = const { RefCell::new(None) };
}

#[test]
fn a_scope_does_not_wait_for_destructors_of_thread_locals() {
    let failure = races(|| {
        let ends = Arc::new(AtomicU32::new(0));
        thread::scope(|scope| {
            scope.spawn(|| KEPT.set(Some(Counted(ends.clone()))));
        });
        assert_eq!(ends.load(SeqCst), 1, "the thread has cleaned up");
    });
    assert!(failure.message.contains("has cleaned up"), "{failure}");
}

#[test]
fn a_joined_thread_has_run_them() {
    let explored = passes(|| {
        let ends = Arc::new(AtomicU32::new(0));
        thread::scope(|scope| {
            let theirs = ends.clone();
            let first = scope.spawn(move || KEPT.set(Some(Counted(theirs))));
            first.join().unwrap();
            assert_eq!(ends.load(SeqCst), 1);
        });
        let theirs = ends.clone();
        thread::spawn(move || KEPT.set(Some(Counted(theirs))))
            .join()
            .unwrap();
        assert_eq!(ends.load(SeqCst), 2);
    });
    assert!(explored.executions < 5, "{explored:?}");
}

/// As std's: it tells of the closure.
#[test]
fn a_thread_that_is_finished_may_still_run_them() {
    races(|| {
        let ends = Arc::new(AtomicU32::new(0));
        let theirs = ends.clone();
        let worker = thread::spawn(move || KEPT.set(Some(Counted(theirs))));
        if worker.is_finished() {
            assert_eq!(ends.load(SeqCst), 1);
        }
    });
}

#[test]
fn what_the_closure_did_is_done_when_the_scope_ends() {
    passes(|| {
        let ends = Arc::new(AtomicU32::new(0));
        let mut sums = [0; 2];
        thread::scope(|scope| {
            for sum in &mut sums {
                let theirs = ends.clone();
                scope.spawn(move || {
                    KEPT.set(Some(Counted(theirs)));
                    *sum = 7;
                });
            }
        });
        assert_eq!(sums, [7; 2]);
    });
}

#[test]
fn a_slow_destructor_does_not_hold_up_its_scope() {
    struct Slow;
    impl Drop for Slow {
        fn drop(&mut self) {
            thread::sleep(Duration::from_secs(3));
        }
    }
    thread_local! {
        static SLOW: RefCell<Option<Slow>> = const { RefCell::new(None) };
    }
    let timeline = VirtualTime::new().run(|| {
        thread::scope(|scope| {
            scope.spawn(|| SLOW.set(Some(Slow)));
        });
    });
    assert_eq!(timeline.unwrap().elapsed(), Duration::ZERO);
    let timeline = VirtualTime::new().run(|| {
        thread::scope(|scope| scope.spawn(|| SLOW.set(Some(Slow))).join().unwrap());
    });
    assert_eq!(timeline.unwrap().elapsed(), Duration::from_secs(3));
}

#[test]
fn a_destructor_that_waits_for_ever_is_a_deadlock_of_who_joins() {
    struct Parks;
    impl Drop for Parks {
        fn drop(&mut self) {
            thread::sleep(Duration::MAX);
        }
    }
    thread_local! {
        static PARKS: RefCell<Option<Parks>> = const { RefCell::new(None) };
    }
    passes(|| {
        thread::scope(|scope| {
            scope.spawn(|| PARKS.set(Some(Parks)));
        });
    });
    super::fails(FailureKind::Deadlock, || {
        thread::spawn(|| PARKS.set(Some(Parks))).join().unwrap();
    });
}
