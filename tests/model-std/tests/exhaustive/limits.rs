//! What a search says of itself: how far it got, and what it cannot run.

use std::model::{Coverage, Exhaustive, FailureKind};
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use super::{fails, passes};

/// Far more interleavings than can be run.
fn huge() {
    let count = Arc::new(AtomicU32::new(0));
    for _ in 0..8 {
        let count = count.clone();
        thread::spawn(move || (0..8).for_each(|_| count.store(count.load(SeqCst) + 1, SeqCst)));
    }
}

#[test]
fn a_search_that_is_cut_short_says_so() {
    for budget in [Duration::ZERO, Duration::from_millis(50)] {
        let explored = Exhaustive::new().budget(budget).run(huge).unwrap();
        assert!(
            !explored.is_complete() && explored.covered().contains("budget spent"),
            "{explored:?}"
        );
    }
}

#[test]
fn a_program_without_threads_has_one_interleaving() {
    let explored = passes(|| assert_eq!(*Mutex::new(1).lock().unwrap(), 1));
    assert_eq!(explored.executions, 1);
}

#[test]
fn a_program_that_only_looks_is_not_mistaken_for_spinning() {
    passes(|| {
        let counters: Vec<_> = (0..200).map(AtomicU32::new).collect();
        assert_eq!(
            counters
                .iter()
                .map(|counter| counter.load(SeqCst))
                .sum::<u32>(),
            19_900
        );
        let table = Mutex::new(vec![0; 2]);
        (0..200).for_each(|at| table.lock().unwrap()[at % 2] += 1);
        assert_eq!(
            (0..200).map(|_| table.lock().unwrap().len()).sum::<usize>(),
            400
        );
    });
}

#[test]
fn a_loop_of_which_nothing_tells_that_it_waits_is_followed_only_so_far_and_that_is_said() {
    let polls = Exhaustive::new().run(|| {
        let flag = Arc::new(AtomicU32::new(0));
        let theirs = flag.clone();
        let setter = thread::spawn(move || theirs.store(1, SeqCst));
        let mut looks = 0_u64;
        while flag.load(SeqCst) == 0 {
            looks += 1;
        }
        assert!(looks < u64::MAX);
        setter.join().unwrap();
    });
    let polls = polls.unwrap_or_else(|failure| panic!("{failure}"));
    assert!(
        !polls.is_complete() && polls.covered().contains("followed for 250 rounds only"),
        "{polls:?}"
    );
    let waits = passes(|| thread::spawn(|| {}).join().unwrap());
    assert!(!waits.covered().contains("rounds"), "{waits:?}");
}

#[test]
fn what_never_ends_is_reported() {
    let spins = fails(FailureKind::StepLimit, || {
        let count = AtomicU32::new(0);
        while count.load(SeqCst) == 0 {}
    });
    assert!(
        spins.always && spins.message.contains("main spins at"),
        "{spins}"
    );
    let changes = fails(FailureKind::StepLimit, || {
        let count = AtomicU32::new(0);
        while count.fetch_add(2, SeqCst) != 1 {}
    });
    assert!(changes.always, "{changes}");
}

#[test]
fn more_threads_than_can_be_told_apart_are_sampled() {
    let join_many = || {
        let threads: Vec<_> = (0..70).map(|_| thread::spawn(|| {})).collect();
        threads
            .into_iter()
            .for_each(|thread| thread.join().unwrap());
    };
    let search = Exhaustive::new().budget(Duration::MAX).executions(100);
    let explored = search.run(join_many).unwrap();
    assert_eq!(
        (explored.is_complete(), explored.coverage),
        (false, Coverage::Sample)
    );
    assert_eq!(
        explored.covered(),
        "71 threads are more than can be searched: 99 random schedules"
    );
}

#[test]
fn a_program_that_is_not_the_same_twice_is_refused() {
    static CALLS: real::sync::atomic::AtomicU32 = real::sync::atomic::AtomicU32::new(0);
    fails(FailureKind::NotReplayable, || {
        let calls = CALLS.fetch_add(1, real::sync::atomic::Ordering::Relaxed);
        let count = Arc::new(AtomicU32::new(0));
        let theirs = count.clone();
        thread::spawn(move || theirs.store(1, SeqCst));
        if calls % 2 == 1 {
            thread::spawn(|| {});
        }
        count.load(SeqCst);
        count.load(SeqCst);
    });
}

#[test]
fn a_model_inside_a_model_is_refused() {
    let failure = fails(FailureKind::Panic, || {
        std::model::exhaustive(|| {});
    });
    assert!(failure.message.contains("cannot be nested"), "{failure}");
}

/// What using a modelled type outside a model says.
fn outside(f: impl FnOnce() + real::panic::UnwindSafe) -> String {
    let payload = real::panic::catch_unwind(f).expect_err("there is no model here");
    payload
        .downcast_ref::<String>()
        .cloned()
        .or_else(|| {
            payload
                .downcast_ref::<&str>()
                .map(|said| (*said).to_owned())
        })
        .unwrap()
}

#[test]
fn outside_a_model_the_message_names_the_remedy() {
    let uses: [fn(); 5] = [
        || drop(Mutex::new(1).lock()),
        || drop(thread::spawn(|| {})),
        || drop(std::sync::mpsc::channel::<u8>()),
        || assert_eq!(AtomicU32::new(1).load(SeqCst), 1),
        || thread::sleep(Duration::from_secs(1)),
    ];
    for said in uses.map(outside) {
        assert!(
            said.contains("model::exhaustive") && said.contains("model::virtual_time"),
            "{said}"
        );
    }
    assert_eq!(
        format!("{:?}", AtomicU32::new(4)),
        "4",
        "what needs no model works"
    );
}
