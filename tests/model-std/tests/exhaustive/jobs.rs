//! A search that other processes help says what it says alone, to the byte. All is bounded by executions, so that no machine
//! is too slow for it.

use std::model::{Exhaustive, Explored, Failure, Jobs};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed, Ordering::SeqCst};
use std::thread;
use std::time::Duration;

type Found = Result<Explored, Box<Failure>>;

/// What a search finds in so many executions with this number of processes, and what others than this one have run of it.
fn search(jobs: Jobs, executions: u64, program: fn()) -> (Found, u64) {
    let search = Exhaustive::new()
        .budget(Duration::MAX)
        .executions(executions);
    search.jobs(jobs).run_helped(program)
}

/// What one process finds, which is the same with two and with four. Others have helped.
fn found_by_any(executions: u64, program: fn()) -> Found {
    let (alone, by_others) = search(Jobs::new(1), executions, program);
    assert_eq!(by_others, 0);
    for jobs in [2, 4] {
        let (found, by_others) = search(Jobs::new(jobs), executions, program);
        assert_eq!(format!("{found:?}"), format!("{alone:?}"), "with {jobs}");
        assert!(by_others > 0, "with {jobs}");
    }
    alone
}

/// So many threads, each of which does `body`.
fn crowd(threads: u32, body: impl Fn(u32) + Send + Sync) {
    let body = &body;
    thread::scope(|scope| {
        for number in 0..threads {
            scope.spawn(move || body(number));
        }
    });
}

/// Every order of seven threads.
fn seven_lockers() {
    let total = Mutex::new(0);
    crowd(7, |_| *total.lock().unwrap() += 1);
    assert_eq!(total.into_inner().unwrap(), 7);
}

/// Branches that go on with other branches, and races that reach back over many nodes.
fn five_lose_updates() {
    let total = AtomicU32::new(0);
    crowd(5, |_| total.store(total.load(SeqCst) + 1, SeqCst));
}

/// Threads that wait in loops.
fn four_spinners() {
    let taken = AtomicU32::new(0);
    crowd(4, |_| {
        for _ in 0..2 {
            while taken.swap(1, SeqCst) == 1 {
                thread::yield_now();
            }
            taken.store(0, SeqCst);
        }
    });
}

/// Stale reads, in a pass of its own.
fn relaxed_in_a_ring() {
    const ALL: usize = 4;
    let values = [const { AtomicU32::new(0) }; ALL];
    crowd(4, |number| {
        let own = number as usize;
        (1..=2).for_each(|value| values[own].store(value, Relaxed));
        for next in 1..3 {
            values[(own + next) % ALL].load(Relaxed);
        }
    });
}

/// Fails in one order of 5,040.
fn one_order_of_seven() {
    let order = Mutex::new(0);
    crowd(7, |number| {
        let mut order = order.lock().unwrap();
        *order = *order * 10 + number;
    });
    assert_ne!(order.into_inner().unwrap(), 5_361_204, "that order");
}

/// Two of six threads come to wait for each other, in few of the orders.
fn two_locks_after_four() {
    let (one, other, passed) = (Mutex::new(0), Mutex::new(0), AtomicU32::new(0));
    crowd(6, |number| match number {
        0 => {
            let _one = one.lock().unwrap();
            let _other = other.lock().unwrap();
        }
        1 if passed.load(SeqCst) == 4 => {
            let _other = other.lock().unwrap();
            let _one = one.lock().unwrap();
        }
        _ => {
            passed.fetch_add(1, SeqCst);
        }
    });
}

#[test]
fn a_complete_search_counts_the_same_with_help() {
    let explored = found_by_any(u64::MAX, seven_lockers).unwrap();
    assert!(explored.is_complete());
    assert_eq!(explored.executions, 5_040);
    let explored = found_by_any(u64::MAX, five_lose_updates).unwrap();
    assert_eq!(explored.executions, 14_400);
    for program in [four_spinners, relaxed_in_a_ring] {
        found_by_any(8_000, program).unwrap();
    }
}

#[test]
fn a_search_that_is_cut_short_guarantees_the_same_with_help() {
    let explored = found_by_any(20_000, five_lose_updates).unwrap();
    assert!(!explored.is_complete());
}

#[test]
fn the_failure_that_is_shown_is_the_same_with_help() {
    let failure = found_by_any(u64::MAX, one_order_of_seven).unwrap_err();
    assert!(failure.message.contains("that order"), "{failure}");
    let (alone, _) = search(Jobs::new(1), u64::MAX, two_locks_after_four);
    let (helped, _) = search(Jobs::new(3), u64::MAX, two_locks_after_four);
    assert!(alone.is_err());
    assert_eq!(format!("{helped:?}"), format!("{alone:?}"));
}

#[test]
fn a_process_is_asked_for_only_if_one_may_begin_and_believed_only_if_it_was_silent() {
    let alone = search(Jobs::new(1), u64::MAX, seven_lockers).0.unwrap();
    let never: fn() -> bool = || false;
    for jobs in [Jobs::new(4).only_if(never), Jobs::new(2).only_while(never)] {
        let (found, by_others) = search(jobs, u64::MAX, seven_lockers);
        assert_eq!((found.unwrap(), by_others), (alone.clone(), 0));
    }
}

/// What a helper would be ended by, this process is not.
#[test]
fn a_search_outlives_helpers_that_die() {
    let here = real::process::id();
    let program = move || {
        seven_lockers();
        if real::process::id() != here {
            real::process::abort();
        }
    };
    let search = Exhaustive::new().budget(Duration::MAX).jobs(Jobs::new(2));
    let (found, by_others) = search.run_helped(program);
    assert_eq!((found.unwrap().executions, by_others), (5_040, 0));
}
