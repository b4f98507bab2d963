//! Runs in which nobody goes on: who waits for whom, for what, and why it does not come.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Barrier, Condvar, LazyLock, Mutex, Once, OnceLock, RwLock, mpsc};
use std::thread;

use crate::programs::{searched, timed, told};

#[test]
fn a_barrier_says_how_many_came() {
    let failure = searched(|| {
        let barrier = Arc::new(Barrier::new(3));
        let workers = [(); 2].map(|()| {
            let barrier = barrier.clone();
            thread::spawn(move || barrier.wait().is_leader())
        });
        for worker in workers {
            worker.join().unwrap();
        }
    });
    assert!(
        failure
            .message
            .contains("2 of 3 threads are there; so does worker 2"),
        "{}",
        failure.message
    );
}

#[test]
fn many_threads_that_wait_for_one_thing_are_told_in_a_line() {
    let failure = timed(|| {
        let barrier = Arc::new(Barrier::new(31));
        let workers: Vec<_> = (0..30)
            .map(|_| {
                let barrier = barrier.clone();
                thread::spawn(move || barrier.wait().is_leader())
            })
            .collect();
        for worker in workers {
            worker.join().unwrap();
        }
    });
    let message = &failure.message;
    assert!(
        message.contains("so do worker 2, worker 3, worker 4, worker 5 and 25 more"),
        "{message}"
    );
}

#[test]
fn who_initialises_what_it_asks_for_waits_for_itself() {
    let once = searched(|| {
        let once = Once::new();
        once.call_once(|| once.call_once(|| {}));
    });
    let cell = searched(|| {
        let cell = OnceLock::new();
        cell.get_or_init(|| *cell.get_or_init(|| 1));
    });
    static LAZY: LazyLock<u32> = LazyLock::new(|| *LAZY + 1);
    let lazy = searched(|| assert!(*LAZY > 0));
    for (failure, label, name) in [
        (once, "Once", "once"),
        (cell, "OnceLock", "cell"),
        (lazy, "LazyLock", "LAZY"),
    ] {
        let (message, closing) = (&failure.message, &failure.trace.closing);
        let waits = format!("main waits for the {label} to be initialised");
        assert!(
            message.starts_with(&waits) && message.ends_with("which it is doing itself"),
            "{message}"
        );
        assert!(closing.contains("its own initialiser"), "{closing}");
        assert!(!message.contains("another"), "{message}");
        assert_eq!(failure.trace.rows[0].text, format!("initialise {name}"));
    }
}

#[test]
fn a_circle_may_lead_through_an_initialiser() {
    let failure = searched(|| {
        let shared = Arc::new((OnceLock::new(), Mutex::new(0)));
        let theirs = shared.clone();
        let worker = thread::spawn(move || {
            let guard = theirs.1.lock().unwrap();
            theirs.0.get_or_init(|| 1);
            drop(guard);
        });
        shared.0.get_or_init(|| *shared.1.lock().unwrap());
        worker.join().unwrap();
    });
    assert!(
        failure
            .message
            .contains("worker 1 waits for main to initialise the OnceLock"),
        "{}",
        failure.message
    );
    let closing = &failure.trace.closing;
    assert!(
        closing.contains("in a circle: main waits for worker 1, worker 1 for main"),
        "{closing}"
    );
    told(&failure);
}

#[test]
fn a_reader_that_wants_to_write_waits_for_itself() {
    let failure = searched(|| {
        let shared = Arc::new(RwLock::new(0));
        let theirs = shared.clone();
        let worker = thread::spawn(move || {
            let seen = theirs.read().unwrap();
            *theirs.write().unwrap() = *seen;
        });
        let seen = shared.read().unwrap();
        *shared.write().unwrap() = *seen;
        drop(seen);
        worker.join().unwrap();
    });
    assert!(
        failure.message.contains("that it holds itself"),
        "{}",
        failure.message
    );
}

