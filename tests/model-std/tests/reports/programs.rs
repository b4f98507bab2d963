//! Programs that several tests look at, and how they are run.

use std::model::{Exhaustive, Failure, Style, Timeline, VirtualTime};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// The failure of a search.
pub fn searched(program: impl Fn() + Send + Sync + 'static) -> Failure {
    let search = Exhaustive::new().budget(real::time::Duration::from_secs(60));
    *search.run(program).expect_err("some interleaving fails")
}

/// The failure of a run in virtual time.
pub fn timed(program: impl Fn() + Send + Sync + 'static) -> Failure {
    *VirtualTime::new().run(program).expect_err("the run fails")
}

/// The timeline of a run in virtual time that does not fail.
pub fn timeline(program: impl Fn() + Send + Sync + 'static) -> Timeline {
    VirtualTime::new().run(program).expect("nothing fails")
}

/// All that is said of a failure, which must fit a terminal of 80 columns. The call that runs it again is left out, which
/// `tests/replay.rs` looks at.
pub fn told(failure: &Failure) -> String {
    let text = failure.text(Style::new());
    fits(&text, 80);
    assert!(
        !failure.message.contains('\n'),
        "one line: {}",
        failure.message
    );
    format!("{}\n----\n{text}", failure.message)
}

/// Demands that no line is longer.
pub fn fits(text: &str, columns: usize) {
    for line in text.lines() {
        let width = line.chars().count();
        assert!(width <= columns, "{width} columns: {line}");
    }
}

/// Two threads add one each, and one update is lost.
pub fn lost_update() {
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
}

/// Two threads take two locks in opposite orders.
pub fn opposite_orders() {
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
}

/// Three threads wait for each other in a circle.
pub fn philosophers() {
    let forks = [(); 3].map(|()| Arc::new(Mutex::new(())));
    let philosophers = [0, 1, 2].map(|number| {
        let (left, right) = (forks[number].clone(), forks[(number + 1) % 3].clone());
        thread::spawn(move || {
            let _left = left.lock().unwrap();
            let _right = right.lock().unwrap();
        })
    });
    philosophers
        .into_iter()
        .for_each(|philosopher| philosopher.join().unwrap());
}

/// Three threads sleep for 1, 2 and 3 seconds, each with the one lock held.
pub fn lock_held_asleep() {
    let total = Arc::new(Mutex::new(0));
    let workers = [1, 2, 3].map(|seconds| {
        let total = total.clone();
        thread::spawn(move || {
            let mut total = total.lock().unwrap();
            thread::sleep(Duration::from_secs(seconds));
            *total += seconds;
        })
    });
    workers
        .into_iter()
        .for_each(|worker| worker.join().unwrap());
}
