//! Checks of exercise 04: a pool of threads.
#[macro_use]
extern crate model_std as std;
use checks::{Timed, exhaustive, panic_on_purpose, secs, virtual_time};
use std::mem::ManuallyDrop;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, ThreadId};
use std::time::{Duration, Instant};
use submission::ThreadPool;

// The signatures are part of the task: a result of a type that calls itself equal to anything would
// prove nothing.
type Map = fn(&ThreadPool, Vec<u64>, fn(u64) -> u64) -> Vec<u64>;
type Submit = fn(&ThreadPool, fn() -> u64) -> thread::Result<u64>;
const _: Map = |pool, inputs, f| pool.map(inputs, f);
const _: Submit = |pool, task| pool.submit(task).result();

/// Ten tasks of 1 s on two workers take 5 s, twenty of 10 s on four take 50 s: all workers work,
/// never more of them than asked for, and they are kept from one task to the next.
fn ten_tasks_on_two_workers_take_five_seconds() {
    submitted_together(10, 1, 2).takes(secs(5)).at_once(2);
    submitted_together(20, 10, 4).takes(secs(50)).at_once(4);
}

/// One task of 60 s and six of 10 s take 60 s on two workers: whoever is free takes the next one.
fn uneven_tasks_leave_no_worker_idle() {
    mapped(2, &[60, 10, 10, 10, 10, 10, 10])
        .takes(secs(60))
        .at_once(2);
}

/// Tasks that finish in the opposite order still give their results in the order of the inputs.
fn map_answers_in_input_order() {
    mapped(5, &[50, 40, 30, 20, 10]).takes(secs(50)).at_once(5);
    mapped(2, &[3, 1, 2]).takes(secs(3)).at_once(2);
}

/// Two workers and two tasks: each result arrives, under every interleaving. And a task whose pool
/// is dropped at once, and whose result nobody asks for, is carried out all the same.
fn no_task_is_lost() {
    exhaustive(|| {
        let pool = kept_pool(2);
        let handles = [10, 20].map(|n| pool.submit(move || n));
        let results = handles.map(|handle| handle.result().expect("this task does not panic"));
        assert_eq!(
            results,
            [10, 20],
            "one task returns 10, the other returns 20"
        );
    });
    exhaustive(|| {
        let done = Arc::new(AtomicUsize::new(0));
        let pool = ThreadPool::new(2);
        let task = Arc::clone(&done);
        drop(pool.submit(move || task.fetch_add(1, Ordering::SeqCst)));
        drop(pool);
        assert_eq!(
            done.load(Ordering::SeqCst),
            1,
            "a task was submitted, so it must have been carried out once when the pool is gone"
        );
    });
}

/// A task that panics gives an `Err`, and the worker goes on: later tasks get their results, in
/// the time that all workers together need.
fn a_panicking_task_does_not_kill_its_worker() {
    virtual_time(|| {
        let pool = kept_pool(1);
        let bad = pool.submit(|| -> u64 { panic_on_purpose("a task") });
        let good = pool.submit(|| 7);
        assert!(
            bad.result().is_err(),
            "the result of a task that panics is an Err"
        );
        let good = good.result().ok();
        assert_eq!(
            good,
            Some(7),
            "the only worker must outlive a task that panics and carry out the next one"
        );
    });
    virtual_time(|| {
        let pool = kept_pool(2);
        let bad = [1, 2].map(|_| pool.submit(|| -> u64 { panic_on_purpose("a task") }));
        let good = [10; 4].map(|time| pool.submit(move || slow(time)));
        for handle in bad {
            assert!(
                handle.result().is_err(),
                "the result of a task that panics is an Err"
            );
        }
        for handle in good {
            assert_eq!(
                handle.result().ok(),
                Some(10),
                "a task that does not panic has an Ok, whatever happened to others"
            );
        }
    })
    .takes(secs(20))
    .at_once(2);
}

/// Dropping the pool returns when the last submitted task is done: six tasks of 10 s on two
/// workers after 30 s; one worker does them in the order in which they were submitted.
fn dropping_the_pool_waits_for_every_task() {
    submitted_then_dropped(6, 2).takes(secs(30)).at_once(2);
    submitted_then_dropped(3, 1).takes(secs(30)).at_once(1);
}

/// A pool that is never dropped: a `drop` that is still to be written, or wrong, costs only the
/// checks that are about it, and cannot drown what went wrong before it.
fn kept_pool(max_workers: usize) -> ManuallyDrop<ThreadPool> {
    ManuallyDrop::new(ThreadPool::new(max_workers))
}

