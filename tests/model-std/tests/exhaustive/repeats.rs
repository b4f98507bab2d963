//! Programs that look at what no schedule decides: an execution that does not repeat what it was to
//! repeat is noticed.
//!
//! A real counter plays what such a program looks at; an address of a value is the same, but for
//! being hard to foretell.

use std::model::FailureKind;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::sync::{Arc, Mutex};
use std::thread;

use super::{fails, passes};

/// Two threads race, so that there is a second execution; before that, `first` does something that
/// depends on whether the execution is one of the odd ones.
fn is_noticed(first: fn(bool)) {
    let executions = real::sync::atomic::AtomicU32::new(0);
    let failure = fails(FailureKind::NotReplayable, move || {
        let number = executions.fetch_add(1, real::sync::atomic::Ordering::Relaxed);
        first(number % 2 == 1);
        let count = AtomicU32::new(0);
        thread::scope(|scope| {
            scope.spawn(|| count.store(1, SeqCst));
            scope.spawn(|| count.store(2, SeqCst));
        });
    });
    assert!(
        failure.message.contains("did not do the same twice"),
        "{failure}"
    );
}

#[test]
fn another_operation_on_the_same_thing_is_noticed() {
    is_noticed(|odd| {
        let count = AtomicU32::new(0);
        if odd {
            count.store(1, SeqCst);
        } else {
            count.load(SeqCst);
        }
    });
}

#[test]
fn the_same_operation_on_another_thing_is_noticed() {
    is_noticed(|odd| {
        let counts = [AtomicU32::new(0), AtomicU32::new(0)];
        counts.iter().for_each(|count| count.store(1, SeqCst));
        counts[usize::from(odd)].load(SeqCst);
    });
}

#[test]
#[expect(
    clippy::if_same_then_else,
    reason = "the place of a call is what differs"
)]
fn the_same_operation_at_another_place_is_noticed() {
    is_noticed(|odd| {
        let count = AtomicU32::new(0);
        if odd {
            count.load(SeqCst);
        } else {
            count.load(SeqCst);
        }
    });
}

#[test]
fn two_locks_in_another_order_are_noticed() {
    is_noticed(|odd| {
        let locks = [Mutex::new(0), Mutex::new(0)];
        locks.iter().for_each(|lock| *lock.lock().unwrap() += 1);
        let first = locks[usize::from(odd)].lock();
        drop((first, locks[usize::from(!odd)].lock()));
    });
}

#[test]
fn one_operation_more_or_less_is_noticed() {
    is_noticed(|odd| {
        let count = AtomicU32::new(0);
        (0..if odd { 2 } else { 3 }).for_each(|_| _ = count.load(SeqCst));
    });
    is_noticed(|odd| {
        let count = AtomicU32::new(0);
        (0..if odd { 3 } else { 2 }).for_each(|_| _ = count.load(SeqCst));
    });
}

#[test]
fn an_execution_that_ends_too_soon_is_noticed() {
    static CALLS: real::sync::atomic::AtomicU32 = real::sync::atomic::AtomicU32::new(0);
    fails(FailureKind::NotReplayable, || {
        let calls = CALLS.fetch_add(1, real::sync::atomic::Ordering::Relaxed);
        let count = Arc::new(AtomicU32::new(0));
        // Two that are drawn, and the first of the search.
        if calls < 3 {
            let theirs = count.clone();
            let other = thread::spawn(move || theirs.store(1, SeqCst));
            count.load(SeqCst);
            other.join().unwrap();
        }
    });
}

#[test]
fn a_step_that_depends_on_the_address_of_a_value_is_noticed() {
    static SEEN: real::sync::Mutex<Vec<usize>> = real::sync::Mutex::new(Vec::new());
    is_noticed(|_| {
        // What is leaked is never at the same place again.
        let leaked: &'static u64 = Box::leak(Box::new(7));
        let mut seen = SEEN.lock().unwrap();
        let is_new = !seen.contains(&real::ptr::from_ref(leaked).addr());
        seen.push(real::ptr::from_ref(leaked).addr());
        let is_even = seen.len().is_multiple_of(2);
        drop(seen);
        let count = AtomicU32::new(0);
        if is_new && is_even {
            count.load(SeqCst);
        }
    });
}

#[test]
fn an_address_that_is_only_kept_changes_nothing() {
    use std::sync::atomic::AtomicPtr;
    passes(|| {
        let leaked: &'static mut u64 = Box::leak(Box::new(7));
        let place = AtomicPtr::new(real::ptr::null_mut());
        thread::scope(|scope| {
            scope.spawn(|| place.store(leaked, SeqCst));
            scope.spawn(|| place.load(SeqCst).is_null());
        });
        assert!(!place.load(SeqCst).is_null());
    });
}

#[test]
fn a_thread_has_the_same_id_in_each_execution() {
    let seen = real::sync::Arc::new(real::sync::Mutex::new(real::collections::BTreeSet::new()));
    let notes = seen.clone();
    passes(move || {
        let order = Mutex::new(());
        let ids: Vec<_> = (0..2)
            .map(|_| thread::spawn(|| thread::current().id()))
            .collect();
        let own = format!("{:?}", thread::current().id());
        drop(order.lock());
        let mut all: Vec<_> = ids
            .into_iter()
            .map(|id| format!("{:?}", id.join().unwrap()))
            .collect();
        all.push(own);
        notes.lock().unwrap().insert(all);
    });
    let seen = seen.lock().unwrap();
    assert_eq!(seen.len(), 1, "{seen:?}");
    assert!(
        seen.iter().all(|ids| ids[0] != ids[1] && ids[1] != ids[2]),
        "{seen:?}"
    );
}
