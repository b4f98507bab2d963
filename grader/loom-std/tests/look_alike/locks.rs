//! Locks: what is poisoned and what is not, who waits, who can see that a lock is taken.

use loom_std::panic::{AssertUnwindSafe, catch_unwind};
use loom_std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use loom_std::sync::{Arc, Condvar, Mutex, RwLock, TryLockError};
use loom_std::thread;

use super::{deadlocks, fails, holds};

#[test]
fn an_update_under_one_guard_is_kept_and_one_under_two_is_lost() {
    let add_twice = |add: fn(&Mutex<u32>)| {
        move || {
            let count = Mutex::new(0);
            thread::scope(|scope| {
                scope.spawn(|| add(&count));
                scope.spawn(|| add(&count));
            });
            assert_eq!(*count.lock().unwrap(), 2);
        }
    };
    assert!(holds(add_twice(|count| *count.lock().unwrap() += 1)) > 1);
    let failure = fails(add_twice(|count| {
        let seen = *count.lock().unwrap();
        *count.lock().unwrap() = seen + 1;
    }));
    assert!(!failure.always, "{failure:?}");
}

#[test]
fn a_guard_dropped_by_a_panic_poisons_and_lets_go() {
    holds(|| {
        let lock = Arc::new(Mutex::new(1));
        let theirs = Arc::clone(&lock);
        let worker = thread::spawn(move || {
            let mut guard = theirs.lock().unwrap();
            *guard = 2;
            panic!("with the guard");
        });
        worker.join().unwrap_err();
        assert!(lock.is_poisoned());
        let error = lock.lock().unwrap_err();
        assert_eq!(*error.into_inner(), 2);
        lock.clear_poison();
        assert_eq!(*lock.lock().unwrap(), 2);
        assert_eq!(*lock.lock().unwrap(), 2, "it was let go of again");
    });
}

#[test]
fn a_guard_taken_while_unwinding_poisons_nothing() {
    struct Locks<'a>(&'a Mutex<u32>);
    impl Drop for Locks<'_> {
        fn drop(&mut self) {
            *self.0.lock().unwrap() += 1;
        }
    }
    holds(|| {
        let lock = Mutex::new(0);
        let caught = catch_unwind(AssertUnwindSafe(|| {
            let _first = Locks(&lock);
            let _second = Locks(&lock);
            panic!("without a guard");
        }));
        caught.unwrap_err();
        assert!(!lock.is_poisoned());
        assert_eq!(*lock.lock().unwrap(), 2);
    });
}

#[test]
fn one_threads_panic_does_not_poison_what_another_holds() {
    struct Steps<'a>(&'a AtomicBool);
    impl Drop for Steps<'_> {
        fn drop(&mut self) {
            // The other thread can run here, while this one unwinds.
            self.0.store(true, SeqCst);
        }
    }
    holds(|| {
        let (lock, flag) = (Mutex::new(0), AtomicBool::new(false));
        thread::scope(|scope| {
            let panics = scope.spawn(|| {
                let _steps = Steps(&flag);
                panic!("holding nothing");
            });
            scope.spawn(|| {
                let mut guard = lock.lock().unwrap();
                flag.load(SeqCst);
                *guard += 1;
            });
            panics.join().unwrap_err();
        });
        assert!(!lock.is_poisoned());
        assert_eq!(*lock.lock().unwrap(), 1);
    });
}

#[test]
fn try_lock_fails_in_some_executions_and_succeeds_in_others() {
    let both = |gives: bool| {
        fails(move || {
            let lock = Mutex::new(0);
            let taken = thread::scope(|scope| {
                scope.spawn(|| *lock.lock().unwrap() += 1);
                matches!(lock.try_lock(), Err(TryLockError::WouldBlock))
            });
            assert_ne!(taken, gives);
        })
    };
    assert!(!both(true).always);
    assert!(!both(false).always);
}

#[test]
fn try_write_fails_beside_a_reader_and_try_read_does_not() {
    let failure = fails(|| {
        let lock = RwLock::new(0);
        thread::scope(|scope| {
            scope.spawn(|| *lock.read().unwrap());
            assert!(lock.try_write().is_ok());
        });
    });
    assert!(!failure.always);
    holds(|| {
        let lock = RwLock::new(0);
        thread::scope(|scope| {
            scope.spawn(|| *lock.read().unwrap());
            assert!(lock.try_read().is_ok());
        });
    });
}

#[test]
fn readers_share_and_a_writer_is_alone() {
    holds(|| {
        let lock = RwLock::new((0, 0));
        thread::scope(|scope| {
            scope.spawn(|| {
                let mut pair = lock.write().unwrap();
                pair.0 += 1;
                pair.1 += 1;
            });
            let pair = lock.read().unwrap();
            assert_eq!(pair.0, pair.1);
        });
    });
}

#[test]
fn only_a_writer_poisons() {
    holds(|| {
        let lock = Arc::new(RwLock::new(0));
        let theirs = Arc::clone(&lock);
        let reader = thread::spawn(move || {
            let _guard = theirs.read().unwrap();
            panic!("reading");
        });
        reader.join().unwrap_err();
        assert_eq!(*lock.read().unwrap(), 0);
        let theirs = Arc::clone(&lock);
        let writer = thread::spawn(move || {
            let _guard = theirs.write().unwrap();
            panic!("writing");
        });
        writer.join().unwrap_err();
        assert!(lock.read().is_err() && lock.write().is_err());
    });
}

#[test]
fn opposite_orders_deadlock_and_it_says_who_waits_for_what() {
    let message = deadlocks(|| {
        let (a, b) = (Mutex::new(()), Mutex::new(()));
        thread::scope(|scope| {
            scope.spawn(|| {
                let _a = a.lock().unwrap();
                let _b = b.lock().unwrap();
            });
            let _b = b.lock().unwrap();
            let _a = a.lock().unwrap();
        });
    });
    assert!(
        message.starts_with("deadlock: main waits for a Mutex at "),
        "{message}"
    );
    assert!(
        message.contains("worker 1 waits for a Mutex at "),
        "{message}"
    );
}

#[test]
fn a_wait_that_tests_its_condition_holds_and_one_that_does_not_deadlocks() {
    fn handover(wait: fn(&(Mutex<bool>, Condvar))) {
        let pair = Arc::new((Mutex::new(false), Condvar::new()));
        let theirs = Arc::clone(&pair);
        let worker = thread::spawn(move || {
            *theirs.0.lock().unwrap() = true;
            theirs.1.notify_one();
        });
        wait(&pair);
        worker.join().unwrap();
    }
    holds(|| {
        handover(|(ready, changed)| {
            let guard = changed.wait_while(ready.lock().unwrap(), |ready| !*ready);
            assert!(*guard.unwrap());
        });
    });
    let message = deadlocks(|| {
        handover(|(ready, changed)| drop(changed.wait(ready.lock().unwrap())));
    });
    assert!(message.contains("main waits for a Condvar"), "{message}");
}

#[test]
fn locks_are_unsized_and_shown_as_stds_are() {
    holds(|| {
        let any: Arc<Mutex<dyn std::fmt::Debug + Send>> = Arc::new(Mutex::new(7));
        assert_eq!(format!("{:?}", any.lock().unwrap()), "7");
        let lock = Mutex::new(7);
        assert_eq!(
            format!("{lock:?}"),
            format!("{:?}", std::sync::Mutex::new(7))
        );
        let guard = lock.lock().unwrap();
        assert!(format!("{lock:?}").contains("<locked>"));
        drop(guard);
        assert_eq!(lock.into_inner().unwrap(), 7);
    });
}