/// Submits `count` tasks of `time` seconds to `max_workers` and asks for all the results.
fn submitted_together(count: usize, time: u64, max_workers: usize) -> Timed {
    virtual_time(move || {
        let log = Arc::new(Log::default());
        let pool = kept_pool(max_workers);
        let start = Instant::now();
        let handles: Vec<_> = (0..count)
            .map(|n| {
                let log = Arc::clone(&log);
                pool.submit(move || {
                    log.work(n, time);
                    n
                })
            })
            .collect();
        assert_eq!(
            start.elapsed(),
            Duration::ZERO,
            "submit must put its task into the queue and return at once"
        );
        for (n, handle) in handles.into_iter().enumerate() {
            assert_eq!(
                handle.result().ok(),
                Some(n),
                "task {n} returns {n} through its own handle"
            );
        }
        log.assert_at_most(max_workers);
        let threads = log.threads();
        assert!(
            threads <= max_workers,
            "{count} tasks ran on {threads} different threads; \
             a pool of {max_workers} keeps its workers and gives them the next task"
        );
    })
}

/// Maps a function that sleeps over `times`, on `max_workers`; results must be in input order.
fn mapped(max_workers: usize, times: &'static [u64]) -> Timed {
    virtual_time(move || {
        let log = Arc::new(Log::default());
        let pool = kept_pool(max_workers);
        let tasks = Arc::clone(&log);
        let inputs = times.iter().copied().enumerate().collect();
        let results = pool.map(inputs, move |(n, time)| {
            tasks.work(n, time);
            1000 + time
        });
        let expected: Vec<u64> = times.iter().map(|time| 1000 + time).collect();
        assert_eq!(
            results, expected,
            "map gives one result for each input, in the order of the inputs {times:?}"
        );
        log.assert_at_most(max_workers);
    })
}

/// Submits `count` tasks of 10 s, drops their handles and then the pool.
fn submitted_then_dropped(count: usize, max_workers: usize) -> Timed {
    virtual_time(move || {
        let log = Arc::new(Log::default());
        let pool = ThreadPool::new(max_workers);
        for n in 0..count {
            let log = Arc::clone(&log);
            drop(pool.submit(move || log.work(n, 10)));
        }
        drop(pool);
        let done = log.done();
        assert_eq!(
            done.len(),
            count,
            "all {count} tasks must be done when the pool is gone, but only {done:?} were"
        );
        if max_workers == 1 {
            assert!(
                done.is_sorted(),
                "one worker does the tasks in the order of submission, but it was {done:?}"
            );
        }
        log.assert_at_most(max_workers);
    })
}

/// What the tasks of one run write down about themselves.
#[derive(Default)]
struct Log {
    entries: Mutex<Entries>,
}

#[derive(Default)]
struct Entries {
    at_work: usize,
    most_at_work: usize,
    threads: Vec<ThreadId>,
    done: Vec<usize>,
}

impl Log {
    /// Task `n`: is at work for `time` seconds.
    fn work(&self, n: usize, time: u64) {
        self.note(|log| {
            log.at_work += 1;
            log.most_at_work = log.most_at_work.max(log.at_work);
            let me = thread::current().id();
            if !log.threads.contains(&me) {
                log.threads.push(me);
            }
        });
        slow(time);
        self.note(|log| {
            log.at_work -= 1;
            log.done.push(n);
        });
    }

    /// The tasks that are done, in the order in which they ended.
    fn done(&self) -> Vec<usize> {
        self.note(|log| log.done.clone())
    }

    /// How many different threads did the tasks.
    fn threads(&self) -> usize {
        self.note(|log| log.threads.len())
    }

    /// Fails if there ever were more than `max_workers` tasks at work at the same time.
    fn assert_at_most(&self, max_workers: usize) {
        let most = self.note(|log| log.most_at_work);
        assert!(
            most <= max_workers,
            "{most} tasks were at work at the same time, but max_workers is {max_workers}"
        );
    }

    fn note<T>(&self, entry: impl FnOnce(&mut Entries) -> T) -> T {
        entry(&mut self.entries.lock().expect("no task panics in here"))
    }
}

/// Sleeps for so many seconds and hands the number back.
fn slow(seconds: u64) -> u64 {
    thread::sleep(secs(seconds));
    seconds
}

checks::main!(
    ten_tasks_on_two_workers_take_five_seconds,
    uneven_tasks_leave_no_worker_idle,
    map_answers_in_input_order,
    no_task_is_lost,
    a_panicking_task_does_not_kill_its_worker,
    dropping_the_pool_waits_for_every_task,
);
