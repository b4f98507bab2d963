//! The same program under the same settings does the same, to the byte: what a student sees once can be seen again.

use std::fmt::Write as _;
use std::model::{Exhaustive, Style, Timeline, VirtualTime};
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Condvar, Mutex, RwLock, mpsc};
use std::thread;
use std::time::Duration;

/// Threads that meet at locks, a channel, a condition variable and an atomic, and are often ready at the same moment.
fn meetings() {
    let total = Arc::new(RwLock::new(0_u64));
    let turn = Arc::new((Mutex::new(0_u64), Condvar::new()));
    let tickets = Arc::new(AtomicUsize::new(0));
    let (sender, receiver) = mpsc::channel();
    let worker = |number: u64| {
        let (total, turn, tickets) = (total.clone(), turn.clone(), tickets.clone());
        let sender = sender.clone();
        thread::spawn(move || {
            while tickets.fetch_add(1, SeqCst) < 8 {
                thread::sleep(Duration::from_millis(10));
                let mut sum = total.write().unwrap();
                *sum += number;
                // Who comes first makes the others wait, each for a time of its own.
                thread::sleep(Duration::from_millis(number));
                drop(sum);
                let guard = turn.0.lock().unwrap();
                let wait = Duration::from_millis(5 * number);
                let (mut guard, _) = turn.1.wait_timeout(guard, wait).unwrap();
                *guard += 1;
                turn.1.notify_one();
                sender.send(*total.read().unwrap()).unwrap();
            }
        })
    };
    let workers: Vec<_> = (1..=4).map(worker).collect();
    drop(sender);
    for seen in receiver {
        thread::sleep(Duration::from_millis(seen % 3));
    }
    workers
        .into_iter()
        .for_each(|worker| worker.join().unwrap());
}

/// All of a timeline as text: the chart, and every interval with its times, object and place.
fn text(timeline: &Timeline) -> String {
    let mut text = timeline.text(Style::new());
    for thread in 0..timeline.threads() {
        let _ = writeln!(text, "{:?}", timeline.intervals(thread));
    }
    text
}

fn timeline_of(settings: &VirtualTime) -> String {
    text(&settings.clone().run(meetings).expect("nothing fails"))
}

#[test]
fn ten_thousand_runs_in_virtual_time_have_one_timeline() {
    let settings = VirtualTime::new();
    let first = timeline_of(&settings);
    for run in 2..=10_000 {
        assert_eq!(timeline_of(&settings), first, "run {run}");
    }
}

#[test]
fn a_seed_decides_all_that_is_left_to_chance() {
    let timelines = [1, 2, 3].map(|seed| {
        let settings = VirtualTime::new().seed(seed);
        let first = timeline_of(&settings);
        for run in 2..=1_000 {
            assert_eq!(timeline_of(&settings), first, "seed {seed}, run {run}");
        }
        first
    });
    assert!(timelines[0] != timelines[1] || timelines[1] != timelines[2]);
}

#[test]
fn a_thousand_searches_find_the_same_failure_first() {
    let search = || {
        let failure = Exhaustive::new()
            .budget(Duration::from_secs(600))
            .run(|| {
                let hits = Arc::new(AtomicUsize::new(0));
                let hit = |_| {
                    let hits = hits.clone();
                    thread::spawn(move || hits.store(hits.load(SeqCst) + 1, SeqCst))
                };
                let threads: Vec<_> = (0..3).map(hit).collect();
                threads
                    .into_iter()
                    .for_each(|thread| thread.join().unwrap());
                assert_eq!(hits.load(SeqCst), 3);
            })
            .expect_err("an update can be lost");
        format!("{}\n{:?}\n{}", failure.executions, failure.trace, failure)
    };
    let first = search();
    for run in 2..=1_000 {
        assert_eq!(search(), first, "search {run}");
    }
}

/// The system gives each run another number, by which a program could do right in one of them and wrong in the next.
#[test]
fn the_process_has_the_same_number_in_every_run() {
    Exhaustive::new()
        .run(|| assert_eq!(std::process::id(), 1))
        .expect("it is the model's");
    assert_eq!(std::process::id(), real::process::id(), "outside a model");
}
