//! How threads end: panics, poisoning, scopes, threads that outlive main.

use std::model::FailureKind;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread;

use super::{fails, passes, races};

#[test]
fn a_panic_is_an_error_from_join_in_every_interleaving() {
    passes(|| {
        let worker = thread::spawn(|| panic!("{}", "told"));
        let other = thread::spawn(|| 5);
        let payload = worker.join().unwrap_err();
        assert_eq!(
            payload.downcast_ref::<String>().map(String::as_str),
            Some("told")
        );
        assert_eq!(other.join().unwrap(), 5);
    });
}

#[test]
fn a_lock_is_found_poisoned_only_after_the_panic() {
    let seen = real::sync::Arc::new(real::sync::Mutex::new(real::collections::BTreeSet::new()));
    let notes = seen.clone();
    passes(move || {
        let lock = Arc::new(Mutex::new(0));
        let theirs = lock.clone();
        let worker = thread::spawn(move || {
            let mut guard = theirs.lock().unwrap();
            *guard = 1;
            panic!("half way");
        });
        let found = lock
            .lock()
            .map(|value| *value)
            .map_err(|error| *error.into_inner());
        assert!(worker.join().is_err() && lock.is_poisoned());
        notes.lock().unwrap().insert(found);
    });
    assert_eq!(*seen.lock().unwrap(), [Ok(0), Err(1)].into());
}

#[test]
fn unwrapping_a_lock_that_may_be_poisoned_is_caught() {
    let failure = races(|| {
        let lock = Arc::new(Mutex::new(0));
        let theirs = lock.clone();
        let worker = thread::spawn(move || {
            let _guard = theirs.lock();
            panic!("holding it");
        });
        *lock.lock().unwrap() += 1;
        assert!(worker.join().is_err());
    });
    assert!(
        failure
            .panics
            .iter()
            .any(|panic| panic.message == "holding it"),
        "{failure}"
    );
    passes(|| {
        let lock = Arc::new(Mutex::new(0));
        let theirs = lock.clone();
        let worker = thread::spawn(move || {
            let _guard = theirs.lock();
            panic!("holding it");
        });
        *lock.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        assert!(worker.join().is_err());
    });
}

#[test]
fn a_scope_waits_for_its_threads() {
    passes(|| {
        let total = AtomicU32::new(0);
        thread::scope(|scope| {
            scope.spawn(|| total.fetch_add(1, SeqCst));
            scope.spawn(|| total.fetch_add(2, SeqCst));
        });
        assert_eq!(total.into_inner(), 3);
    });
}

#[test]
fn a_scoped_panic_reaches_main() {
    let failure = fails(FailureKind::Panic, || {
        thread::scope(|scope| {
            scope.spawn(|| panic!("inside"));
        });
    });
    assert!(
        failure.always && failure.message.contains("a scoped thread panicked"),
        "{failure}"
    );
    assert_eq!(failure.panics[0].message, "inside");
}

#[test]
fn main_may_end_before_its_threads() {
    let seen = real::sync::Arc::new(real::sync::Mutex::new(real::collections::BTreeSet::new()));
    let notes = seen.clone();
    passes(move || {
        let count = Arc::new(AtomicU32::new(0));
        let theirs = count.clone();
        thread::spawn(move || theirs.store(1, SeqCst));
        thread::spawn(thread::park);
        notes.lock().unwrap().insert(count.load(SeqCst));
    });
    assert_eq!(*seen.lock().unwrap(), [0, 1].into());
}

#[test]
fn joining_is_all_that_tells_that_a_thread_has_ended() {
    races(|| {
        let (sender, receiver) = mpsc::channel();
        let worker = thread::spawn(move || sender.send(1).unwrap());
        receiver.recv().unwrap();
        assert!(worker.is_finished(), "it has sent, but not ended");
    });
}

/// A value whose destructor needs the model, as a thread pool's does.
struct Locks(Arc<Mutex<u32>>);

impl Drop for Locks {
    fn drop(&mut self) {
        *self.0.lock().unwrap() += 1;
    }
}

thread_local! {
    static LEFT: std::cell::RefCell<Option<Locks>> = const { std::cell::RefCell::new(None) };
}

#[test]
fn what_an_execution_leaves_behind_is_cleared_away_quietly() {
    static HELD: Mutex<Option<Locks>> = Mutex::new(None);
    passes(|| {
        let lock = Arc::new(Mutex::new(0));
        *HELD.lock().unwrap() = Some(Locks(lock.clone()));
        let local = Locks(lock);
        thread::spawn(move || {
            LEFT.set(Some(local));
            thread::park();
            thread::park();
        });
    });
    let failure = fails(FailureKind::Exit, || {
        let captured = Locks(Arc::default());
        thread::spawn(move || drop(captured));
        std::process::exit(3);
    });
    assert!(failure.always, "{failure}");
}
