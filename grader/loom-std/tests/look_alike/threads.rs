//! Threads: scopes, `is_finished`, names, parking, thread-local values.

use std::cell::{Cell, RefCell};

use loom_std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use loom_std::sync::{Arc, Mutex};
use loom_std::{thread, thread_local};

use super::{deadlocks, fails, holds};

#[test]
fn a_scope_waits_for_its_threads_and_those_that_they_start() {
    holds(|| {
        let count = AtomicU32::new(0);
        let sum = thread::scope(|scope| {
            scope.spawn(|| {
                scope.spawn(|| count.fetch_add(1, SeqCst));
                count.fetch_add(2, SeqCst);
            });
            5
        });
        assert_eq!(sum + count.load(SeqCst), 8);
    });
}

#[test]
fn a_scope_panics_for_a_thread_that_nobody_joined() {
    let failure = fails(|| {
        thread::scope(|scope| {
            scope.spawn(|| panic!("unseen"));
        });
    });
    assert!(
        failure.message.ends_with("a scoped thread panicked"),
        "{failure:?}"
    );
    holds(|| {
        thread::scope(|scope| {
            let worker = scope.spawn(|| panic!("seen"));
            worker.join().unwrap_err();
        });
    });
}

#[test]
fn a_scope_waits_also_when_it_is_left_by_a_panic() {
    holds(|| {
        let count = AtomicU32::new(0);
        let caught = loom_std::panic::catch_unwind(loom_std::panic::AssertUnwindSafe(|| {
            thread::scope(|scope| {
                scope.spawn(|| count.fetch_add(1, SeqCst));
                panic!("left");
            })
        }));
        caught.unwrap_err();
        assert_eq!(count.load(SeqCst), 1);
    });
}

#[test]
fn is_finished_is_false_in_some_executions_and_true_in_others() {
    let gives = |wanted: bool| {
        fails(move || {
            let worker = thread::spawn(|| ());
            let finished = worker.is_finished();
            worker.join().unwrap();
            assert_ne!(finished, wanted);
        })
    };
    assert!(!gives(true).always);
    assert!(!gives(false).always);
}

#[test]
fn what_a_finished_thread_did_has_happened() {
    holds(|| {
        let count = Arc::new(AtomicU32::new(0));
        let theirs = Arc::clone(&count);
        let worker = thread::spawn(move || theirs.store(1, SeqCst));
        if worker.is_finished() {
            assert_eq!(count.load(SeqCst), 1);
        }
        worker.join().unwrap();
    });
}

#[test]
fn threads_have_names_and_identities() {
    holds(|| {
        assert_eq!(thread::current().name(), Some("main"));
        let worker = thread::Builder::new().name("worker of two".to_owned());
        let worker = worker.spawn(thread::current).unwrap();
        let id = worker.thread().id();
        let theirs = worker.join().unwrap();
        assert_eq!(theirs.name(), Some("worker of two"));
        assert_eq!(theirs.id(), id);
        assert_ne!(id, thread::current().id());
        assert_eq!(
            thread::spawn(|| thread::current().name().map(str::to_owned))
                .join()
                .unwrap(),
            None
        );
    });
}

#[test]
fn a_parked_thread_goes_on_when_it_is_unparked_and_not_before() {
    holds(|| {
        let parked = thread::spawn(thread::park);
        parked.thread().unpark();
        parked.join().unwrap();
    });
    let message = deadlocks(|| {
        thread::spawn(thread::park).join().unwrap();
    });
    assert!(
        message.contains("worker 1 waits for being unparked"),
        "{message}"
    );
}

thread_local! {
    static CELL: Cell<u32> = const { Cell::new(1) };
    static LIST: RefCell<Vec<u32>> = RefCell::new(vec![1]);
}

#[test]
fn thread_local_values_are_one_for_each_thread_and_new_in_each_execution() {
    holds(|| {
        assert_eq!(CELL.get(), 1);
        CELL.set(2);
        LIST.with_borrow_mut(|list| list.push(2));
        thread::scope(|scope| {
            scope.spawn(|| {
                assert_eq!(CELL.replace(5), 1);
                assert_eq!(LIST.take(), [1]);
                assert_eq!(LIST.with_borrow(Vec::len), 0);
            });
        });
        assert_eq!(CELL.take(), 2);
        assert_eq!(LIST.replace(Vec::new()), [1, 2]);
        LIST.set(vec![9]);
        assert_eq!(LIST.with(|list| list.borrow()[0]), 9);
    });
}

#[test]
fn thread_local_values_are_dropped_at_the_end_of_their_thread() {
    struct Tells(Arc<Mutex<u32>>);
    impl Drop for Tells {
        fn drop(&mut self) {
            *self.0.lock().unwrap() += 1;
            assert!(KEPT.try_with(|_| ()).is_err(), "it is gone");
        }
    }
    thread_local! {
        static KEPT: RefCell<Option<Tells>> = const { RefCell::new(None) };
    }
    holds(|| {
        let dropped = Arc::new(Mutex::new(0));
        let tells = Tells(Arc::clone(&dropped));
        thread::spawn(move || KEPT.set(Some(tells))).join().unwrap();
        assert_eq!(*dropped.lock().unwrap(), 1);
    });
}

#[test]
fn a_sleep_orders_nothing() {
    let failure = fails(|| {
        let list = Arc::new(Mutex::new(Vec::new()));
        let theirs = Arc::clone(&list);
        let worker = thread::spawn(move || {
            thread::sleep(std::time::Duration::from_secs(1));
            theirs.lock().unwrap().push(1);
        });
        thread::sleep(std::time::Duration::from_secs(9));
        assert_eq!(list.lock().unwrap().len(), 1);
        worker.join().unwrap();
    });
    assert!(!failure.always);
}
