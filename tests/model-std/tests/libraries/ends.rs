//! Executions that end in the middle of a library's work: a panic, a deadlock, threads that are left. Each leaves nothing
//! to the next.

use std::model::{FailureKind, Sampled, VirtualTime, virtual_time};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use crossbeam::atomic::AtomicCell;
use crossbeam::channel::{bounded, unbounded};
use crossbeam::epoch;
use crossbeam::queue::SegQueue;
use rayon::prelude::*;
use real::sync::atomic::{AtomicU64, Ordering::SeqCst};

#[test]
fn a_panic_in_a_job_comes_out_of_the_call() {
    let timeline = virtual_time(|| {
        let sum = catch_unwind(|| {
            (0..8)
                .into_par_iter()
                .map(|n| assert_ne!(n, 5, "five"))
                .count()
        });
        let payload = sum.unwrap_err();
        assert!(payload.downcast_ref::<String>().unwrap().contains("five"));
        // The pool goes on.
        assert_eq!((0..8).into_par_iter().sum::<u32>(), 28);
    });
    assert_eq!(timeline.elapsed(), Duration::ZERO);
}

#[test]
fn a_run_that_fails_amid_jobs_leaves_the_next_alone() {
    for _ in 0..3 {
        let failure = VirtualTime::new().run(|| {
            let (asked, answers) = unbounded::<u32>();
            (0..4).into_par_iter().for_each(|_| {
                // Its own sender keeps the channel open.
                let _own = asked.clone();
                let _ = answers.recv();
            });
        });
        let failure = failure.unwrap_err();
        assert_eq!(failure.kind, FailureKind::Deadlock);
        assert!(
            failure.message.contains(
                "main waits in `for_each`, inside a library (called at tests/libraries/ends.rs:"
            ),
            "{failure}"
        );
        let timeline = virtual_time(|| {
            let (one, two) = rayon::join(|| 1, || 2);
            assert_eq!(one + two, 3);
        });
        assert_eq!(timeline.elapsed(), Duration::ZERO);
    }
}

/// Tells when it is dropped.
struct Told(Arc<AtomicU64>);

impl Drop for Told {
    fn drop(&mut self) {
        self.0.fetch_add(1, SeqCst);
    }
}

#[test]
fn what_is_in_a_queue_when_a_run_fails_is_dropped_at_most_once() {
    let dropped = Arc::new(AtomicU64::new(0));
    let made = Arc::new(AtomicU64::new(0));
    let (counted, told) = (made.clone(), dropped.clone());
    let explored = Sampled::new().executions(300).run(move || {
        let queue = Arc::new(SegQueue::new());
        let (tx, rx) = bounded(3);
        let workers: Vec<_> = (0..3)
            .map(|_| {
                let (queue, tx, made, told) =
                    (queue.clone(), tx.clone(), counted.clone(), told.clone());
                thread::spawn(move || {
                    for _ in 0..3 {
                        made.fetch_add(2, SeqCst);
                        queue.push(Told(told.clone()));
                        drop(tx.send(Told(told.clone())));
                        drop(queue.pop());
                    }
                })
            })
            .collect();
        drop(tx);
        drop(rx.recv());
        drop(rx);
        if catch_unwind(AssertUnwindSafe(|| {
            workers.into_iter().for_each(|it| it.join().unwrap())
        }))
        .is_err()
        {
            panic!("a worker panicked");
        }
    });
    explored.unwrap();
    assert_eq!(made.load(SeqCst), dropped.load(SeqCst));
}

#[test]
fn threads_that_are_left_pinned_do_not_stop_those_that_come_after() {
    let run = Arc::new(AtomicU64::new(0));
    for _ in 0..20 {
        let run = run.clone();
        virtual_time(move || {
            for seconds in 0..4 {
                let run = run.clone();
                thread::spawn(move || {
                    let guard = epoch::pin();
                    guard.defer(move || run.fetch_add(1, SeqCst));
                    guard.flush();
                    thread::sleep(Duration::from_secs(seconds));
                });
            }
            thread::sleep(Duration::from_secs(2));
        });
    }
    assert!(run.load(SeqCst) <= 80, "each is run once at most");
}

#[test]
fn a_value_in_a_cell_of_any_size_is_read_whole() {
    let explored = Sampled::new().executions(200).run(|| {
        let cell = Arc::new(AtomicCell::new((0_u64, 0_u64)));
        let theirs = cell.clone();
        let writer = thread::spawn(move || (1..4).for_each(|n| theirs.store((n, n))));
        for _ in 0..4 {
            let (one, two) = cell.load();
            assert_eq!(one, two);
        }
        writer.join().unwrap();
    });
    explored.unwrap();
}

#[test]
fn a_lock_of_std_beside_a_pool_is_of_the_model_too() {
    let total = Arc::new(Mutex::new(0_u64));
    let timeline = VirtualTime::new().cores(4).run(move || {
        (0..4).into_par_iter().for_each(|n| {
            let mut total = total.lock().unwrap();
            workload::busy(10_000_000);
            *total += n;
        });
    });
    assert_eq!(timeline.unwrap().elapsed(), Duration::from_secs(4));
}
