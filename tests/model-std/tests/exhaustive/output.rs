//! The lock of standard output is one.

use std::io::{self, Write};
use std::model::{FailureKind, VirtualTime};
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::{thread, time::Duration};

/// Holds the lock while it waits for a thread that prints.
fn hold_over_a_join() {
    let mut out = io::stdout().lock();
    let worker = thread::spawn(|| println!("from the worker"));
    worker.join().unwrap();
    writeln!(out, "from main").unwrap();
}

#[test]
fn a_lock_held_over_the_join_of_a_thread_that_prints_is_a_deadlock() {
    let said = "worker 1 waits for the lock of stdout (at tests/exhaustive/output.rs:";
    let failure = super::fails(FailureKind::Deadlock, hold_over_a_join);
    assert!(failure.message.contains(said), "{}", failure.message);
    let text = failure.to_string();
    assert!(text.contains("lock stdout"), "{text}");
    let failure = VirtualTime::new().run(hold_over_a_join).unwrap_err();
    assert_eq!(failure.kind, FailureKind::Deadlock);
    super::fails(FailureKind::Deadlock, || {
        let _err = io::stderr().lock();
        let write = || io::stderr().write_all(b"from the worker\n").unwrap();
        thread::spawn(write).join().unwrap();
    });
}

#[test]
fn who_holds_it_may_take_it_again_and_print() {
    let explored = super::passes(|| {
        let mut out = io::stdout().lock();
        let mut again = io::stdout().lock();
        writeln!(again, "twice").unwrap();
        println!("three times");
        drop(again);
        writeln!(out, "once").unwrap();
        out.flush().unwrap();
        eprintln!("that is another stream");
    });
    assert_eq!(explored.executions, 1);
}

#[test]
fn when_a_thread_prints_shows_only_where_somebody_holds_the_lock() {
    let print_twice = || {
        thread::scope(|scope| {
            scope.spawn(|| println!("one"));
            scope.spawn(|| io::stdout().write_all(b"two\n").unwrap());
        });
    };
    assert_eq!(super::passes(print_twice).executions, 1);
    // The lock before the print, or after it.
    let explored = super::passes(|| {
        let worker = thread::spawn(|| println!("one"));
        drop(io::stdout().lock());
        worker.join().unwrap();
    });
    assert_eq!(explored.executions, 2);
}

#[test]
fn a_lock_that_is_given_back_lets_the_others_on() {
    super::races(|| {
        static LOCKED: AtomicBool = AtomicBool::new(false);
        let worker = thread::spawn(|| {
            let _out = io::stdout().lock();
            LOCKED.store(true, SeqCst);
            thread::yield_now();
            LOCKED.store(false, SeqCst);
        });
        println!("waits for the worker, or comes before it");
        assert!(
            !LOCKED.load(SeqCst),
            "the worker has locked after the print"
        );
        worker.join().unwrap();
    });
    let timeline = VirtualTime::new().run(|| {
        let worker = thread::spawn(|| {
            let _out = io::stdout().lock();
            thread::sleep(Duration::from_secs(2));
        });
        thread::sleep(Duration::from_secs(1));
        println!("after two seconds");
        assert!(worker.is_finished());
        worker.join().unwrap();
    });
    assert_eq!(timeline.unwrap().elapsed(), Duration::from_secs(2));
}
