//! `compare_exchange_weak` may fail although the value is the expected one.

use std::sync::Arc;
use std::sync::atomic::Ordering::{Acquire, Relaxed, SeqCst};

use model_std::model::{Exhaustive, OnePass};
use model_std::sync::atomic::AtomicUsize;
use model_std::thread;

/// A program of two threads that do the same with an atomic, each in its outermost function: a stack on which nothing has
/// been called before has no bytes left over that would make two tries differ.
macro_rules! in_two_threads {
    (|$counter:ident| $body:block) => {
        || {
            let shared = Arc::new(AtomicUsize::new(0));
            let theirs = shared.clone();
            let other = thread::spawn(move || {
                let $counter: &AtomicUsize = &theirs;
                $body
            });
            let $counter: &AtomicUsize = &shared;
            $body
            other.join().unwrap();
            assert_eq!(shared.load(SeqCst), 2, "both count");
        }
    };
}

const STRONG: fn() = in_two_threads!(|counter| {
    let mut seen = counter.load(SeqCst);
    while let Err(found) = counter.compare_exchange(seen, seen + 1, SeqCst, SeqCst) {
        seen = found;
    }
});

const WEAK: fn() = in_two_threads!(|counter| {
    let mut seen = counter.load(SeqCst);
    while let Err(found) = counter.compare_exchange_weak(seen, seen + 1, SeqCst, SeqCst) {
        seen = found;
    }
});

const LOADS_AGAIN: fn() = in_two_threads!(|counter| {
    loop {
        let seen = counter.load(Acquire);
        let result = counter.compare_exchange_weak(seen, seen + 1, SeqCst, Relaxed);
        if result.is_ok() {
            break;
        }
    }
});

const ONCE: fn() = in_two_threads!(|counter| {
    let seen = counter.load(SeqCst);
    let result = counter.compare_exchange_weak(seen, seen + 1, SeqCst, SeqCst);
    if result.is_err() {
        counter.fetch_add(1, SeqCst);
    }
});

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
    assert!(failure.trace.closing.contains(words), "{failure:?}");
}

#[test]
fn code_that_does_something_else_instead_passes() {
    Exhaustive::new().run(ONCE).unwrap();
}

fn full(program: fn()) -> u64 {
    let pass = OnePass {
        full: true,
        ..OnePass::default()
    };
    pass.run(program, |_| {}).executions
}

#[test]
fn a_loop_that_tries_again_takes_no_more_executions() {
    let strong = full(STRONG);
    assert_eq!(full(WEAK), strong);
    assert!(full(ONCE) > strong);
    for program in [WEAK, LOADS_AGAIN] {
        let explored = Exhaustive::new().run(program).unwrap();
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
