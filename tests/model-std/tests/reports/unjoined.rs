//! A thread that nobody waits for is the culprit, not the look at what it has not done yet.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Condvar, Mutex, mpsc};
use std::thread;
use std::time::Duration;

use crate::programs::{searched, timed};
use crate::student::{Background, Right};

#[test]
fn main_did_not_wait_for_the_thread() {
    let closing = searched(|| {
        let counter = Background::default();
        assert_eq!(counter.value(), 0);
        counter.add(1);
        assert_eq!(counter.value(), 1);
    })
    .trace
    .closing;
    assert!(
        closing.starts_with("main did not wait for worker 1, which changed"),
        "{closing}"
    );
    assert!(
        closing.contains("src/student.rs:") && !closing.contains("tests/"),
        "{closing}"
    );
}

#[test]
fn several_threads_are_counted_and_named() {
    let closing = searched(|| {
        let counter = Background::default();
        counter.add(1);
        counter.add(2);
        assert_eq!(counter.value(), 3);
    })
    .trace
    .closing;
    let start = "main did not wait for 2 threads (worker 1 and worker 2): worker 1 changed";
    assert!(closing.starts_with(start), "{closing}");
}

#[test]
fn to_sleep_is_not_to_wait() {
    let program = || {
        let done = Arc::new(AtomicBool::new(false));
        let theirs = done.clone();
        let worker = thread::spawn(move || {
            thread::sleep(Duration::from_secs(2));
            theirs.store(true, Ordering::SeqCst);
        });
        thread::sleep(Duration::from_secs(1));
        assert!(done.load(Ordering::SeqCst), "done by now");
        worker.join().unwrap();
    };
    for closing in [
        searched(program).trace.closing,
        timed(program).trace.closing,
    ] {
        assert!(
            closing.starts_with("main did not wait for worker 1"),
            "{closing}"
        );
        assert!(
            closing.contains("main slept ") && closing.contains("instead: that waits for a time"),
            "{closing}"
        );
    }
}

#[test]
fn a_test_that_sleeps_and_then_looks_does_not_want_to_wait() {
    let failure = timed(|| {
        let counter = Arc::new(Right::default());
        let theirs = counter.clone();
        thread::spawn(move || {
            theirs.add(1);
            thread::sleep(Duration::from_secs(2));
            theirs.add(1);
        });
        thread::sleep(Duration::from_secs(1));
        assert_eq!(counter.add(0), 2);
    });
    let (closing, late) = (&failure.trace.closing, &failure.trace.late);
    assert!(!closing.contains("did not wait"), "{closing}");
    assert!(late.is_empty(), "{late:?}");
}

#[test]
fn who_waits_for_messages_is_told_when_they_end() {
    let closing = timed(|| {
        let (sender, receiver) = mpsc::channel();
        thread::spawn(move || {
            thread::sleep(Duration::from_secs(2));
            let _ = sender.send(1);
        });
        assert_eq!(receiver.recv_timeout(Duration::from_secs(1)), Ok(1));
    })
    .trace
    .closing;
    assert!(
        closing.contains("main gave up waiting") && closing.contains("Receive until the channel"),
        "{closing}"
    );
    assert!(!closing.contains("`join`"), "{closing}");
}

#[test]
fn a_lock_that_main_took_along_is_no_excuse() {
    let closing = timed(|| {
        let log = Arc::new(Mutex::new(Vec::new()));
        for seconds in [1, 2] {
            let log = log.clone();
            thread::spawn(move || {
                thread::sleep(Duration::from_secs(seconds));
                log.lock().unwrap().push(seconds);
            });
        }
        thread::sleep(Duration::from_millis(1_500));
        assert_eq!(log.lock().unwrap().len(), 2);
    })
    .trace
    .closing;
    assert!(
        closing.starts_with("main did not wait for worker 2, which came to lock the Mutex"),
        "{closing}"
    );
}

