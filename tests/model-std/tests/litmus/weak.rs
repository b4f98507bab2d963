//! What weak orderings allow, and what fences and release sequences rule out.

use std::sync::Arc;
use std::sync::atomic::Ordering::{self, AcqRel, Acquire, Relaxed, Release, SeqCst};

use model_std::sync::atomic::{AtomicUsize, fence};
use model_std::thread;

use super::{exhaustive, programs, set};

#[test]
fn relaxed_store_buffering_can_be_both_stale() {
    let outcomes = exhaustive(|| programs::model_std::store_buffering((Relaxed, Relaxed)));
    assert_eq!(outcomes, set(&[&[0, 0], &[0, 1], &[1, 0], &[1, 1]]));
}

#[test]
fn release_and_acquire_do_not_stop_store_buffering() {
    let outcomes = exhaustive(|| programs::model_std::store_buffering((Acquire, Release)));
    assert!(outcomes.contains(&vec![0, 0]));
}

#[test]
fn a_relaxed_flag_can_be_seen_without_its_data() {
    let outcomes = exhaustive(|| programs::model_std::message_passing((Relaxed, Relaxed)));
    assert_eq!(outcomes, set(&[&[0, 0], &[0, 42], &[1, 0], &[1, 42]]));
}

#[test]
fn a_released_flag_brings_its_data() {
    let outcomes = exhaustive(|| programs::model_std::message_passing((Acquire, Release)));
    assert_eq!(outcomes, set(&[&[0, 0], &[0, 42], &[1, 42]]));
}

#[test]
fn even_relaxed_loads_of_one_variable_never_go_back() {
    let outcomes = exhaustive(|| programs::model_std::coherence((Relaxed, Relaxed)));
    assert_eq!(
        outcomes,
        set(&[&[0, 0], &[0, 1], &[0, 2], &[1, 1], &[1, 2], &[2, 2]])
    );
}

/// A store becomes visible in finite time: otherwise the search would have executions that never end.
#[test]
fn a_loop_that_waits_for_a_relaxed_flag_ends() {
    let outcomes = exhaustive(|| {
        let flag = Arc::new(AtomicUsize::new(0));
        let theirs = flag.clone();
        let worker = thread::spawn(move || theirs.store(1, Relaxed));
        while flag.load(Relaxed) == 0 {
            model_std::hint::spin_loop();
        }
        worker.join().unwrap();
        vec![flag.load(Relaxed)]
    });
    assert_eq!(outcomes, set(&[&[1]]));
}

/// Message passing with relaxed accesses, and a fence on each side if asked for.
fn fenced(fences: Option<(Ordering, Ordering)>) -> Vec<usize> {
    let shared = Arc::new((AtomicUsize::new(0), AtomicUsize::new(0)));
    let theirs = shared.clone();
    let writer = thread::spawn(move || {
        theirs.0.store(42, Relaxed);
        if let Some((release, _)) = fences {
            fence(release);
        }
        theirs.1.store(1, Relaxed);
    });
    let flag = shared.1.load(Relaxed);
    if let Some((_, acquire)) = fences {
        fence(acquire);
    }
    let data = shared.0.load(Relaxed);
    writer.join().unwrap();
    vec![flag, data]
}

#[test]
fn fences_bring_the_data_as_well() {
    assert!(exhaustive(|| fenced(None)).contains(&vec![1, 0]));
    assert!(!exhaustive(|| fenced(Some((Release, Acquire)))).contains(&vec![1, 0]));
    assert!(!exhaustive(|| fenced(Some((AcqRel, SeqCst)))).contains(&vec![1, 0]));
}

#[test]
fn a_read_modify_write_continues_a_release_sequence() {
    let outcomes = exhaustive(|| {
        let shared = Arc::new((AtomicUsize::new(0), AtomicUsize::new(0)));
        let theirs = shared.clone();
        let writer = thread::spawn(move || {
            theirs.0.store(42, Relaxed);
            theirs.1.store(1, Release);
        });
        let theirs = shared.clone();
        let adder = thread::spawn(move || theirs.1.fetch_add(1, Relaxed));
        let flag = shared.1.load(Acquire);
        let data = shared.0.load(Relaxed);
        writer.join().unwrap();
        adder.join().unwrap();
        vec![flag, data]
    });
    assert!(outcomes.contains(&vec![2, 42]));
    assert!(
        !outcomes.contains(&vec![2, 0]),
        "reading 2 means reading on from the released 1: {outcomes:?}"
    );
}

