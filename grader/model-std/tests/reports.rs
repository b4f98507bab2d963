//! What a person reads: one report of each kind of failure, and a timeline. The snapshots are in `tests/snapshots`.

#[macro_use]
extern crate model_std as std;
extern crate std as real;

use std::model::{Exhaustive, Failure, Style, VirtualTime};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Condvar, Mutex, mpsc};
use std::thread;
use std::time::Duration;

/// The report of a search that fails, which must fit a terminal of 80 columns.
fn searched(program: impl Fn() + Send + Sync + 'static) -> String {
    let search = Exhaustive::new().budget(real::time::Duration::from_secs(60));
    shown(&search.run(program).expect_err("some interleaving fails"))
}

/// The report of a run in virtual time that fails.
fn timed(program: impl Fn() + Send + Sync + 'static) -> String {
    shown(&VirtualTime::new().run(program).expect_err("the run fails"))
}

fn shown(failure: &Failure) -> String {
    for line in failure.to_string().lines() {
        assert!(
            line.chars().count() <= 80,
            "{} columns: {line}",
            line.chars().count()
        );
    }
    assert!(
        !failure.message.contains('\n'),
        "one line: {}",
        failure.message
    );
    format!("{}\n----\n{}", failure.message, report(failure))
}

#[test]
fn a_race_on_an_atomic() {
    insta::assert_snapshot!(searched(|| {
        let hits = Arc::new(AtomicU32::new(0));
        let workers = [hits.clone(), hits.clone()].map(|hits| {
            thread::spawn(move || {
                let seen = hits.load(Ordering::SeqCst);
                hits.store(seen + 1, Ordering::SeqCst);
            })
        });
        workers
            .into_iter()
            .for_each(|worker| worker.join().unwrap());
        assert_eq!(hits.load(Ordering::SeqCst), 2, "both workers count");
    }));
}

#[test]
fn a_race_under_locks() {
    insta::assert_snapshot!(searched(|| {
        let stock = Arc::new(Mutex::new(1));
        let buyers = [stock.clone(), stock.clone()].map(|stock| {
            thread::spawn(move || {
                let left = *stock.lock().unwrap();
                if left > 0 {
                    *stock.lock().unwrap() -= 1;
                }
            })
        });
        buyers.into_iter().for_each(|buyer| buyer.join().unwrap());
        assert_eq!(*stock.lock().unwrap(), 0, "nothing is sold twice");
    }));
}

#[test]
fn a_deadlock_of_two_locks() {
    insta::assert_snapshot!(searched(|| {
        let left = Arc::new(Mutex::new(0));
        let right = Arc::new(Mutex::new(0));
        let (first, second) = (left.clone(), right.clone());
        let worker = thread::spawn(move || {
            let _first = first.lock().unwrap();
            let _second = second.lock().unwrap();
        });
        let second = right.lock().unwrap();
        let first = left.lock().unwrap();
        drop((first, second));
        worker.join().unwrap();
    }));
}

#[test]
fn a_deadlock_with_oneself() {
    insta::assert_snapshot!(searched(|| {
        let total = Mutex::new(0);
        let guard = total.lock().unwrap();
        let again = total.lock().unwrap();
        drop((guard, again));
    }));
}

#[test]
fn a_lost_wake_up() {
    insta::assert_snapshot!(searched(|| {
        let pair = Arc::new((Mutex::new(()), Condvar::new()));
        let theirs = pair.clone();
        let worker = thread::spawn(move || theirs.1.notify_one());
        let guard = pair.0.lock().unwrap();
        let guard = pair.1.wait(guard).unwrap();
        drop(guard);
        worker.join().unwrap();
    }));
}

