//! Deadlocks, lost wake-ups, and the waits that are right.

use std::model::FailureKind;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering::SeqCst};
use std::sync::{Arc, Barrier, Condvar, Mutex, Once, RwLock, mpsc};
use std::thread;
use std::time::Duration;

use super::{fails, passes, races};

#[test]
fn two_locks_in_two_orders_deadlock() {
    let failure = fails(FailureKind::Deadlock, || {
        let locks = (Mutex::new(()), Mutex::new(()));
        thread::scope(|scope| {
            scope.spawn(|| {
                let _first = locks.0.lock();
                let _second = locks.1.lock();
            });
            let _first = locks.1.lock();
            let _second = locks.0.lock();
        });
    });
    assert!(!failure.always);
    assert!(
        failure.message.contains("held by worker 1") && failure.message.contains("held by main"),
        "{failure}"
    );
}

#[test]
fn two_locks_in_one_order_do_not() {
    passes(|| {
        let locks = (Mutex::new(()), Mutex::new(()));
        let both = || {
            let _first = locks.0.lock();
            let _second = locks.1.lock();
        };
        thread::scope(|scope| {
            scope.spawn(both);
            both();
        });
    });
}

#[test]
fn a_thread_that_takes_its_own_lock_again_deadlocks() {
    let failure = fails(FailureKind::Deadlock, || {
        let lock = RwLock::new(());
        let _reading = lock.read();
        let _writing = lock.write();
    });
    assert!(
        failure.always && failure.message.contains("holds itself"),
        "{failure}"
    );
}

#[test]
fn a_forgotten_guard_holds_its_lock_for_ever() {
    let failure = fails(FailureKind::Deadlock, || {
        let lock = Mutex::new(());
        std::mem::forget(lock.lock());
        drop(lock.lock());
    });
    assert!(failure.always, "{failure}");
}

#[test]
fn a_notification_before_the_wait_is_lost() {
    let failure = fails(FailureKind::Deadlock, || {
        let pair = Arc::new((Mutex::new(()), Condvar::new()));
        let theirs = pair.clone();
        thread::spawn(move || theirs.1.notify_one());
        drop(pair.1.wait(pair.0.lock().unwrap()));
    });
    assert!(
        !failure.always && failure.message.contains("waits to be notified"),
        "{failure}"
    );
}

#[test]
fn a_missing_notification_is_a_deadlock() {
    let failure = fails(FailureKind::Deadlock, || {
        let pair = Arc::new((Mutex::new(false), Condvar::new()));
        let theirs = pair.clone();
        thread::spawn(move || *theirs.0.lock().unwrap() = true);
        drop(pair.1.wait_while(pair.0.lock().unwrap(), |raised| !*raised));
    });
    assert!(!failure.always, "{failure}");
}

/// Main raises a flag and notifies; another waits for it, by `wait`.
fn raised(wait: impl Fn(&Mutex<bool>, &Condvar) + Send + Sync) {
    let (flag, bell) = (Mutex::new(false), Condvar::new());
    thread::scope(|scope| {
        scope.spawn(|| wait(&flag, &bell));
        *flag.lock().unwrap() = true;
        bell.notify_one();
    });
}

#[test]
fn asking_if_instead_of_while_around_a_wait_is_caught() {
    races(|| {
        raised(|flag, bell| {
            let mut guard = flag.lock().unwrap();
            if !*guard {
                guard = bell.wait(guard).unwrap();
            }
            assert!(*guard, "woken although nothing was raised");
        });
    });
    passes(|| {
        raised(|flag, bell| {
            let mut guard = flag.lock().unwrap();
            while !*guard {
                guard = bell.wait(guard).unwrap();
            }
            assert!(*guard);
        });
    });
}

#[test]
fn a_loop_around_a_timed_wait_ends() {
    passes(|| {
        raised(|flag, bell| {
            let mut guard = flag.lock().unwrap();
            while !*guard {
                guard = bell
                    .wait_timeout(guard, Duration::from_millis(10))
                    .unwrap()
                    .0;
            }
        });
    });
}

/// Two threads wait for one flag.
fn two_waiters(notify: impl Fn(&Condvar) + Send + Sync) {
    let (flag, bell) = (Mutex::new(false), Condvar::new());
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| drop(bell.wait_while(flag.lock().unwrap(), |raised| !*raised)));
        }
        *flag.lock().unwrap() = true;
        notify(&bell);
    });
}

