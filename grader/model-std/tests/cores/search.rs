//! Work in a search: it takes no time and orders nothing.

use std::model::Exhaustive;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering::SeqCst};

use super::*;

#[test]
fn a_search_finds_a_race_across_work() {
    let failure = Exhaustive::new()
        .run(|| {
            let total = Arc::new(AtomicU32::new(0));
            let add = |_| {
                let total = total.clone();
                thread::spawn(move || {
                    let seen = total.load(SeqCst);
                    work(secs(1));
                    total.store(seen + 1, SeqCst);
                })
            };
            let threads = [1, 2].map(add);
            threads
                .into_iter()
                .for_each(|thread| thread.join().unwrap());
            assert_eq!(total.load(SeqCst), 2);
        })
        .expect_err("an update can be lost");
    assert!(!failure.always);
    assert!(failure.to_string().contains("work 1 s"), "{failure}");
    assert!(
        failure.to_string().contains("one update is lost"),
        "{failure}"
    );
}

#[test]
fn work_orders_nothing_in_a_search() {
    // If work took its time there too, the short piece would always be done first, and the assertion would hold.
    let failure = Exhaustive::new()
        .run(|| {
            let first = Arc::new(AtomicBool::new(false));
            let theirs = first.clone();
            let short = thread::spawn(move || {
                work(secs(1));
                theirs.store(true, SeqCst);
            });
            work(secs(10));
            assert!(first.load(SeqCst));
            short.join().unwrap();
        })
        .expect_err("work is no synchronisation");
    assert!(!failure.always);
}

#[test]
fn work_adds_no_interleavings() {
    let executions = |cost: Option<u64>| {
        let explored = std::model::exhaustive(move || {
            let total = Arc::new(Mutex::new(0));
            let add = |_| {
                let total = total.clone();
                thread::spawn(move || {
                    for _ in 0..10 {
                        if let Some(cost) = cost {
                            work(secs(cost));
                        }
                    }
                    *total.lock().unwrap() += 1;
                })
            };
            let threads = [1, 2, 3].map(add);
            threads
                .into_iter()
                .for_each(|thread| thread.join().unwrap());
        });
        assert!(explored.complete);
        explored.executions
    };
    assert_eq!(executions(Some(1)), executions(None));
    assert_eq!(executions(Some(0)), executions(None));
}

/// Who works many times in a row is not taken for a thread that only looks.
#[test]
fn a_race_after_much_work_is_found() {
    let failure = Exhaustive::new()
        .run(|| {
            let done = Arc::new(AtomicBool::new(false));
            let theirs = done.clone();
            let worker = thread::spawn(move || {
                (0..20).for_each(|_| work(secs(1)));
                theirs.store(true, SeqCst);
            });
            assert!(!done.load(SeqCst), "the worker is done already");
            worker.join().unwrap();
        })
        .expect_err("nothing keeps main from being late");
    assert!(!failure.always);
}
