//! What is offered as the cause, and what must not be.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, RwLock};
use std::thread;
use std::time::Duration;

use crate::programs::{searched, timed, told};
use crate::student::Right;

#[test]
fn of_a_home_made_lock_both_saw_it_free() {
    let failure = searched(|| {
        let shared = Arc::new((AtomicBool::new(false), AtomicU32::new(0)));
        let workers = [(); 2].map(|()| {
            let shared = shared.clone();
            thread::spawn(move || {
                while shared.0.load(Ordering::SeqCst) {
                    thread::yield_now();
                }
                shared.0.store(true, Ordering::SeqCst);
                let seen = shared.1.load(Ordering::SeqCst);
                shared.1.store(seen + 1, Ordering::SeqCst);
                shared.0.store(false, Ordering::SeqCst);
            })
        });
        workers
            .into_iter()
            .for_each(|worker| worker.join().unwrap());
        assert_eq!(shared.1.load(Ordering::SeqCst), 2);
    });
    let closing = &failure.trace.closing;
    let both = "worker 1 and worker 2 both saw the lock free (false): the one in step 1 ";
    assert!(closing.starts_with(both), "{closing}");
    assert!(
        closing.contains("To look and to set are two steps"),
        "{closing}"
    );
    assert!(!closing.contains("update is lost"), "{closing}");
    assert_eq!(
        failure.trace.rows.iter().filter(|row| row.marked).count(),
        4
    );
    told(&failure);
}

#[test]
fn a_change_in_one_step_after_a_look_acts_on_what_was_over() {
    let failure = searched(|| {
        let balance = Arc::new(AtomicU32::new(100));
        let workers = [(); 2].map(|()| {
            let balance = balance.clone();
            thread::spawn(move || {
                let is_covered = balance.load(Ordering::SeqCst) >= 60;
                is_covered && balance.fetch_sub(60, Ordering::SeqCst) > 0
            })
        });
        let paid = workers.map(|worker| worker.join().unwrap());
        assert_ne!(paid[0], paid[1], "one of the two is paid");
    });
    let closing = &failure.trace.closing;
    assert!(closing.starts_with("worker "), "{closing}");
    for part in [
        " read 100 in step ",
        "not knowing that worker ",
        "had changed it from 100 to 40",
        "what it had read was no longer true",
    ] {
        assert!(closing.contains(part), "{part}: {closing}");
    }
    told(&failure);
}

#[test]
fn of_a_flag_that_only_one_may_set_both_saw_it_unset() {
    let closing = searched(|| {
        let shared = Arc::new((AtomicBool::new(false), AtomicU32::new(0)));
        let workers = [(); 2].map(|()| {
            let shared = shared.clone();
            thread::spawn(move || {
                if !shared.0.load(Ordering::SeqCst) {
                    shared.0.store(true, Ordering::SeqCst);
                    shared.1.fetch_add(1, Ordering::SeqCst);
                }
            })
        });
        workers
            .into_iter()
            .for_each(|worker| worker.join().unwrap());
        assert_eq!(shared.1.load(Ordering::SeqCst), 1);
    })
    .trace
    .closing;
    assert!(
        closing.starts_with("worker 1 and worker 2 both saw false"),
        "{closing}"
    );
}

#[test]
fn the_tests_own_lock_is_not_the_cause() {
    let failure = searched(|| {
        let (counter, log) = (Arc::new(Right::default()), Arc::new(Mutex::new(Vec::new())));
        let note = |log: &Mutex<Vec<u32>>, number| {
            let known = log.lock().unwrap().len();
            if known < 5 {
                log.lock().unwrap().push(number);
            }
        };
        let (theirs, their_log) = (counter.clone(), log.clone());
        let worker = thread::spawn(move || note(&their_log, theirs.add(1)));
        note(&log, counter.add(1));
        worker.join().unwrap();
        assert_eq!(*log.lock().unwrap(), [0, 1], "in order");
    });
    let closing = &failure.trace.closing;
    assert!(
        closing.starts_with("In another order of these steps"),
        "{closing}"
    );
}

#[test]
fn a_look_in_between_changes_nothing() {
    let closing = timed(|| {
        let shared = Arc::new(RwLock::new(0));
        let theirs = shared.clone();
        let first = *shared.read().unwrap();
        let worker = thread::spawn(move || {
            let seen = *theirs.read().unwrap();
            thread::sleep(Duration::from_secs(1));
            *theirs.write().unwrap() = seen + 1;
        });
        thread::yield_now();
        let second = *shared.read().unwrap();
        worker.join().unwrap();
        assert_eq!((first, second), (0, 1));
    })
    .trace
    .closing;
    assert_eq!(closing, "", "the worker only looked between main's looks");
}

#[test]
fn rounds_of_a_loop_and_what_was_waited_for_are_not_out_of_date() {
    let rounds = searched(|| {
        let log = Arc::new(Mutex::new(Vec::new()));
        let workers = [1, 2].map(|number| {
            let log = log.clone();
            thread::spawn(move || (0..2).for_each(|_| log.lock().unwrap().push(number)))
        });
        workers
            .into_iter()
            .for_each(|worker| worker.join().unwrap());
        assert_eq!(*log.lock().unwrap(), [1, 1, 2, 2]);
    });
    let joined = searched(|| {
        let log = Arc::new(Mutex::new(Vec::new()));
        assert_eq!(log.lock().unwrap().len(), 0);
        let workers = [1, 2].map(|number| {
            let log = log.clone();
            thread::spawn(move || log.lock().unwrap().push(number))
        });
        workers
            .into_iter()
            .for_each(|worker| worker.join().unwrap());
        assert_eq!(*log.lock().unwrap(), [1, 2]);
    });
    for closing in [rounds.trace.closing, joined.trace.closing] {
        assert!(
            closing.starts_with("In another order of these steps"),
            "{closing}"
        );
    }
}

#[test]
fn two_locks_where_one_is_needed_are_named() {
    let closing = searched(|| {
        let total = Arc::new(AtomicU32::new(0));
        let workers = [(); 2].map(|()| {
            let total = total.clone();
            thread::spawn(move || {
                let lock = Mutex::new(());
                let _guard = lock.lock().unwrap();
                let seen = total.load(Ordering::SeqCst);
                total.store(seen + 1, Ordering::SeqCst);
            })
        });
        workers
            .into_iter()
            .for_each(|worker| worker.join().unwrap());
        assert_eq!(total.load(Ordering::SeqCst), 2);
    })
    .trace
    .closing;
    assert!(
        closing.contains("Each held a lock, but not the same one: worker 1 the Mutex #1"),
        "{closing}"
    );
}

#[test]
fn a_lock_that_was_tried_and_given_up_is_named() {
    let closing = searched(|| {
        let total = Arc::new(Mutex::new(0));
        let workers = [(); 2].map(|()| {
            let total = total.clone();
            thread::spawn(move || {
                if let Ok(mut total) = total.try_lock() {
                    *total += 1;
                }
            })
        });
        workers
            .into_iter()
            .for_each(|worker| worker.join().unwrap());
        assert_eq!(*total.lock().unwrap(), 2);
    })
    .trace
    .closing;
    assert!(
        closing.contains("found it held by worker 1, and went on without it"),
        "{closing}"
    );
    assert!(closing.contains("`try_lock` does not wait"), "{closing}");
}
