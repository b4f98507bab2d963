//! What shuttle has no types or no meaning for: time-outs, tokens, poison.

use std::sync::Arc;
use std::time::Duration;

use model_std::sync::{Condvar, Mutex, OnceLock, mpsc};
use model_std::thread;

use super::{DEADLOCK, full, sc, set};

const SECOND: Duration = Duration::from_secs(1);

/// A time-out is a choice: the message may come in time or not.
#[test]
fn a_receive_can_time_out() {
    let program = || {
        let (sender, receiver) = mpsc::channel();
        let other = thread::spawn(move || sender.send(1));
        let seen = receiver.recv_timeout(SECOND).unwrap_or(7);
        let _ = other.join().unwrap();
        vec![seen]
    };
    assert_eq!(sc(program), set(&[&[1], &[7]]));
    assert_eq!(full(program), set(&[&[1], &[7]]));
}

/// Seen set without waiting or after being notified, or not seen because time was over: and time can be over just when
/// the flag has been set, so that both are true.
#[test]
fn a_wait_can_time_out() {
    let program = || {
        let shared = Arc::new((Mutex::new(0), Condvar::new()));
        let theirs = shared.clone();
        let setter = thread::spawn(move || {
            *theirs.0.lock().unwrap() = 1;
            theirs.1.notify_one();
        });
        let guard = shared.0.lock().unwrap();
        let (guard, result) = shared.1.wait_timeout(guard, SECOND).unwrap();
        let seen = *guard;
        drop(guard);
        setter.join().unwrap();
        vec![seen, usize::from(result.timed_out())]
    };
    assert_eq!(sc(program), set(&[&[0, 1], &[1, 0], &[1, 1]]));
}

/// There is one token, however often it is given: the second park may wait for ever.
#[test]
fn two_unparks_can_be_one() {
    let program = || {
        let parks = thread::spawn(|| {
            thread::park();
            thread::park();
        });
        parks.thread().unpark();
        parks.thread().unpark();
        parks.join().unwrap();
        vec![1]
    };
    assert_eq!(sc(program), set(&[&[1], DEADLOCK]));
}

/// Both see what the first of them made.
#[test]
fn a_once_lock_keeps_the_first_value() {
    let program = || {
        let lock = Arc::new(OnceLock::new());
        let theirs = lock.clone();
        let other = thread::spawn(move || *theirs.get_or_init(|| 1));
        let before = lock.get().copied().unwrap_or(0);
        let mine = *lock.get_or_init(|| 2);
        vec![other.join().unwrap(), before, mine]
    };
    let expected = set(&[&[1, 0, 1], &[1, 1, 1], &[2, 0, 2]]);
    assert_eq!(sc(program), expected);
    assert_eq!(full(program), expected);
}

/// A panic while the lock is held is an error from `join`, and from `lock` for whoever comes later.
#[test]
fn a_panic_poisons_the_lock_for_those_who_come_later() {
    let program = || {
        let lock = Arc::new(Mutex::new(0));
        let theirs = lock.clone();
        let other = thread::spawn(move || {
            let _guard = theirs.lock();
            model_std::panic::resume_unwind(Box::new(()));
        });
        let before = usize::from(lock.lock().is_err());
        let failed = usize::from(other.join().is_err());
        vec![before, failed, usize::from(lock.lock().is_err())]
    };
    assert_eq!(sc(program), set(&[&[0, 1, 1], &[1, 1, 1]]));
}
