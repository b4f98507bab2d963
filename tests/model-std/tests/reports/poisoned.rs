//! Poisoned locks, and channels cut off: the first panic is the story, and those who meet it are its victims.

use std::panic;
use std::sync::{Arc, Condvar, Mutex, mpsc};
use std::thread;
use std::time::Duration;

use crate::programs::{searched, timed, told};

#[test]
fn the_first_to_panic_is_named_and_not_a_victim() {
    let failure = searched(|| {
        let lock = Arc::new(Mutex::new(0));
        let workers = [0, 1, 2].map(|number| {
            let lock = lock.clone();
            thread::spawn(move || {
                let mut guard = lock.lock().unwrap();
                assert!(number > 0, "no \"jobs\" left");
                *guard += 1;
            })
        });
        for worker in workers {
            let _ = worker.join();
        }
        *lock.lock().unwrap() += 1;
    });
    let closing = &failure.trace.closing;
    assert!(
        closing.starts_with("worker 1 panicked at tests/reports/poisoned.rs:"),
        "{closing}"
    );
    assert!(closing.contains("worker 2 met in step"), "{closing}");
    // Its own words, in which there may be quotation marks, at the end and without more of them.
    let words = "The first panic is the one to look at: no \"jobs\" left";
    assert!(closing.contains(words), "{closing}");
    assert!(
        failure.message.starts_with("worker 1 panicked at "),
        "{}",
        failure.message
    );
    told(&failure);
}

#[test]
fn a_victim_that_poisons_another_lock_is_told_as_a_victim() {
    let failure = searched(|| {
        let (first, second) = (Arc::new(Mutex::new(0)), Arc::new(Mutex::new(0)));
        let theirs = first.clone();
        let broken = thread::spawn(move || {
            let _guard = theirs.lock().unwrap();
            panic!("the cause");
        });
        let _ = broken.join();
        let theirs = second.clone();
        let victim = thread::spawn(move || {
            let _second = theirs.lock().unwrap();
            let _first = first.lock().unwrap();
        });
        let _ = victim.join();
        *second.lock().unwrap() += 1;
    });
    let closing = &failure.trace.closing;
    assert!(closing.starts_with("worker 1 panicked"), "{closing}");
    assert!(
        closing.contains("So worker 2 panicked too, with the Mutex"),
        "{closing}"
    );
    assert!(closing.ends_with("the cause"), "{closing}");
    assert!(failure.message.contains("worker 1 panicked") && failure.message.contains("the cause"));
}

#[test]
fn the_panic_that_a_join_hands_on_is_that_of_the_thread_joined() {
    let failure = searched(|| {
        let worker = thread::spawn(|| {
            let inner = thread::spawn(|| Vec::<u32>::new().pop().expect("a job"));
            inner.join().expect("the inner thread")
        });
        let other = thread::spawn(|| drop(thread::spawn(|| panic!("of no interest")).join()));
        other.join().unwrap();
        worker.join().expect("the outer thread");
    });
    let message = &failure.message;
    assert!(
        message.contains("panicked at") && message.contains(": a job, and so did main"),
        "{message}"
    );
}

#[test]
fn a_panic_right_after_a_wake_says_to_ask_again() {
    let failure = searched(|| {
        let jobs = Arc::new((Mutex::new(Vec::new()), Condvar::new()));
        let workers = [(); 2].map(|()| {
            let jobs = jobs.clone();
            thread::spawn(move || {
                let mut queue = jobs.0.lock().unwrap();
                if queue.is_empty() {
                    queue = jobs.1.wait(queue).unwrap();
                }
                queue.pop().unwrap();
            })
        });
        for number in 0..2 {
            jobs.0.lock().unwrap().push(number);
            jobs.1.notify_all();
        }
        workers
            .into_iter()
            .for_each(|worker| worker.join().unwrap());
    });
    let closing = &failure.trace.closing;
    assert!(closing.contains("had just been woken"), "{closing}");
    assert!(
        closing.contains("Ask again after each wake (`while` instead of `if`)"),
        "{closing}"
    );
    assert!(
        closing.ends_with("(In another order of these steps all is well.)"),
        "{closing}"
    );
}

#[test]
fn a_wait_in_a_loop_is_not_told_to_ask_again() {
    let after_a_wake = |take: fn(&(Mutex<Vec<u32>>, Condvar)) -> u32| {
        timed(move || {
            let jobs = Arc::new((Mutex::new(Vec::new()), Condvar::new()));
            let theirs = jobs.clone();
            let worker = thread::spawn(move || assert!(take(&theirs) > 0, "not the queue's fault"));
            thread::sleep(Duration::from_secs(1));
            jobs.0.lock().unwrap().push(0);
            jobs.1.notify_one();
            worker.join().unwrap();
        })
        .trace
        .closing
    };
    let looped = after_a_wake(|jobs| {
        let mut queue = jobs.0.lock().unwrap();
        loop {
            match queue.pop() {
                Some(job) => return job,
                None => queue = jobs.1.wait(queue).unwrap(),
            }
        }
    });
    let bare = after_a_wake(|jobs| {
        let queue = jobs.0.lock().unwrap();
        let mut queue = jobs.1.wait(queue).unwrap();
        queue.pop().unwrap()
    });
    assert!(!looped.contains("Ask again"), "{looped}");
    assert!(bare.contains("Ask again"), "{bare}");
}

#[test]
fn a_channel_that_ends_with_a_panic_is_told_with_the_panic() {
    let failure = timed(|| {
        let (sender, receiver) = mpsc::channel();
        thread::spawn(move || {
            sender
                .send(Vec::<u32>::new().pop().expect("a job"))
                .unwrap()
        });
        receiver.recv().expect("one result");
    });
    let closing = &failure.trace.closing;
    assert!(
        closing.starts_with("main found the channel ended in step "),
        "{closing}"
    );
    assert!(
        closing.contains("because worker 1 had panicked at tests/reports/poisoned.rs:"),
        "{closing}"
    );
    assert!(closing.ends_with("a job"), "{closing}");
}

#[test]
fn a_panic_that_was_caught_cuts_off_nobody() {
    let failure = timed(|| {
        let (sender, receiver) = mpsc::channel();
        thread::spawn(move || {
            let caught = panic::catch_unwind(|| panic!("caught"));
            sender.send(caught.is_err()).unwrap();
        });
        assert!(receiver.recv().unwrap());
        receiver.recv().unwrap();
    });
    let closing = failure.trace.closing;
    assert!(!closing.contains("the one to look at"), "{closing}");
}
