//! Work beside sleeping, locks and channels, with times found by hand.

use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::{Condvar, Mutex, mpsc};
use std::time::Instant;

use super::*;

#[test]
fn sleeping_needs_no_core() {
    let timeline = on(1, || {
        let sleepers: Vec<_> = (0..10)
            .map(|_| thread::spawn(|| thread::sleep(secs(5))))
            .collect();
        (0..5).for_each(|_| work(secs(1)));
        sleepers
            .into_iter()
            .for_each(|sleeper| sleeper.join().unwrap());
    });
    assert_eq!((timeline.elapsed(), timeline.most_at_once()), (secs(5), 11));
}

#[test]
fn downloading_while_others_work_hides_the_cheaper_of_the_two() {
    // Each of 6 tasks sleeps 2 and works 1. On one core: the sleeps overlap, the work does not: 2 + 6.
    let tasks = || {
        let task = |_| {
            thread::spawn(|| {
                thread::sleep(secs(2));
                work(secs(1));
            })
        };
        let tasks: Vec<_> = (0..6).map(task).collect();
        tasks.into_iter().for_each(|task| task.join().unwrap());
    };
    assert_eq!(on(1, tasks).elapsed(), secs(8));
    assert_eq!(on(4, tasks).elapsed(), secs(4));
    assert_eq!(on(6, tasks).elapsed(), secs(3));
}

#[test]
fn a_lock_held_while_working_makes_the_cores_idle() {
    let timeline = on(4, || {
        let total = Arc::new(Mutex::new(0));
        let add = |_| {
            let total = total.clone();
            thread::spawn(move || {
                let mut total = total.lock().unwrap();
                work(secs(1));
                *total += 1;
            })
        };
        let threads: Vec<_> = (0..8).map(add).collect();
        threads
            .into_iter()
            .for_each(|thread| thread.join().unwrap());
        assert_eq!(*total.lock().unwrap(), 8);
    });
    assert_eq!((timeline.elapsed(), timeline.most_at_once()), (secs(8), 1));
    assert_eq!(timeline.worked(), secs(8));
}

#[test]
fn a_lock_taken_after_the_work_costs_nothing() {
    let timeline = on(4, || {
        let total = Arc::new(Mutex::new(0));
        let add = |_| {
            let total = total.clone();
            thread::spawn(move || {
                work(secs(1));
                *total.lock().unwrap() += 1;
            })
        };
        let threads: Vec<_> = (0..8).map(add).collect();
        threads
            .into_iter()
            .for_each(|thread| thread.join().unwrap());
    });
    assert_eq!((timeline.elapsed(), timeline.most_at_once()), (secs(2), 4));
}

#[test]
fn a_pipeline_runs_as_fast_as_its_slowest_stage() {
    // 5 downloads of 3 s one after the other, each followed by 2 s of work elsewhere: 5 * 3 + 2.
    let pipeline = || {
        let (sender, receiver) = mpsc::channel();
        let worker = thread::spawn(move || receiver.iter().for_each(|()| work(secs(2))));
        for _ in 0..5 {
            thread::sleep(secs(3));
            sender.send(()).unwrap();
        }
        drop(sender);
        worker.join().unwrap();
    };
    assert_eq!(on(1, pipeline).elapsed(), secs(17));
}

#[test]
fn a_waiting_thread_is_woken_at_the_very_end_of_the_work() {
    on(2, || {
        let start = Instant::now();
        let ready = Arc::new((Mutex::new(false), Condvar::new()));
        let theirs = ready.clone();
        let worker = thread::spawn(move || {
            work(secs(7));
            *theirs.0.lock().unwrap() = true;
            theirs.1.notify_one();
        });
        let (lock, bell) = &*ready;
        let done = bell
            .wait_while(lock.lock().unwrap(), |done| !*done)
            .unwrap();
        assert!(*done && start.elapsed() == secs(7));
        drop(done);
        worker.join().unwrap();
    });
}

#[test]
fn polling_while_others_work_does_not_delay_anybody() {
    let timeline = on(1, || {
        let done = Arc::new(AtomicBool::new(false));
        let theirs = done.clone();
        let worker = thread::spawn(move || {
            work(secs(3));
            theirs.store(true, SeqCst);
        });
        while !done.load(SeqCst) {}
        worker.join().unwrap();
    });
    assert_eq!(timeline.elapsed(), secs(3));
}

/// Who has just looked for long, and then waits for the clock, is no spinner: it goes on at the moment it is due.
#[test]
fn who_looked_for_long_goes_on_when_it_is_due() {
    let look_then = |rest: fn()| {
        on(1, move || {
            let start = Instant::now();
            let other = thread::spawn(|| thread::sleep(secs(50)));
            let flag = AtomicBool::new(false);
            (0..100).for_each(|_| assert!(!flag.load(SeqCst)));
            rest();
            assert_eq!(start.elapsed(), secs(1));
            other.join().unwrap();
        })
    };
    look_then(|| work(secs(1)));
    look_then(|| thread::sleep(secs(1)));
    look_then(|| thread::park_timeout(secs(1)));
    look_then(|| {
        let (_sender, receiver) = mpsc::channel::<()>();
        assert!(receiver.recv_timeout(secs(1)).is_err());
    });
}

#[test]
fn polling_with_time_outs_takes_as_long_as_they_do() {
    on(1, || {
        let start = Instant::now();
        let other = thread::spawn(|| thread::sleep(secs(50)));
        let (_sender, receiver) = mpsc::channel::<()>();
        for _ in 0..300 {
            assert!(receiver.recv_timeout(Duration::from_millis(10)).is_err());
        }
        assert_eq!(start.elapsed(), secs(3));
        other.join().unwrap();
    });
}

#[test]
fn waiting_for_no_time_at_all_does_not_stop_the_clock() {
    let poll = |pause: fn()| {
        let timeline = on(1, move || {
            let done = Arc::new(AtomicBool::new(false));
            let theirs = done.clone();
            let sleeper = thread::spawn(move || {
                thread::sleep(secs(5));
                theirs.store(true, SeqCst);
            });
            while !done.load(SeqCst) {
                pause();
            }
            sleeper.join().unwrap();
        });
        assert_eq!(timeline.elapsed(), secs(5));
    };
    poll(|| thread::sleep(Duration::ZERO));
    poll(|| work(Duration::ZERO));
    poll(|| thread::park_timeout(Duration::ZERO));
}
