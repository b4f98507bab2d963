//! Memory orderings, compare-exchange and parking: what is said names the steps and what is wrong with them.

use std::sync::Arc;
use std::sync::atomic::Ordering::{Acquire, Relaxed, Release, SeqCst};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering, fence};
use std::thread;

use crate::programs::{searched, told};

/// What is said of data and a flag, stored and loaded with these orderings.
fn flagged(store: Ordering, load: Ordering, fences: bool) -> String {
    let failure = searched(move || {
        let shared = Arc::new((AtomicU32::new(0), AtomicBool::new(false)));
        let theirs = shared.clone();
        let writer = thread::spawn(move || {
            theirs.0.store(42, Relaxed);
            theirs.1.store(true, store);
        });
        if shared.1.load(load) {
            if fences {
                fence(Acquire);
            }
            assert_eq!(shared.0.load(Acquire), 42, "the data is there");
        }
        writer.join().unwrap();
    });
    told(&failure);
    failure.trace.closing
}

#[test]
fn only_the_side_that_is_too_weak_is_named() {
    let both = flagged(Relaxed, Relaxed, false);
    assert!(
        both.contains("must be `Release`") && both.contains("must be `Acquire`"),
        "{both}"
    );
    let store = flagged(Relaxed, Acquire, false);
    assert!(
        store.contains("is `Relaxed` and must be `Release`"),
        "{store}"
    );
    assert!(!store.contains("must be `Acquire`"), "{store}");
    let load = flagged(Release, Relaxed, false);
    assert!(
        load.contains("is `Relaxed` and must be `Acquire`"),
        "{load}"
    );
    assert!(!load.contains("must be `Release`"), "{load}");
    let fenced = flagged(Relaxed, Relaxed, true);
    assert!(
        !fenced.contains("must be `Acquire`"),
        "the fence does that: {fenced}"
    );
}

#[test]
fn where_only_seq_cst_helps_nothing_else_is_advised() {
    let closing = searched(|| {
        let shared = Arc::new((AtomicU32::new(0), AtomicU32::new(0)));
        let theirs = shared.clone();
        let worker = thread::spawn(move || {
            theirs.0.store(1, Release);
            theirs.1.load(Acquire)
        });
        shared.1.store(1, Release);
        let seen = shared.0.load(Acquire);
        assert!(seen + worker.join().unwrap() > 0);
    })
    .trace
    .closing;
    assert!(closing.contains("Only `SeqCst`, at all four"), "{closing}");
    assert!(!closing.contains("must be"), "{closing}");
}

#[test]
fn a_compare_exchange_says_what_was_compared_with_what() {
    let failure = searched(|| {
        let slot = Arc::new(AtomicU32::new(0));
        let workers = [1, 2].map(|number| {
            let slot = slot.clone();
            thread::spawn(move || {
                let taken = slot.compare_exchange(0, number, SeqCst, SeqCst);
                taken.expect("the slot is free");
            })
        });
        workers
            .into_iter()
            .for_each(|worker| worker.join().unwrap());
    });
    let texts: Vec<&str> = failure
        .trace
        .rows
        .iter()
        .map(|row| row.text.as_str())
        .collect();
    assert!(
        texts.contains(&"compare_exchange slot (0 -> 1)"),
        "{texts:?}"
    );
    assert!(
        texts.contains(&"compare_exchange slot fails: 1, not 0"),
        "{texts:?}"
    );
    let values = failure
        .trace
        .steps
        .iter()
        .filter_map(|step| step.value.as_deref());
    assert!(
        values
            .into_iter()
            .any(|value| value == "found 1, expected 0")
    );
    told(&failure);
}

#[test]
fn a_park_may_return_for_nothing() {
    let failure = searched(|| {
        let ready = Arc::new(AtomicBool::new(false));
        let (theirs, main) = (ready.clone(), thread::current());
        let worker = thread::spawn(move || {
            theirs.store(true, SeqCst);
            main.unpark();
        });
        thread::park();
        assert!(ready.load(SeqCst), "unparked before it was ready");
        worker.join().unwrap();
    });
    let closing = &failure.trace.closing;
    assert!(
        closing.starts_with("main's `park` returned in step 1"),
        "{closing}"
    );
    assert!(
        closing.contains("although nobody had unparked it"),
        "{closing}"
    );
    assert_eq!(failure.trace.rows[0].text, "park: nobody unparked it");
}

#[test]
fn tokens_do_not_add_up() {
    let closing = searched(|| {
        let worker = thread::spawn(|| {
            thread::park();
            thread::park();
        });
        worker.thread().unpark();
        worker.thread().unpark();
        worker.join().unwrap();
    })
    .trace
    .closing;
    assert!(
        closing.starts_with("worker 1 was unparked 2 times and wants to park a second time"),
        "{closing}"
    );
}
