//! The critical path as data.

use std::model::{Dependency, Style, Timeline, VirtualTime, Waiting, work};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Barrier, Mutex, OnceLock, mpsc};
use std::thread;
use std::time::Duration;

use proptest::prelude::*;
use proptest::{collection, option};

use crate::programs::{self, fits, timeline};

const fn secs(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// Thread and length of each leg, which must follow each other from start to end without a gap.
fn legs(timeline: &Timeline) -> Vec<(&str, u64)> {
    let path = timeline.critical_path();
    let mut now = Duration::ZERO;
    for leg in &path {
        assert_eq!(leg.since, now, "{path:?}");
        now = leg.until;
    }
    assert_eq!(now, timeline.elapsed(), "{path:?}");
    let name = |lane: usize| timeline.lanes()[lane].name.as_str();
    path.iter()
        .map(|leg| (name(leg.lane), (leg.until - leg.since).as_secs()))
        .collect()
}

#[test]
fn it_goes_through_whoever_held_the_lock() {
    let timeline = timeline(programs::lock_held_asleep);
    assert_eq!(
        legs(&timeline),
        [("worker 1", 1), ("worker 2", 2), ("worker 3", 3)]
    );
    let first = &timeline.critical_path()[0];
    assert_eq!(first.waiting, Waiting::Sleep);
    let [
        Dependency::Waited {
            lane,
            waiting,
            object,
            ..
        },
    ] = first.links.as_slice()
    else {
        panic!("{:?}", first.links)
    };
    assert_eq!(
        (*lane, *waiting, object.as_str()),
        (2, Waiting::Lock, "Mutex")
    );
}

#[test]
fn it_goes_through_whoever_sent_the_message() {
    let timeline = timeline(|| {
        let (sender, receiver) = mpsc::channel();
        let worker = thread::spawn(move || {
            thread::sleep(secs(1));
            sender.send(()).unwrap();
            thread::sleep(secs(1));
        });
        receiver.recv().unwrap();
        thread::sleep(secs(5));
        worker.join().unwrap();
    });
    assert_eq!(legs(&timeline), [("worker 1", 1), ("main", 5)]);
}

#[test]
fn it_goes_through_whoever_came_last_to_the_barrier_or_was_first_at_the_once() {
    let all_there = timeline(|| {
        let barrier = Barrier::new(2);
        thread::scope(|scope| {
            scope.spawn(|| {
                thread::sleep(secs(3));
                barrier.wait();
            });
            thread::sleep(secs(1));
            barrier.wait();
            thread::sleep(secs(1));
        });
    });
    assert_eq!(legs(&all_there), [("worker 1", 3), ("main", 1)]);
    let once = timeline(|| {
        let cell = OnceLock::new();
        let fill = |time| *cell.get_or_init(|| thread::sleep(secs(time)));
        thread::scope(|scope| {
            scope.spawn(|| fill(4));
            thread::yield_now();
            fill(9);
        });
    });
    assert_eq!(legs(&once), [("worker 1", 4)]);
}

#[test]
fn it_goes_through_whoever_makes_room_or_unparks() {
    let room = timeline(|| {
        let (sender, receiver) = mpsc::sync_channel(1);
        let worker = thread::spawn(move || {
            thread::sleep(secs(2));
            receiver.recv().unwrap();
            receiver.recv().unwrap();
        });
        sender.send(1).unwrap();
        sender.send(2).unwrap();
        thread::sleep(secs(3));
        worker.join().unwrap();
    });
    assert_eq!(legs(&room), [("worker 1", 2), ("main", 3)]);
    let parked = timeline(|| {
        let main = thread::current();
        let worker = thread::spawn(move || {
            thread::sleep(secs(2));
            main.unpark();
        });
        thread::park();
        thread::sleep(secs(1));
        worker.join().unwrap();
    });
    assert_eq!(legs(&parked), [("worker 1", 2), ("main", 1)]);
}

#[test]
fn a_time_out_and_a_poll_are_stretches_of_their_own() {
    let timed_out = timeline(|| {
        let (_sender, receiver) = mpsc::channel::<()>();
        receiver.recv_timeout(secs(2)).unwrap_err();
        thread::sleep(secs(1));
    });
    assert_eq!(legs(&timed_out), [("main", 2), ("main", 1)]);
    let polled = timeline(|| {
        let ready = Arc::new(AtomicBool::new(false));
        let theirs = ready.clone();
        let worker = thread::spawn(move || {
            thread::sleep(secs(2));
            theirs.store(true, Ordering::SeqCst);
        });
        while !ready.load(Ordering::SeqCst) {}
        worker.join().unwrap();
    });
    assert_eq!(legs(&polled), [("main", 2)]);
}

#[test]
fn it_goes_back_to_whoever_started_the_thread() {
    let timeline = timeline(|| {
        thread::sleep(secs(1));
        let worker = thread::spawn(|| {
            thread::sleep(secs(1));
            thread::spawn(|| thread::sleep(secs(2))).join().unwrap();
        });
        thread::sleep(secs(1));
        worker.join().unwrap();
    });
    assert_eq!(
        legs(&timeline),
        [("main", 1), ("worker 1", 1), ("worker 2", 2)]
    );
}

#[test]
fn a_run_that_takes_no_time_has_none() {
    let timeline = timeline(|| drop(thread::spawn(|| {}).join()));
    assert!(timeline.critical_path().is_empty());
    assert_eq!(timeline.too_slow().sentence, "");
}

/// What one thread of a random program does.
#[derive(Debug, Clone)]
enum Act {
    Sleep(u64),
    /// Sleeps with lock number 0 or 1 held.
    SleepLocked(usize, u64),
    Work(u64),
    /// Sends a message that main waits for.
    Send,
    /// Starts a thread that sleeps, and waits for it.
    Delegate(u64),
    /// Waits until all have come so far.
    Meet,
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        (1..5_u64).prop_map(Act::Sleep),
        (0..2_usize, 0..4_u64).prop_map(|(lock, time)| Act::SleepLocked(lock, time)),
        (1..4_u64).prop_map(Act::Work),
        Just(Act::Send),
        (1..4_u64).prop_map(Act::Delegate),
        Just(Act::Meet),
    ]
}