#[test]
fn one_notification_does_not_wake_two_waiters() {
    fails(FailureKind::Deadlock, || two_waiters(Condvar::notify_one));
    passes(|| two_waiters(Condvar::notify_all));
}

#[test]
fn park_may_return_for_nothing_and_must_be_asked_again() {
    races(|| {
        let flag = Arc::new(AtomicBool::new(false));
        let theirs = flag.clone();
        let sleeper = thread::spawn(move || {
            thread::park();
            assert!(theirs.load(SeqCst), "unparked");
        });
        flag.store(true, SeqCst);
        sleeper.thread().unpark();
        sleeper.join().unwrap();
    });
    passes(|| {
        let flag = Arc::new(AtomicBool::new(false));
        let theirs = flag.clone();
        let sleeper = thread::spawn(move || {
            while !theirs.load(SeqCst) {
                thread::park();
            }
        });
        flag.store(true, SeqCst);
        sleeper.thread().unpark();
        sleeper.join().unwrap();
    });
}

#[test]
fn a_barrier_separates_before_from_after() {
    passes(|| {
        let (barrier, arrived) = (Barrier::new(2), AtomicU32::new(0));
        let leaders = AtomicU32::new(0);
        let body = || {
            arrived.fetch_add(1, SeqCst);
            leaders.fetch_add(u32::from(barrier.wait().is_leader()), SeqCst);
            assert_eq!(arrived.load(SeqCst), 2);
        };
        thread::scope(|scope| {
            scope.spawn(body);
            body();
        });
        assert_eq!(leaders.into_inner(), 1);
    });
}

#[test]
fn a_barrier_for_one_too_many_is_a_deadlock() {
    let failure = fails(FailureKind::Deadlock, || {
        let barrier = Barrier::new(3);
        thread::scope(|scope| {
            scope.spawn(|| barrier.wait());
            barrier.wait();
        });
    });
    assert!(
        failure.always && failure.message.contains("barrier"),
        "{failure}"
    );
}

#[test]
fn once_runs_once_and_everybody_waits_for_it() {
    passes(|| {
        let (once, made) = (Once::new(), AtomicU32::new(0));
        let body = || {
            once.call_once(|| {
                made.fetch_add(1, SeqCst);
            });
            assert_eq!(made.load(SeqCst), 1);
        };
        thread::scope(|scope| {
            scope.spawn(body);
            body();
        });
    });
}

#[test]
fn a_receiver_waits_for_ever_for_a_sender_that_is_kept() {
    let failure = fails(FailureKind::Deadlock, || {
        let (sender, receiver) = mpsc::channel::<u8>();
        let worker = thread::spawn(move || receiver.iter().count());
        worker.join().unwrap();
        drop(sender);
    });
    assert!(
        failure.always && failure.message.contains("nobody sends"),
        "{failure}"
    );
}

#[test]
fn a_rendezvous_with_oneself_is_a_deadlock() {
    let failure = fails(FailureKind::Deadlock, || {
        let (sender, receiver) = mpsc::sync_channel(0);
        sender.send(1).unwrap();
        drop(receiver);
    });
    assert!(failure.always, "{failure}");
}

#[test]
fn threads_that_join_each_other_deadlock() {
    let failure = fails(FailureKind::Deadlock, || {
        let (sender, receiver) = mpsc::channel::<thread::JoinHandle<()>>();
        let first = thread::spawn(move || receiver.recv().unwrap().join().unwrap());
        let second = thread::spawn(move || first.join().unwrap());
        sender.send(second).unwrap();
        thread::park_timeout(Duration::from_secs(1));
        loop {
            thread::park();
        }
    });
    assert!(
        failure.to_string().contains("waits for worker"),
        "{failure}"
    );
}

#[test]
fn waiting_for_what_nobody_initialises_is_a_deadlock() {
    let failure = fails(FailureKind::Deadlock, || {
        static NEVER_SET: std::sync::OnceLock<u8> = std::sync::OnceLock::new();
        NEVER_SET.wait();
    });
    assert!(failure.message.contains("OnceLock"), "{failure}");
}

#[test]
fn waiting_for_a_once_is_one_step() {
    let explored = std::model::exhaustive(|| {
        let cell = std::sync::OnceLock::new();
        std::thread::scope(|scope| {
            scope.spawn(|| cell.set(1));
            assert_eq!(*cell.wait(), 1);
        });
    });
    assert!(
        explored.is_complete() && explored.executions <= 2,
        "{explored:?}"
    );
}