#[test]
fn seqcst_fences_rule_out_store_buffering() {
    let outcomes = exhaustive(|| {
        let shared = Arc::new((AtomicUsize::new(0), AtomicUsize::new(0)));
        let theirs = shared.clone();
        let other = thread::spawn(move || {
            theirs.0.store(1, Relaxed);
            fence(SeqCst);
            theirs.1.load(Relaxed)
        });
        shared.1.store(1, Relaxed);
        fence(SeqCst);
        let mine = shared.0.load(Relaxed);
        vec![other.join().unwrap(), mine]
    });
    assert_eq!(outcomes, set(&[&[0, 1], &[1, 0], &[1, 1]]));
}

/// The stated gap: a load never sees a value that is stored later.
#[test]
fn load_buffering_is_not_shown() {
    let outcomes = exhaustive(|| {
        let shared = Arc::new((AtomicUsize::new(0), AtomicUsize::new(0)));
        let theirs = shared.clone();
        let other = thread::spawn(move || {
            let seen = theirs.0.load(Relaxed);
            theirs.1.store(1, Relaxed);
            seen
        });
        let mine = shared.1.load(Relaxed);
        shared.0.store(1, Relaxed);
        vec![other.join().unwrap(), mine]
    });
    assert!(
        !outcomes.contains(&vec![1, 1]),
        "no longer a gap: take it out of the documentation"
    );
}

/// Two writers, and two readers who read both variables in opposite order. Returns what the first reader saw of one and
/// the other, then the second.
fn independent_reads(load: Ordering, store: Ordering) -> Vec<usize> {
    let shared = Arc::new((AtomicUsize::new(0), AtomicUsize::new(0)));
    let spawn = |body: fn(&(AtomicUsize, AtomicUsize), Ordering) -> [usize; 2], order| {
        let shared = shared.clone();
        thread::spawn(move || body(&shared, order))
    };
    let mut writers = vec![spawn(
        |shared, store| {
            shared.0.store(1, store);
            [0; 2]
        },
        store,
    )];
    writers.push(spawn(
        |shared, store| {
            shared.1.store(1, store);
            [0; 2]
        },
        store,
    ));
    let reader = spawn(
        |shared, load| [shared.0.load(load), shared.1.load(load)],
        load,
    );
    let mine = [shared.1.load(load), shared.0.load(load)];
    for writer in writers {
        writer.join().unwrap();
    }
    [reader.join().unwrap(), mine].concat()
}

/// All but the readers disagreeing on which store came first.
fn agreeing_reads() -> Vec<Vec<usize>> {
    let all = (0..16).map(|bits| (0..4).map(|at| bits >> at & 1).collect::<Vec<usize>>());
    all.filter(|seen| *seen != [1, 0, 1, 0]).collect()
}

/// Only sequentially consistent loads and stores make everybody agree on the order of two stores.
#[test]
fn readers_can_disagree_on_the_order_of_independent_stores() {
    let agreeing: super::Outcomes = agreeing_reads().into_iter().collect();
    let mut all = agreeing.clone();
    all.insert(vec![1, 0, 1, 0]);
    assert_eq!(super::sc(|| independent_reads(Relaxed, Relaxed)), agreeing);
    assert_eq!(super::full(|| independent_reads(SeqCst, SeqCst)), agreeing);
    assert_eq!(super::full(|| independent_reads(Acquire, Release)), all);
    assert_eq!(super::full(|| independent_reads(Relaxed, Relaxed)), all);
}

/// The stated gap: stores of one atomic take effect in the order in which they are run, though C++20 lets relaxed ones
/// of two threads overtake each other crosswise.
#[test]
fn stores_overtaking_each_other_crosswise_are_not_shown() {
    let outcomes = exhaustive(|| {
        let shared = Arc::new((AtomicUsize::new(0), AtomicUsize::new(0)));
        let theirs = shared.clone();
        let other = thread::spawn(move || {
            theirs.0.store(1, Relaxed);
            theirs.1.store(2, Relaxed);
        });
        shared.1.store(1, Relaxed);
        shared.0.store(2, Relaxed);
        other.join().unwrap();
        vec![shared.0.load(Relaxed), shared.1.load(Relaxed)]
    });
    assert_eq!(outcomes, set(&[&[1, 2], &[2, 1], &[2, 2]]));
}
