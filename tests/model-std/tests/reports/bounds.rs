//! A report has a size that a person can read, whatever the program says and however long it goes on.

use std::model::{Failure, RowKind, Style, Timeline};
use std::sync::{Arc, Mutex, mpsc};
use std::thread;
use std::time::Duration;

use crate::programs::{searched, timed, timeline, told};

/// Bytes of any form of a report.
const MOST: usize = 60_000;

fn is_bounded(failure: &Failure) {
    let (text, svg, json) = (failure.text(Style::new()), failure.svg(), failure.json());
    let sizes = [failure.message.len(), text.len(), svg.len(), json.len()];
    assert!(sizes.into_iter().all(|size| size < MOST), "{sizes:?}");
}

fn named(name: &str, f: impl FnOnce() + Send + 'static) -> thread::JoinHandle<()> {
    let builder = thread::Builder::new().name(name.to_owned());
    builder.spawn(f).expect("a thread can be started")
}

#[test]
fn a_long_panic_is_cut() {
    let failure = searched(|| {
        let worker = thread::spawn(|| panic!("{}", "x".repeat(5_000_000)));
        worker.join().unwrap();
    });
    is_bounded(&failure);
    told(&searched(|| panic!("many\n{}", "words ".repeat(100_000))));
}

#[test]
fn a_long_value_leaves_the_other_in_sight() {
    let failure = searched(|| assert_eq!("x".repeat(1_000_000), "y", "too long"));
    is_bounded(&failure);
    let message = &failure.panics[0].message;
    assert!(
        message.starts_with("assertion `left == right` failed: too long\n  left: "),
        "{message}"
    );
    assert!(message.ends_with("\n right: \"y\""), "{message}");
}

#[test]
fn a_long_name_does_not_break_a_table() {
    let name = "a long\nname ".repeat(100_000);
    let again = name.clone();
    let failure = searched(move || {
        let worker = named(&name, || panic!("named"));
        worker.join().unwrap();
    });
    is_bounded(&failure);
    told(&failure);
    let timeline = timeline(move || {
        for _ in 0..20 {
            let worker = named(&again, || thread::sleep(Duration::from_secs(1)));
            worker.join().unwrap();
        }
    });
    let sizes = |timeline: &Timeline| {
        let why = timeline.too_slow();
        [
            why.text(Style::new()).len(),
            why.svg().len(),
            why.json().len(),
        ]
    };
    assert!(
        sizes(&timeline).into_iter().all(|size| size < MOST),
        "{:?}",
        sizes(&timeline)
    );
}

#[test]
fn a_crowd_that_panics_is_cut() {
    let failure = timed(|| {
        let lock = Arc::new(Mutex::new(0));
        let workers: Vec<_> = (0..300)
            .map(|_| {
                let lock = lock.clone();
                thread::spawn(move || {
                    let _guard = lock.lock().unwrap();
                    panic!("everybody");
                })
            })
            .collect();
        for worker in workers {
            let _ = worker.join();
        }
        drop(lock.lock().unwrap());
    });
    is_bounded(&failure);
    assert!(
        failure.account.contains("(and 296 panics more)"),
        "{}",
        failure.account
    );
    assert!(
        failure.trace.rows.len() <= 70,
        "{} rows",
        failure.trace.rows.len()
    );
}

#[test]
fn a_crowd_that_waits_is_cut() {
    let failure = timed(|| {
        let (sender, receiver) = mpsc::channel::<()>();
        let receiver = Arc::new(Mutex::new(receiver));
        let workers: Vec<_> = (0..300)
            .map(|_| {
                let receiver = receiver.clone();
                thread::spawn(move || receiver.lock().unwrap().recv())
            })
            .collect();
        for worker in workers {
            let _ = worker.join().unwrap();
        }
        drop(sender);
    });
    is_bounded(&failure);
}

#[test]
fn the_table_ends_soon_after_the_panic_that_decides() {
    struct Joined(Option<thread::JoinHandle<()>>);
    impl Drop for Joined {
        fn drop(&mut self) {
            let _ = self.0.take().map(thread::JoinHandle::join);
        }
    }
    let failure = searched(|| {
        let count = Arc::new(Mutex::new(0));
        let theirs = count.clone();
        let _worker = Joined(Some(thread::spawn(move || {
            for _ in 0..30 {
                *theirs.lock().unwrap() += 1;
                thread::yield_now();
            }
        })));
        let seen = *count.lock().unwrap();
        assert_eq!(seen, 0, "main is first");
    });
    let rows = &failure.trace.rows;
    let panic = rows.iter().position(|row| row.kind == RowKind::Panic);
    let after = rows.len() - 1 - panic.expect("a panic is shown");
    assert!(after <= 3, "{after} rows after the panic: {rows:?}");
}

#[test]
fn a_long_timeline_is_cut() {
    let timeline = timeline(|| {
        let worker =
            thread::spawn(|| (0..5_000).for_each(|_| thread::sleep(Duration::from_secs(1))));
        (0..5_000).for_each(|_| thread::sleep(Duration::from_secs(1)));
        worker.join().unwrap();
    });
    let why = timeline.too_slow();
    let sizes = [
        why.text(Style::new()).len(),
        why.svg().len(),
        why.json().len(),
    ];
    assert!(sizes.into_iter().all(|size| size < MOST), "{sizes:?}");
}