#[test]
fn a_thread_that_waits_for_work_is_none_to_wait_for() {
    let closing = searched(|| {
        let shared = Arc::new((Mutex::new(0), Condvar::new(), AtomicU32::new(0)));
        let theirs = shared.clone();
        thread::spawn(move || {
            loop {
                let jobs = theirs.0.lock().unwrap();
                let mut jobs = theirs.1.wait_while(jobs, |jobs| *jobs == 0).unwrap();
                *jobs -= 1;
                let done = theirs.2.load(Ordering::SeqCst);
                theirs.2.store(done + 1, Ordering::SeqCst);
            }
        });
        *shared.0.lock().unwrap() += 1;
        shared.1.notify_one();
        let done = shared.2.load(Ordering::SeqCst);
        shared.2.store(done + 1, Ordering::SeqCst);
        while *shared.0.lock().unwrap() > 0 {}
        assert_eq!(shared.2.load(Ordering::SeqCst), 2);
    })
    .trace
    .closing;
    assert!(closing.contains("one update is lost"), "{closing}");
}

#[test]
fn nothing_is_said_of_threads_that_are_waited_for() {
    let closing = searched(|| {
        let seen = AtomicU32::new(0);
        thread::scope(|scope| {
            scope.spawn(|| seen.fetch_add(1, Ordering::SeqCst));
            scope.spawn(|| seen.fetch_max(5, Ordering::SeqCst));
        });
        assert_eq!(seen.load(Ordering::SeqCst), 5, "1, then 5");
    })
    .trace
    .closing;
    assert!(
        closing.starts_with("In another order of these steps all is well"),
        "{closing}"
    );
}

#[test]
fn an_order_kept_by_sleeping_is_called_none() {
    let closing = searched(|| {
        let log = Arc::new(Mutex::new(Vec::new()));
        let workers = [1, 2].map(|seconds| {
            let log = log.clone();
            thread::spawn(move || {
                thread::sleep(Duration::from_secs(seconds));
                log.lock().unwrap().push(seconds);
            })
        });
        workers
            .into_iter()
            .for_each(|worker| worker.join().unwrap());
        assert_eq!(*log.lock().unwrap(), [1, 2]);
    })
    .trace
    .closing;
    assert!(
        closing.contains("A `sleep` does not settle that"),
        "{closing}"
    );
}

#[test]
fn a_change_behind_a_pointer_is_one_that_main_did_not_wait_for() {
    let failure = searched(|| {
        let results = Arc::new(Mutex::new(vec![0; 2]));
        for n in [0, 1] {
            let results = results.clone();
            thread::spawn(move || results.lock().unwrap()[n] = n);
        }
        assert_eq!(*results.lock().unwrap(), [0, 1]);
    });
    let (closing, late) = (&failure.trace.closing, &failure.trace.late);
    assert!(closing.starts_with("main did not wait for "), "{closing}");
    assert!(late.iter().any(|name| name == "worker 2"), "{late:?}");
}

#[test]
fn a_thread_that_only_looked_for_work_is_none_to_wait_for() {
    let failure = searched(|| {
        let jobs = Arc::new(Mutex::new(vec![1]));
        let (theirs, done) = (jobs.clone(), Arc::new(AtomicU32::new(0)));
        let count = done.clone();
        thread::spawn(move || {
            loop {
                let job = theirs.lock().unwrap().pop();
                match job {
                    Some(job) => drop(count.fetch_add(job, Ordering::SeqCst)),
                    None => thread::park(),
                }
            }
        });
        while !jobs.lock().unwrap().is_empty() {
            thread::yield_now();
        }
        while done.load(Ordering::SeqCst) == 0 {
            thread::yield_now();
        }
        assert_eq!(done.load(Ordering::SeqCst), 2);
    });
    assert_eq!(failure.trace.late, [""; 0], "{}", failure.trace.closing);
}
