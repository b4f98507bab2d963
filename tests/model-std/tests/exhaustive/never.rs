//! Time-outs that std cannot represent never come, in a search as in virtual time.

use std::model::{FailureKind, VirtualTime};
use std::sync::{Condvar, Mutex, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use super::{fails, passes};

/// All of them lie past what the model's clock can count.
const ENDLESS: [Duration; 4] = [
    Duration::MAX,
    Duration::from_secs(u64::MAX),
    Duration::from_millis(u64::MAX),
    Duration::from_nanos(u64::MAX),
];

/// A deadlock in a search, and in virtual time as well.
fn never_ends(program: impl Fn() + Send + Sync + Clone + 'static) {
    let failure = fails(FailureKind::Deadlock, program.clone());
    assert!(failure.always, "{failure}");
    let failure = VirtualTime::new().run(program).expect_err("it never ends");
    assert_eq!(failure.kind, FailureKind::Deadlock, "{failure}");
}

#[test]
fn a_message_is_waited_for_for_ever() {
    for endless in ENDLESS {
        never_ends(move || {
            let (_sender, receiver) = mpsc::channel::<()>();
            _ = receiver.recv_timeout(endless);
        });
        passes(move || {
            let (sender, receiver) = mpsc::channel();
            thread::spawn(move || sender.send(1).unwrap());
            assert_eq!(receiver.recv_timeout(endless), Ok(1));
            let gone = Err(mpsc::RecvTimeoutError::Disconnected);
            assert_eq!(receiver.recv_timeout(endless), gone);
        });
    }
}

#[test]
fn a_lost_notification_behind_an_endless_time_out_is_a_deadlock() {
    for endless in ENDLESS {
        never_ends(move || {
            let (lock, signal) = (Mutex::new(()), Condvar::new());
            _ = signal.wait_timeout(lock.lock().unwrap(), endless);
        });
        never_ends(move || {
            let (lock, signal) = (Mutex::new(false), Condvar::new());
            let guard = lock.lock().unwrap();
            _ = signal.wait_timeout_while(guard, endless, |ready| !*ready);
        });
        passes(move || {
            let (lock, signal) = (Mutex::new(false), Condvar::new());
            thread::scope(|scope| {
                scope.spawn(|| {
                    *lock.lock().unwrap() = true;
                    signal.notify_one();
                });
                let guard = lock.lock().unwrap();
                let ended = signal.wait_timeout_while(guard, endless, |ready| !*ready);
                assert!(!ended.unwrap().1.timed_out());
            });
        });
    }
}

#[test]
fn a_thread_parks_and_sleeps_for_ever() {
    for endless in ENDLESS {
        never_ends(move || thread::park_timeout(endless));
        never_ends(move || thread::sleep(endless));
        passes(move || {
            thread::current().unpark();
            thread::park_timeout(endless);
        });
    }
    let failure = fails(FailureKind::Deadlock, || thread::sleep(Duration::MAX));
    let told = "main sleeps for ever (at tests/exhaustive/never.rs:";
    assert!(failure.message.starts_with(told), "{failure}");
    assert!(failure.to_string().contains("sleeps for ever"), "{failure}");
}

#[test]
fn a_time_out_that_is_only_long_comes() {
    let century = Duration::from_secs(100 * 365 * 86_400);
    let program = move || {
        let (_sender, receiver) = mpsc::channel::<()>();
        let began = Instant::now();
        let timeout = Err(mpsc::RecvTimeoutError::Timeout);
        assert_eq!(receiver.recv_timeout(century), timeout);
        assert!(began.elapsed() >= century);
    };
    passes(program);
    let timeline = VirtualTime::new().run(program).unwrap();
    assert_eq!(timeline.elapsed(), century);
}
