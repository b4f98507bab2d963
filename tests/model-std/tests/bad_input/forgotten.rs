//! What is forgotten with `mem::forget`, leaked, or still held when its thread ends: as on the real std, a lock stays
//! locked and a channel stays connected for ever. Whoever waits for it is told who has it and where it was taken.

use std::mem::forget;
use std::model::{self, Exhaustive, Failure, FailureKind, VirtualTime};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, RwLock, mpsc};
use std::thread;
use std::time::Duration;

/// Both models find a deadlock, in the same words up to the places; returns what virtual time says.
fn deadlocks(f: impl Fn() + Send + Sync + Clone + 'static) -> Box<Failure> {
    let failure = Exhaustive::new().run(f.clone()).unwrap_err();
    assert_eq!(failure.kind, FailureKind::Deadlock, "{failure}");
    let failure = VirtualTime::new().run(f).unwrap_err();
    assert_eq!(failure.kind, FailureKind::Deadlock, "{failure}");
    failure
}

#[track_caller]
fn says(failure: &Failure, said: &str) {
    assert!(failure.message.contains(said), "{}", failure.message);
}

#[test]
fn a_guard_forgotten_by_its_own_thread_deadlocks_it() {
    let failure = deadlocks(|| {
        let lock = Mutex::new(1);
        forget(lock.lock());
        drop(lock.lock());
    });
    says(
        &failure,
        "that it holds itself (locked at tests/bad_input/forgotten.rs:",
    );
}

#[test]
fn a_guard_forgotten_by_a_thread_that_has_ended_is_told_as_that() {
    let failure = deadlocks(|| {
        let lock = Arc::new(Mutex::new(1));
        let theirs = lock.clone();
        let worker = thread::spawn(move || forget(theirs.lock()));
        worker.join().unwrap();
        drop(lock.lock());
    });
    says(&failure, "main waits for the Mutex");
    says(
        &failure,
        "worker 1, which ended while holding it (locked at tests/bad_input/forgotten.rs:",
    );
}

#[test]
fn a_guard_in_a_leaked_box_is_never_given_back_either() {
    let failure = deadlocks(|| {
        let lock: &'static Mutex<u32> = Box::leak(Box::new(Mutex::new(1)));
        let worker = thread::spawn(move || {
            let guard: &'static mut MutexGuard<'static, u32> =
                Box::leak(Box::new(lock.lock().unwrap()));
            **guard += 1;
        });
        worker.join().unwrap();
        *lock.lock().unwrap() += 1;
    });
    says(&failure, "worker 1, which ended while holding it");
}

#[test]
fn a_forgotten_reader_lets_others_read_and_nobody_write() {
    let failure = deadlocks(|| {
        let lock = Arc::new(RwLock::new(1));
        let theirs = lock.clone();
        thread::spawn(move || forget(theirs.read())).join().unwrap();
        assert_eq!(*lock.read().unwrap(), 1);
        *lock.write().unwrap() += 1;
    });
    says(&failure, "worker 1, which ended while holding it");
}

#[test]
fn a_forgotten_writer_lets_nobody_in() {
    let failure = deadlocks(|| {
        let lock = Arc::new(RwLock::new(1));
        let theirs = lock.clone();
        thread::spawn(move || forget(theirs.write()))
            .join()
            .unwrap();
        assert!(lock.try_read().is_err());
        drop(lock.read());
    });
    says(&failure, "worker 1, which ended while holding it");
}

#[test]
fn a_guard_forgotten_after_a_wait_counts_as_locked_by_the_wait() {
    let failure = deadlocks(|| {
        let pair = Arc::new((Mutex::new(false), Condvar::new()));
        let theirs = pair.clone();
        let worker = thread::spawn(move || {
            let (ready, signal) = &*theirs;
            let guard = signal
                .wait_while(ready.lock().unwrap(), |ready| !*ready)
                .unwrap();
            forget(guard);
        });
        *pair.0.lock().unwrap() = true;
        pair.1.notify_one();
        worker.join().unwrap();
        drop(pair.0.lock());
    });
    says(&failure, "worker 1, which ended while holding it");
}

#[test]
fn a_forgotten_sender_keeps_its_channel_connected() {
    let failure = deadlocks(|| {
        let (sender, receiver) = mpsc::channel::<u32>();
        forget(sender);
        let _ = receiver.recv();
    });
    says(&failure, "main waits for a message");
}

#[test]
fn a_forgotten_receiver_takes_messages_for_ever() {
    let passing = || {
        let (sender, receiver) = mpsc::channel();
        forget(receiver);
        sender.send(1).unwrap();
    };
    assert!(model::exhaustive(passing).is_complete());
    model::virtual_time(passing);
    let failure = deadlocks(|| {
        let (sender, receiver) = mpsc::sync_channel(1);
        forget(receiver);
        sender.send(1).unwrap();
        sender.send(2).unwrap();
    });
    says(&failure, "main waits for room in the channel");
}

#[test]
fn a_forgotten_join_handle_is_a_thread_let_go() {
    let run = || forget(thread::spawn(|| thread::sleep(Duration::from_secs(1))));
    assert!(model::exhaustive(run).is_complete());
    let timeline = model::virtual_time(run);
    assert_eq!((timeline.elapsed(), timeline.leaked()), (Duration::ZERO, 1));
}

#[test]
fn a_scope_waits_for_a_thread_whose_handle_was_forgotten() {
    let run = || {
        thread::scope(|scope| forget(scope.spawn(|| thread::sleep(Duration::from_secs(1)))));
    };
    assert!(model::exhaustive(run).is_complete());
    let timeline = model::virtual_time(run);
    assert_eq!((timeline.elapsed().as_secs(), timeline.leaked()), (1, 0));
}