#[test]
fn a_wake_up_for_nothing() {
    insta::assert_snapshot!(searched(|| {
        let pair = Arc::new((Mutex::new(false), Condvar::new()));
        let theirs = pair.clone();
        let worker = thread::spawn(move || {
            let mut ready = theirs.0.lock().unwrap();
            if !*ready {
                ready = theirs.1.wait(ready).unwrap();
            }
            assert!(*ready, "woken before it was ready");
        });
        *pair.0.lock().unwrap() = true;
        pair.1.notify_one();
        worker.join().unwrap();
    }));
}

#[test]
fn a_stale_read() {
    insta::assert_snapshot!(searched(|| {
        let shared = Arc::new((AtomicU32::new(0), AtomicBool::new(false)));
        let theirs = shared.clone();
        let writer = thread::spawn(move || {
            theirs.0.store(42, Ordering::Relaxed);
            theirs.1.store(true, Ordering::Relaxed);
        });
        if shared.1.load(Ordering::Relaxed) {
            assert_eq!(shared.0.load(Ordering::Relaxed), 42, "the data is there");
        }
        writer.join().unwrap();
    }));
}

#[test]
fn a_panic_in_a_thread() {
    insta::assert_snapshot!(searched(|| {
        let (sender, receiver) = mpsc::channel::<u32>();
        let worker = thread::Builder::new()
            .name("adder".to_owned())
            .spawn(move || receiver.recv().expect("a number to add") + 1)
            .unwrap();
        drop(sender);
        worker.join().unwrap();
    }));
}

#[test]
fn a_spin_for_ever() {
    insta::assert_snapshot!(searched(|| {
        let ready = Arc::new(AtomicBool::new(false));
        let theirs = ready.clone();
        let worker = thread::spawn(move || {
            while !theirs.load(Ordering::SeqCst) {
                thread::yield_now();
            }
        });
        worker.join().unwrap();
    }));
}

#[test]
fn too_many_steps() {
    insta::assert_snapshot!(searched(|| {
        let count = AtomicU32::new(0);
        while count.fetch_add(2, Ordering::SeqCst) != 7 {}
    }));
}

#[test]
fn waiting_for_a_message_that_never_comes() {
    insta::assert_snapshot!(timed(|| {
        let (sender, receiver) = mpsc::channel::<u32>();
        let worker = thread::spawn(move || receiver.iter().count());
        thread::sleep(Duration::from_secs(2));
        sender.send(1).unwrap();
        worker.join().unwrap();
    }));
}

#[test]
fn leaving_the_process() {
    insta::assert_snapshot!(timed(|| {
        thread::sleep(Duration::from_secs(1));
        std::process::exit(2);
    }));
}

#[test]
fn a_timeline() {
    let timeline = std::model::virtual_time(|| {
        let lock = Arc::new(Mutex::new(()));
        let (sender, receiver) = mpsc::channel();
        let workers: Vec<_> = (1..=3)
            .map(|time| {
                let (lock, sender) = (lock.clone(), sender.clone());
                thread::spawn(move || {
                    let _guard = lock.lock().unwrap();
                    thread::sleep(Duration::from_secs(time));
                    sender.send(time).unwrap();
                })
            })
            .collect();
        drop(sender);
        let first = receiver.recv().unwrap();
        assert_eq!(first, 1);
        workers
            .into_iter()
            .for_each(|worker| worker.join().unwrap());
        thread::sleep(Duration::from_millis(1_500));
    });
    let chart = timeline.text(Style::new());
    assert!(chart.lines().all(|line| line.chars().count() <= 80));
    insta::assert_snapshot!(chart);
}

#[test]
fn a_timeline_of_many_threads() {
    let timeline = std::model::virtual_time(|| {
        let threads: Vec<_> = (0..40)
            .map(|number| thread::spawn(move || thread::sleep(Duration::from_secs(number % 4))))
            .collect();
        threads
            .into_iter()
            .for_each(|thread| thread.join().unwrap());
    });
    insta::assert_snapshot!(timeline.text(Style::new().width(60)));
}

/// Without the call that runs it again, which `tests/replay.rs` looks at.
fn report(failure: &Failure) -> String {
    failure.text(std::model::Style::new())
}
