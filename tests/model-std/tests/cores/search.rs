//! Work in a search: it takes no time and orders nothing.

use std::model::{Exhaustive, Sampled};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering::SeqCst};

use super::*;

/// Two threads read, work and write.
fn read_work_write() {
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
}

/// A short piece of work is taken to be done before a long one.
fn work_as_synchronisation() {
    let first = Arc::new(AtomicBool::new(false));
    let theirs = first.clone();
    let short = thread::spawn(move || {
        work(secs(1));
        theirs.store(true, SeqCst);
    });
    work(secs(10));
    assert!(first.load(SeqCst));
    short.join().unwrap();
}

#[test]
fn a_search_finds_a_race_across_work() {
    let failure = Exhaustive::new()
        .run(read_work_write)
        .expect_err("an update can be lost");
    assert!(!failure.always);
    let report = failure.to_string();
    assert!(report.contains("work 1 s"), "{report}");
    assert!(report.contains("one update is lost"), "{report}");
}

#[test]
fn work_orders_nothing_in_a_search() {
    std::model::virtual_time(work_as_synchronisation);
    let failure = Exhaustive::new()
        .run(work_as_synchronisation)
        .expect_err("work is no synchronisation");
    assert!(!failure.always);
}

#[test]
fn random_schedules_show_both_too() {
    for program in [read_work_write, work_as_synchronisation] {
        let failure = Sampled::new()
            .executions(200)
            .run(program)
            .expect_err("some schedule shows it");
        assert!(!failure.always);
    }
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
        assert!(explored.is_complete());
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
