//! `compare_exchange_weak` may fail although the value is the expected one.

use std::sync::Arc;
use std::sync::atomic::Ordering::{Acquire, Relaxed, SeqCst};

use model_std::model::{Exhaustive, OnePass};
use model_std::sync::atomic::AtomicUsize;
use model_std::thread;

fn in_two_threads(body: fn(&AtomicUsize)) {
    let shared = Arc::new(AtomicUsize::new(0));
    let theirs = shared.clone();
    let other = thread::spawn(move || body(&theirs));
    body(&shared);
    other.join().unwrap();
    assert_eq!(shared.load(SeqCst), 2, "both count");
}

fn once(counter: &AtomicUsize) {
    let seen = counter.load(SeqCst);
    if counter
        .compare_exchange_weak(seen, seen + 1, SeqCst, SeqCst)
        .is_err()
    {
        counter.fetch_add(1, SeqCst);
    }
}

fn in_a_loop(counter: &AtomicUsize) {
    let mut seen = counter.load(SeqCst);
    while let Err(found) = counter.compare_exchange_weak(seen, seen + 1, SeqCst, SeqCst) {
        seen = found;
    }
}

fn in_a_loop_that_loads(counter: &AtomicUsize) {
    loop {
        let seen = counter.load(Acquire);
        if counter
            .compare_exchange_weak(seen, seen + 1, SeqCst, Relaxed)
            .is_ok()
        {
            return;
        }
    }
}

fn in_a_strong_loop(counter: &AtomicUsize) {
    let mut seen = counter.load(SeqCst);
    while let Err(found) = counter.compare_exchange(seen, seen + 1, SeqCst, SeqCst) {
        seen = found;
    }
}

#[test]
fn code_that_does_not_try_again_is_found_and_told_why() {
    let failure = Exhaustive::new()
        .run(|| {
            let flag = AtomicUsize::new(0);
            let taken = flag.compare_exchange_weak(0, 1, SeqCst, SeqCst);
            assert!(taken.is_ok(), "nobody else wants it");
        })
        .unwrap_err();
    assert!(!failure.always, "it fails in some executions only");
    let words = "compare_exchange_weak may fail although the value is the expected one";
    assert!(failure.account.contains(words), "{failure:?}");
}

#[test]
fn code_that_does_something_else_instead_passes() {
    Exhaustive::new().run(|| in_two_threads(once)).unwrap();
}

fn full(body: fn(&AtomicUsize)) -> u64 {
    let pass = OnePass {
        full: true,
        ..OnePass::default()
    };
    pass.run(move || in_two_threads(body), |_| {}).executions
}

#[test]
fn a_loop_that_tries_again_takes_no_more_executions() {
    let strong = full(in_a_strong_loop);
    assert_eq!(full(in_a_loop), strong);
    assert!(full(once) > strong);
    for body in [in_a_loop, in_a_loop_that_loads] {
        let explored = Exhaustive::new().run(move || in_two_threads(body)).unwrap();
        assert!(explored.is_complete(), "{explored}");
    }
}

#[test]
fn a_loop_that_gives_up_sooner_than_it_fails_is_followed() {
    let gives_up = |tries: usize| {
        move || {
            let flag = AtomicUsize::new(0);
            let mut left = tries;
            while flag.compare_exchange_weak(0, 1, SeqCst, SeqCst).is_err() {
                left -= 1;
                assert!(left > 0, "given up");
            }
        }
    };
    assert!(Exhaustive::new().run(gives_up(1)).is_err());
    assert!(Exhaustive::new().run(gives_up(2)).is_ok());
}
