//! One report of each kind of failure, in 80 columns.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Condvar, Mutex, mpsc};
use std::thread;
use std::time::Duration;

use crate::programs::{self, searched, timed, told};

#[test]
fn a_race_on_an_atomic() {
    insta::assert_snapshot!(told(&searched(programs::lost_update)));
}

#[test]
fn a_race_that_is_only_a_matter_of_order() {
    insta::assert_snapshot!(told(&searched(|| {
        let log = Arc::new(Mutex::new(Vec::new()));
        let theirs = log.clone();
        let worker = thread::spawn(move || theirs.lock().unwrap().push("worker"));
        log.lock().unwrap().push("main");
        worker.join().unwrap();
        assert_eq!(*log.lock().unwrap(), ["main", "worker"], "main comes first");
    })));
}

#[test]
fn a_race_under_locks() {
    insta::assert_snapshot!(told(&searched(|| {
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
    })));
}

#[test]
fn a_deadlock_of_two_locks() {
    insta::assert_snapshot!(told(&searched(programs::opposite_orders)));
}

#[test]
fn a_deadlock_of_three_that_does_not_fit_into_columns() {
    insta::assert_snapshot!(told(&searched(programs::philosophers)));
}

#[test]
fn a_deadlock_with_oneself() {
    insta::assert_snapshot!(told(&searched(|| {
        let total = Mutex::new(0);
        let guard = total.lock().unwrap();
        let again = total.lock().unwrap();
        drop((guard, again));
    })));
}

#[test]
fn a_lost_wake_up() {
    insta::assert_snapshot!(told(&searched(|| {
        let pair = Arc::new((Mutex::new(()), Condvar::new()));
        let theirs = pair.clone();
        let worker = thread::spawn(move || theirs.1.notify_one());
        let guard = pair.0.lock().unwrap();
        let guard = pair.1.wait(guard).unwrap();
        drop(guard);
        worker.join().unwrap();
    })));
}

#[test]
fn a_wake_up_for_nothing() {
    insta::assert_snapshot!(told(&searched(|| {
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
    })));
}

#[test]
fn a_stale_read() {
    insta::assert_snapshot!(told(&searched(|| {
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
    })));
}

#[test]
fn a_panic_in_a_thread() {
    insta::assert_snapshot!(told(&searched(|| {
        let (sender, receiver) = mpsc::channel::<u32>();
        let worker = thread::Builder::new()
            .name("adder".to_owned())
            .spawn(move || receiver.recv().expect("a number to add") + 1)
            .unwrap();
        drop(sender);
        worker.join().unwrap();
    })));
}

#[test]
fn a_poisoned_lock() {
    insta::assert_snapshot!(told(&searched(|| {
        let numbers = Arc::new(Mutex::new(vec![1]));
        let theirs = numbers.clone();
        let worker = thread::spawn(move || {
            let numbers = theirs.lock().unwrap();
            let _ = numbers[7];
        });
        let _ = worker.join();
        numbers.lock().unwrap().push(2);
    })));
}

#[test]
fn a_spin_for_ever() {
    insta::assert_snapshot!(told(&searched(|| {
        let ready = Arc::new(AtomicBool::new(false));
        let theirs = ready.clone();
        let worker = thread::spawn(move || {
            while !theirs.load(Ordering::SeqCst) {
                thread::yield_now();
            }
        });
        worker.join().unwrap();
    })));
}

#[test]
fn two_that_spin_and_one_that_waits_for_them() {
    insta::assert_snapshot!(told(&searched(|| {
        let ready = Arc::new(AtomicBool::new(false));
        let count = Arc::new(Mutex::new(0));
        let (flag, number) = (ready.clone(), count.clone());
        let first = thread::spawn(move || {
            while !flag.load(Ordering::SeqCst) {
                thread::yield_now();
            }
        });
        let second = thread::spawn(move || while *number.lock().unwrap() == 0 {});
        first.join().unwrap();
        second.join().unwrap();
    })));
}

#[test]
fn a_loop_that_waits_for_the_clock() {
    let told = told(&searched(|| {
        let start = std::time::Instant::now();
        while start.elapsed() < Duration::MAX {}
    }));
    assert!(!told.contains("What happened"), "there is no step to show");
    insta::assert_snapshot!(told);
}

#[test]
fn too_many_steps() {
    insta::assert_snapshot!(told(&searched(|| {
        let count = AtomicU32::new(0);
        while count.fetch_add(2, Ordering::SeqCst) != 7 {}
    })));
}

#[test]
fn waiting_for_a_message_that_never_comes() {
    insta::assert_snapshot!(told(&timed(|| {
        let (sender, receiver) = mpsc::channel::<u32>();
        let worker = thread::spawn(move || receiver.iter().count());
        thread::sleep(Duration::from_secs(2));
        sender.send(1).unwrap();
        worker.join().unwrap();
    })));
}

#[test]
fn leaving_the_process() {
    insta::assert_snapshot!(told(&timed(|| {
        thread::sleep(Duration::from_secs(1));
        std::process::exit(2);
    })));
}

#[test]
fn a_panic_in_virtual_time_before_the_clock_moves() {
    insta::assert_snapshot!(told(&timed(|| {
        let (sender, receiver) = mpsc::channel();
        let worker = thread::spawn(move || sender.send(1).unwrap());
        worker.join().unwrap();
        assert_eq!(receiver.recv(), Ok(2), "what was sent");
    })));
}

#[test]
fn two_locks_made_on_one_line_are_told_apart() {
    let told = told(&searched(|| {
        #[rustfmt::skip]
        let (left, right) = (Arc::new(Mutex::new(0)), Arc::new(Mutex::new(0)));
        let theirs = [right.clone(), left.clone()];
        let ours = [left, right];
        // No variable of their own is in sight, after which they could be called.
        let worker = thread::spawn(move || {
            let _both = (theirs[0].lock().unwrap(), theirs[1].lock().unwrap());
        });
        let both = (ours[0].lock().unwrap(), ours[1].lock().unwrap());
        drop(both);
        worker.join().unwrap();
    }));
    assert!(
        told.contains("Mutex #1 of line") && told.contains("Mutex #2 of line"),
        "{told}"
    );
}

#[test]
fn a_channel_that_ends_within_the_time_is_not_a_time_out() {
    let failure = searched(|| {
        let (sender, receiver) = mpsc::channel::<u32>();
        let worker = thread::spawn(move || receiver.recv_timeout(Duration::from_secs(9)));
        drop(sender);
        let ended = worker.join().unwrap() == Err(mpsc::RecvTimeoutError::Disconnected);
        assert!(!ended, "it ends in some interleavings");
    });
    let told = told(&failure);
    assert!(told.contains("recv_timeout receiver: disc"), "{told}");
}
