//! Home-made locks, one inside another, each of which looks whether it is free and then takes it,
//! in two steps. Two threads are inside only if they pass one lock after the other side by side:
//! with many interruptions, where a search comes last.

use std::model::{Exhaustive, FailureKind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering::SeqCst};
use std::thread;
use std::time::Duration;

/// A place that is looked at and changed behind a lock.
trait Place: Default + Sync {
    fn get(&self) -> bool;
    fn set(&self, taken: bool);
}

impl Place for AtomicBool {
    fn get(&self) -> bool {
        self.load(SeqCst)
    }
    fn set(&self, taken: bool) {
        self.store(taken, SeqCst);
    }
}

impl Place for Mutex<bool> {
    fn get(&self) -> bool {
        *self.lock().unwrap()
    }
    fn set(&self, taken: bool) {
        *self.lock().unwrap() = taken;
    }
}

/// A right lock around each look and each change.
#[derive(Default)]
struct Guarded {
    busy: AtomicBool,
    taken: AtomicBool,
}

impl Guarded {
    fn alone<T>(&self, body: impl FnOnce() -> T) -> T {
        while self.busy.swap(true, SeqCst) {
            thread::yield_now();
        }
        let value = body();
        self.busy.store(false, SeqCst);
        value
    }
}

impl Place for Guarded {
    fn get(&self) -> bool {
        self.alone(|| self.taken.load(SeqCst))
    }
    fn set(&self, taken: bool) {
        self.alone(|| self.taken.store(taken, SeqCst));
    }
}

/// Counts how often it was looked at, which no one asks for.
#[derive(Default)]
struct Counting {
    looks: AtomicU32,
    taken: AtomicBool,
}

impl Place for Counting {
    fn get(&self) -> bool {
        self.looks.fetch_add(1, SeqCst);
        self.taken.load(SeqCst)
    }
    fn set(&self, taken: bool) {
        self.looks.fetch_add(1, SeqCst);
        self.taken.store(taken, SeqCst);
    }
}

/// Two threads add behind so many locks.
fn add_behind<P: Place>(locks: usize) {
    let places: Vec<P> = (0..locks).map(|_| P::default()).collect();
    let total = AtomicU32::new(0);
    let add = || {
        for place in &places {
            while place.get() {
                thread::yield_now();
            }
            place.set(true);
        }
        let seen = total.load(SeqCst);
        total.store(seen + 1, SeqCst);
        places.iter().rev().for_each(|place| place.set(false));
    };
    thread::scope(|scope| {
        scope.spawn(add);
        scope.spawn(add);
    });
    assert_eq!(total.load(SeqCst), 2);
}

/// Found by as few executions as are run on any machine.
fn is_found(program: fn()) {
    for seed in 0..3 {
        let search = Exhaustive::new().budget(Duration::MAX).executions(4_000);
        let failure = search
            .seed(seed)
            .run(program)
            .expect_err("two threads are inside");
        assert_eq!(failure.kind, FailureKind::Panic, "{failure}");
        assert!(!failure.always, "{failure}");
    }
}

#[test]
fn two_threads_get_through_flags_side_by_side() {
    is_found(|| add_behind::<AtomicBool>(2));
    is_found(|| add_behind::<AtomicBool>(8));
}

#[test]
fn two_threads_get_through_flags_behind_locks_side_by_side() {
    is_found(|| add_behind::<Mutex<bool>>(3));
    is_found(|| add_behind::<Guarded>(1));
    is_found(|| add_behind::<Guarded>(2));
    is_found(|| add_behind::<Guarded>(3));
}

#[test]
fn two_threads_get_through_flags_that_count_side_by_side() {
    is_found(|| add_behind::<Counting>(2));
    is_found(|| add_behind::<Counting>(4));
}

#[test]
fn what_chance_finds_is_shown_with_few_interruptions() {
    let search = Exhaustive::new().budget(Duration::MAX).executions(4_000);
    let failure = search.run(|| add_behind::<Counting>(4)).unwrap_err();
    let (said, _) = failure.schedule.split_once(".0x").unwrap_or_default();
    let stretches = failure.schedule.split(',').count();
    assert!(
        stretches <= 16,
        "{said}: {stretches} stretches in {}",
        failure.schedule
    );
}