#[test]
fn a_lock_that_is_tried_for_ever_has_a_holder() {
    let failure = searched(|| {
        let shared = Arc::new((Mutex::new(0), AtomicBool::new(false)));
        let theirs = shared.clone();
        let worker = thread::spawn(move || {
            let guard = theirs.0.lock().unwrap();
            while !theirs.1.load(Ordering::SeqCst) {}
            drop(guard);
        });
        while shared.0.try_lock().is_err() {}
        shared.1.store(true, Ordering::SeqCst);
        worker.join().unwrap();
    });
    let message = &failure.message;
    assert!(
        message.contains("worker 1 never lets go of it (locked at "),
        "{message}"
    );
    assert!(!message.contains("nobody is left"), "main is: {message}");
}

#[test]
fn a_change_without_a_notification_is_named_and_not_the_sender() {
    let failure = searched(|| {
        let (sender, receiver) = mpsc::channel::<u32>();
        let ready = Arc::new((Mutex::new(false), Condvar::new()));
        let theirs = ready.clone();
        let worker = thread::spawn(move || {
            let guard = theirs.0.lock().unwrap();
            drop(theirs.1.wait_while(guard, |ready| !*ready).unwrap());
            sender.send(1).unwrap();
        });
        *ready.0.lock().unwrap() = true;
        receiver.recv().unwrap();
        worker.join().unwrap();
    });
    let closing = &failure.trace.closing;
    assert!(
        closing.starts_with("worker 1 began to wait in step"),
        "{closing}"
    );
    assert!(
        closing.contains("main changed what the Mutex guards in step"),
        "{closing}"
    );
    assert!(closing.contains("and did not notify"), "{closing}");
    assert!(!closing.contains("Sender"), "{closing}");
}

#[test]
fn a_notification_that_woke_another_is_not_called_lost() {
    let failure = searched(|| {
        let ready = Arc::new((Mutex::new(false), Condvar::new()));
        let workers = [(); 2].map(|()| {
            let ready = ready.clone();
            thread::spawn(move || {
                let guard = ready.0.lock().unwrap();
                drop(ready.1.wait_while(guard, |ready| !*ready).unwrap());
            })
        });
        *ready.0.lock().unwrap() = true;
        ready.1.notify_one();
        workers
            .into_iter()
            .for_each(|worker| worker.join().unwrap());
    });
    let closing = &failure.trace.closing;
    assert!(closing.contains("and that woke worker "), "{closing}");
    assert!(!closing.contains("it is lost"), "{closing}");
}

#[test]
fn a_sender_that_nobody_else_can_hold_is_mains() {
    let failure = searched(|| {
        let (sender, receiver) = mpsc::channel::<u32>();
        let theirs = sender.clone();
        let worker = thread::spawn(move || theirs.send(1).unwrap());
        worker.join().unwrap();
        assert_eq!(receiver.iter().count(), 1);
        drop(sender);
    });
    let closing = &failure.trace.closing;
    assert!(
        closing.contains(
            "No other thread is left (worker 1 has ended), so main holds on to it itself"
        ),
        "{closing}"
    );
}

#[test]
fn a_sender_in_a_static_is_named_and_not_a_thread() {
    type Queue = (mpsc::Sender<u32>, Mutex<mpsc::Receiver<u32>>);
    static QUEUE: LazyLock<Queue> = LazyLock::new(|| {
        let (sender, receiver) = mpsc::channel();
        (sender, Mutex::new(receiver))
    });
    static LATER: OnceLock<Queue> = OnceLock::new();
    fn later() -> &'static Queue {
        LATER.get_or_init(|| {
            let (sender, receiver) = mpsc::channel();
            (sender, Mutex::new(receiver))
        })
    }
    let program = |queue: fn() -> &'static Queue| {
        let worker = thread::spawn(move || {
            while let Ok(job) = queue().1.lock().unwrap().recv() {
                assert_eq!(job, 1);
            }
        });
        queue().0.send(1).unwrap();
        worker.join().unwrap();
    };
    let failures = [
        searched(move || program(|| &QUEUE)),
        searched(move || program(later)),
    ];
    for failure in failures {
        let closing = &failure.trace.closing;
        assert!(
            closing.contains("is kept in a static (made at tests/reports/held_up.rs:"),
            "{closing}"
        );
        assert!(!closing.contains("can hold on to it"), "{closing}");
        told(&failure);
    }
}