/// Runs what each thread does, on two cores; main takes every message and joins all.
fn run(program: &[Vec<Act>], seed: Option<u64>) -> Timeline {
    let program = program.to_vec();
    let mut settings = VirtualTime::new().cores(2);
    if let Some(seed) = seed {
        settings = settings.seed(seed);
    }
    let timeline = settings.run(move || {
        let locks = Arc::new([Mutex::new(()), Mutex::new(())]);
        let count = |acts: &Vec<Act>| acts.iter().filter(|act| matches!(act, Act::Meet)).count();
        // Only as often as every thread comes.
        let meetings = program.iter().map(count).min().unwrap_or(0);
        let barrier = Arc::new(Barrier::new(program.len()));
        let (sender, receiver) = mpsc::channel();
        for acts in program.clone() {
            let (locks, barrier, sender) = (locks.clone(), barrier.clone(), sender.clone());
            thread::spawn(move || {
                let mut met = 0;
                for act in acts {
                    match act {
                        Act::Sleep(time) => thread::sleep(secs(time)),
                        Act::SleepLocked(lock, time) => {
                            let _guard = locks[lock].lock().unwrap();
                            thread::sleep(secs(time));
                        }
                        Act::Work(time) => work(secs(time)),
                        Act::Send => sender.send(()).unwrap(),
                        Act::Delegate(time) => {
                            let worker = thread::spawn(move || thread::sleep(secs(time)));
                            worker.join().unwrap();
                        }
                        Act::Meet if met < meetings => {
                            met += 1;
                            barrier.wait();
                        }
                        Act::Meet => {}
                    }
                }
            });
        }
        drop(sender);
        while receiver.recv().is_ok() {}
    });
    timeline.expect("nothing fails")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whoever waits in such a program waits for somebody who sleeps or works. So from end to start the path holds
    /// nothing else: each wait was traced to what ended it.
    #[test]
    fn in_random_programs_it_is_made_of_sleep_and_work(
        program in collection::vec(collection::vec(act(), 0..6), 1..5),
        seed in option::of(0..4_u64),
    ) {
        let timeline = run(&program, seed);
        legs(&timeline);
        let path = timeline.critical_path();
        prop_assert!(path.iter().all(|leg| leg.waiting.is_busy()), "{path:?}");
        let why = timeline.too_slow();
        prop_assert_eq!(why.sentence.is_empty(), timeline.elapsed().is_zero());
        fits(&why.text(Style::new()), 80);
        fits(&timeline.not_concurrent().text(Style::new()), 80);
    }
}
