//! A guard that is dropped in the statement that made it guards nothing that comes after.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

use crate::programs::{searched, told};

/// Two threads that do this to one lock and one number; both must count.
fn closing(add: fn(&Mutex<u32>, &AtomicU32)) -> String {
    let failure = searched(move || {
        let shared = Arc::new((Mutex::new(0), AtomicU32::new(0)));
        let workers = [(); 2].map(|()| {
            let shared = shared.clone();
            thread::spawn(move || add(&shared.0, &shared.1))
        });
        workers
            .into_iter()
            .for_each(|worker| worker.join().unwrap());
        let counted = *shared.0.lock().unwrap() + shared.1.load(Ordering::SeqCst);
        assert_eq!(counted, 2);
    });
    told(&failure);
    failure.trace.closing
}

/// Adds one in two steps.
fn look_and_store(hits: &AtomicU32) {
    let seen = hits.load(Ordering::SeqCst);
    hits.store(seen + 1, Ordering::SeqCst);
}

#[test]
fn a_value_read_in_one_statement_and_written_in_the_next() {
    let closing = closing(|total, _| {
        let seen = *total.lock().unwrap();
        *total.lock().unwrap() = seen + 1;
    });
    assert!(
        closing.contains("let go of it, and took it again"),
        "{closing}"
    );
    assert!(
        closing.contains("The guard has no name there, so it is dropped"),
        "{closing}"
    );
}

#[test]
fn a_guard_with_a_name_is_said_nothing_of() {
    let closing = closing(|total, _| {
        let guard = total.lock().unwrap();
        let seen = *guard;
        drop(guard);
        *total.lock().unwrap() = seen + 1;
    });
    assert!(
        closing.contains("let go of it, and took it again"),
        "{closing}"
    );
    assert!(!closing.contains("no name"), "{closing}");
}

#[test]
fn a_lock_beside_what_it_is_to_guard_and_no_guard() {
    let ways: [fn(&Mutex<u32>, &AtomicU32); 3] = [
        |lock, hits| {
            assert!(lock.lock().is_ok());
            look_and_store(hits);
        },
        |lock, hits| {
            drop(lock.lock().unwrap());
            look_and_store(hits);
        },
        |lock, hits| {
            _ = lock.lock().unwrap();
            look_and_store(hits);
        },
    ];
    for (number, way) in ways.into_iter().enumerate() {
        let closing = closing(way);
        assert!(
            closing
                .contains("but the guard was not kept: it was dropped at the end of its statement"),
            "way {number}: {closing}"
        );
    }
}

#[test]
fn a_guard_with_a_name_that_was_dropped_before_keeps_nobody_out() {
    let closing = closing(|lock, hits| {
        let guard = lock.lock().unwrap();
        drop(guard);
        look_and_store(hits);
    });
    assert!(closing.contains("one update is lost"), "{closing}");
    assert!(
        closing.contains("but let go of it again at once") && !closing.contains("not kept"),
        "{closing}"
    );
}

#[test]
fn a_lock_under_which_something_was_changed_is_not_the_one_that_failed() {
    let failure = searched(|| {
        let shared = Arc::new((Mutex::new(vec![0; 2]), AtomicU32::new(0)));
        let workers = [0, 1].map(|n| {
            let shared = shared.clone();
            thread::spawn(move || {
                shared.0.lock().unwrap()[n] += 1;
                look_and_store(&shared.1);
            })
        });
        workers
            .into_iter()
            .for_each(|worker| worker.join().unwrap());
        assert_eq!(shared.1.load(Ordering::SeqCst), 2);
    });
    let closing = failure.trace.closing;
    assert!(closing.contains("one update is lost"), "{closing}");
    assert!(!closing.contains("had locked"), "{closing}");
}
