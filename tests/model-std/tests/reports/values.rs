//! What locks guard and what goes through channels is shown with the steps, as far as it can be.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{channel, sync_channel};
use std::sync::{Arc, Condvar, Mutex, RwLock};
use std::thread;
use std::time::Duration;

use std::model::Failure;

use crate::programs::{searched, timed};

fn rows(failure: &Failure) -> Vec<&str> {
    let rows = failure.trace.rows.iter();
    rows.map(|row| row.text.as_str()).collect()
}

fn values(failure: &Failure, op: &str) -> Vec<String> {
    let steps = failure.trace.steps.iter();
    let own = steps.filter(|step| step.op == op);
    own.filter_map(|step| step.value.clone()).collect()
}

#[test]
fn a_lock_shows_what_it_guards_when_it_is_taken_and_how_that_changed() {
    let failure = searched(|| {
        let counter = Mutex::new(0_u64);
        *counter.lock().unwrap() += 1;
        assert_eq!(*counter.lock().unwrap(), 2);
    });
    assert_eq!(
        rows(&failure),
        [
            "lock counter (0)",
            "unlock counter (0 -> 1)",
            "lock counter (1)",
            "panics",
            "unlock counter",
        ]
    );
    assert_eq!(values(&failure, "lock"), ["0", "1"]);
    assert_eq!(values(&failure, "unlock"), ["0 -> 1", "1"]);
}

#[test]
fn rows_say_what_is_in_what_threads_share_and_who_holds_it() {
    let failure = searched(|| {
        let counter = Mutex::new(0_u64);
        let hits = AtomicU32::new(3);
        *counter.lock().unwrap() += 1;
        hits.fetch_add(1, Ordering::SeqCst);
        assert_eq!(hits.load(Ordering::SeqCst), 3);
    });
    let known = failure.trace.rows.iter().filter_map(|row| {
        let known = row.known.as_ref()?;
        Some((known.name.as_str(), known.value.as_deref()?, known.held))
    });
    assert_eq!(
        known.collect::<Vec<_>>(),
        [
            ("counter", "0", Some(true)),
            ("counter", "1", Some(false)),
            ("hits", "4", None),
            ("hits", "4", None),
        ]
    );
}

#[test]
fn locks_of_readers_and_locks_tried_for_show_it_too() {
    let failure = searched(|| {
        let config = RwLock::new(vec!["a"]);
        drop(config.read().unwrap());
        config.write().unwrap().push("b");
        drop(config.try_read().unwrap());
        let done = Mutex::new(false);
        *done.try_lock().unwrap() = true;
        let held = done.lock().unwrap();
        drop(done.try_lock().unwrap());
        drop(held);
    });
    let rows = rows(&failure);
    assert_eq!(
        rows[..8],
        [
            "read config ([\"a\"])",
            "unlock (read) config",
            "lock config ([\"a\"])",
            "unlock config ([\"a\"] -> [\"a\", \"b\"])",
            "try_read config ([\"a\", \"b\"])",
            "unlock (read) config",
            "try_lock done (false)",
            "unlock done (false -> true)",
        ]
    );
    assert!(rows.contains(&"try_lock done: failed"), "{rows:?}");
}

#[test]
fn the_lock_of_a_condition_variable_shows_what_others_changed_meanwhile() {
    let failure = searched(|| {
        let pair = Arc::new((Mutex::new(0), Condvar::new()));
        let theirs = pair.clone();
        let worker = thread::spawn(move || {
            *theirs.0.lock().unwrap() = 7;
            theirs.1.notify_one();
        });
        let ready = pair.0.lock().unwrap();
        let ready = pair.1.wait_while(ready, |ready| *ready == 0).unwrap();
        worker.join().unwrap();
        assert_ne!(*ready, 7);
    });
    assert_eq!(values(&failure, "lock"), ["0", "0", "7"]);
}

#[test]
fn messages_are_shown_where_they_are_sent_and_where_they_arrive() {
    let failure = searched(|| {
        let (tx, rx) = channel();
        let (answers, results) = sync_channel(1);
        tx.send(Duration::from_millis(20)).unwrap();
        drop(tx);
        for pause in rx {
            answers.send((pause.as_millis() as u64, "slept")).unwrap();
        }
        assert_eq!(results.recv().unwrap().0, 0);
    });
    let rows = rows(&failure);
    for row in [
        "send tx (0.02 s)",
        "recv rx (0.02 s)",
        "send answers ((20, \"slept\"))",
        "recv results ((20, \"slept\"))",
    ] {
        assert!(rows.contains(&row), "{row} is not among {rows:?}");
    }
    assert!(rows.contains(&"recv rx: disconnected"), "{rows:?}");
}

#[test]
fn a_receiver_behind_a_lock_gives_the_channel_its_name() {
    let failure = searched(|| {
        let (_keep, jobs) = channel::<u8>();
        let shared = Mutex::new(jobs);
        _keep.send(1).unwrap();
        #[rustfmt::skip]
        let job = shared
            .lock()
            .unwrap()
            .recv();
        assert!(job.is_err());
    });
    assert!(rows(&failure).contains(&"recv shared (1)"));
}

#[test]
fn what_cannot_be_shown_is_left_out() {
    struct Opaque;
    let failure = searched(|| {
        let secret = Mutex::new(Opaque);
        let (tx, rx) = channel();
        tx.send(Opaque).unwrap();
        drop(secret.lock().unwrap());
        let _ = (rx.recv(), rx.try_recv().unwrap());
    });
    let rows = rows(&failure);
    for row in ["send tx", "lock secret", "unlock secret", "recv rx"] {
        assert!(rows.contains(&row), "{row} is not among {rows:?}");
    }
}

#[test]
fn a_borrowed_text_in_a_scope_is_shown() {
    let failure = searched(|| {
        let owned = String::from("line\u{1b}[31m");
        let last = Mutex::new("");
        thread::scope(|scope| {
            scope.spawn(|| *last.lock().unwrap() = &owned);
        });
        panic!("{}", last.lock().unwrap().len());
    });
    assert_eq!(values(&failure, "unlock")[0], r#""" -> "line\u{1b}[31m""#);
}

#[test]
fn runs_in_virtual_time_show_values_too() {
    let failure = timed(|| {
        let counter = Mutex::new(1);
        assert_eq!(*counter.lock().unwrap(), 2);
    });
    assert_eq!(values(&failure, "lock"), ["1"]);
}

#[test]
fn long_values_are_cut_in_rows_and_a_table_with_little_room_leaves_names_out() {
    let failure = searched(|| {
        let words = Mutex::new(vec!["the first of many".to_owned()]);
        thread::scope(|scope| {
            scope.spawn(|| words.lock().unwrap().push("the second".to_owned()));
            scope.spawn(|| words.lock().unwrap().push("the third".to_owned()));
        });
        assert!(words.lock().unwrap().is_empty());
    });
    let longest = rows(&failure).iter().map(|row| row.chars().count()).max();
    assert!(longest < Some(45), "{:?}", rows(&failure));
}
