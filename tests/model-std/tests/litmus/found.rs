//! Programs of which the search once missed an outcome. Most were found by the random programs of `tests/random`, and cut
//! down.

use std::sync::Arc;

use model_std::model::OnePass;
use model_std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use model_std::sync::{Condvar, Mutex, Once};
use model_std::thread;

use super::{DEADLOCK, full, pass, sc, set};

/// Two threads may each be the one whose notification arrives. Whichever it is, the other's may still be to come, so the
/// waiter can be done before main has looked. Notifications were once taken to commute.
#[test]
fn either_of_two_notifications_can_be_the_one_that_wakes() {
    let outcomes = sc(|| {
        let shared = Arc::new((Mutex::new(()), Condvar::new(), AtomicUsize::new(0)));
        let theirs = shared.clone();
        let other = thread::spawn(move || theirs.1.notify_one());
        let theirs = shared.clone();
        let waiter = thread::spawn(move || {
            let guard = theirs.0.lock().unwrap();
            drop(theirs.1.wait(guard).unwrap());
            theirs.2.store(1, SeqCst);
        });
        let seen = shared.2.load(SeqCst);
        shared.1.notify_one();
        other.join().unwrap();
        waiter.join().unwrap();
        vec![seen]
    });
    assert_eq!(outcomes, set(&[&[0], &[1], DEADLOCK]));
}

/// The second reader before the writer and the first after it: the first reader sleeps where the second is tried, and
/// what begins with the first reader had not been seen in every order.
#[test]
fn each_of_two_readers_can_come_before_or_after_a_writer() {
    let outcomes = sc(|| {
        let shared = Arc::new(AtomicUsize::new(0));
        let readers = [(); 2].map(|()| {
            let shared = shared.clone();
            thread::spawn(move || shared.load(SeqCst))
        });
        shared.fetch_add(1, SeqCst);
        readers.map(|reader| reader.join().unwrap()).to_vec()
    });
    assert_eq!(outcomes, set(&[&[0, 0], &[0, 1], &[1, 0], &[1, 1]]));
}

/// Nobody notifies, so that the waiter can go on only by itself, and only after everybody else has nothing left to do.
#[test]
fn a_spurious_wake_up_can_come_when_all_others_have_ended() {
    let outcomes = full(|| {
        let shared = Arc::new((Mutex::new(0), Condvar::new()));
        let theirs = shared.clone();
        let waiter = thread::spawn(move || {
            let guard = theirs.0.lock().unwrap();
            *theirs.1.wait(guard).unwrap()
        });
        let other = thread::spawn(|| Mutex::new(1).lock().map(|guard| *guard).unwrap());
        vec![waiter.join().unwrap(), other.join().unwrap()]
    });
    assert_eq!(outcomes, set(&[&[0, 1], DEADLOCK]));
}

/// Whichever of two threads comes first runs the closure, however few the preemptions.
#[test]
fn either_of_two_threads_can_be_the_one_that_runs_a_once() {
    for bound in [None, Some(1)] {
        let bounded = OnePass {
            bound,
            ..OnePass::default()
        };
        let outcomes = pass(bounded, || {
            let once = Arc::new(Once::new());
            let theirs = once.clone();
            let call = |once: &Once| {
                let mut mine = 0;
                once.call_once(|| mine = 1);
                mine
            };
            let other = thread::spawn(move || call(&theirs));
            let mine = call(&once);
            vec![mine, other.join().unwrap()]
        });
        assert_eq!(outcomes, set(&[&[0, 1], &[1, 0]]), "bound {bound:?}");
    }
}