#[test]
fn a_panic_before_a_deadlock_is_told_with_it() {
    let failure = searched(|| {
        let (sender, receiver) = mpsc::channel::<u32>();
        let theirs = sender.clone();
        thread::spawn(move || theirs.send(Vec::new().pop().expect("a number")).unwrap());
        receiver.recv().unwrap();
        drop(sender);
    });
    assert!(
        failure.message.contains("(after worker 1 panicked at "),
        "{}",
        failure.message
    );
    assert!(
        failure.account.starts_with("worker 1 panicked at "),
        "{}",
        failure.account
    );
    told(&failure);
}

#[test]
fn a_job_that_runs_under_the_guard_of_its_queue_is_told_of() {
    type Job = Box<dyn FnOnce() + Send>;
    let failure = searched(|| {
        let (sender, receiver) = mpsc::channel::<Job>();
        let jobs = Arc::new(Mutex::new(receiver));
        let theirs = jobs.clone();
        let worker = thread::spawn(move || {
            while let Ok(job) = theirs.lock().unwrap().recv() {
                job();
            }
        });
        sender.send(Box::new(move || drop(jobs.lock()))).unwrap();
        drop(sender);
        worker.join().unwrap();
    });
    assert!(
        failure.message.contains("that it holds itself"),
        "{}",
        failure.message
    );
    let closing = &failure.trace.closing;
    assert!(
        closing.contains("while the body of the `while let` runs"),
        "{closing}"
    );
}

#[test]
fn a_notification_of_all_that_came_too_early_for_one_is_lost_to_it() {
    let failure = searched(|| {
        let shared = Arc::new((Mutex::new(()), Condvar::new(), AtomicBool::new(false)));
        let workers = [(); 2].map(|()| {
            let shared = shared.clone();
            thread::spawn(move || {
                let mut guard = shared.0.lock().unwrap();
                while !shared.2.load(Ordering::SeqCst) {
                    guard = shared.1.wait(guard).unwrap();
                }
            })
        });
        shared.2.store(true, Ordering::SeqCst);
        shared.1.notify_all();
        workers
            .into_iter()
            .for_each(|worker| worker.join().unwrap());
    });
    let closing = &failure.trace.closing;
    assert!(closing.starts_with("main notified in step "), "{closing}");
    assert!(closing.contains("it is lost"), "{closing}");
}

#[test]
fn of_several_threads_the_one_that_has_sent_may_hold_the_sender() {
    let failure = timed(|| {
        let (sender, receiver) = mpsc::channel::<()>();
        let receiver = Arc::new(Mutex::new(receiver));
        let workers = [(); 2].map(|()| {
            let receiver = receiver.clone();
            thread::spawn(move || while receiver.lock().unwrap().recv().is_ok() {})
        });
        sender.send(()).unwrap();
        workers
            .into_iter()
            .for_each(|worker| worker.join().unwrap());
        drop(sender);
    });
    let closing = &failure.trace.closing;
    assert!(
        closing.contains("main, which has sent through it before, may hold on to it still"),
        "{closing}"
    );
}

#[test]
fn of_two_notifications_for_one_that_waits_the_second_is_lost() {
    let closing = searched(|| {
        let shared = Arc::new((Mutex::new(0), Condvar::new()));
        let done = shared.0.lock().unwrap();
        for _ in 0..2 {
            let shared = shared.clone();
            thread::spawn(move || {
                *shared.0.lock().unwrap() += 1;
                shared.1.notify_one();
            });
        }
        let done = shared.1.wait(done).unwrap();
        drop(shared.1.wait(done).unwrap());
    })
    .trace
    .closing;
    assert!(
        closing.contains("A notification is not kept for later: it is lost."),
        "{closing}"
    );
}
