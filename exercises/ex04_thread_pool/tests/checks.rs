//! Checks of exercise 04: a pool of threads.
#[macro_use]
extern crate model_std as std;
use checks::{Cause, Verdict, VirtualRun, calling, exhaustive, fail, fail_because};
use checks::{deliberate_panic, secs, virtual_time};
use std::any::Any;
use std::fmt::Debug;
use std::mem::ManuallyDrop;
use std::panic::panic_any;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, ThreadId};
use std::time::{Duration, Instant};
use submission::ThreadPool;

// A type that no submission can know is treated like every other, so that what holds for it holds for all.
checks::signatures! {
    impl ThreadPool {
        fn new(max_workers: usize) -> ThreadPool;
        fn map(&self, inputs: Vec<ErrorCode>, f: fn(ErrorCode) -> Answer) -> Vec<Answer>;
    }
}
type Submit = fn(&ThreadPool, fn() -> Answer) -> thread::Result<Answer>;
const _: Submit = |pool, task| pool.submit(task).result();

/// Ten tasks of 1 s on two workers take 5 s, twenty of 10 s on four take 50 s: all workers work,
/// they are kept from one task to the next, and `new` starts exactly as many as it was asked for,
/// for that pool alone.
fn ten_tasks_on_two_workers_take_five_seconds() {
    for max_workers in [1, 2, 4] {
        let asked = format!("as `ThreadPool::new({max_workers})` was asked for");
        started_by_new(max_workers).threads_started(max_workers, &asked);
    }
    for (count, time, max_workers) in [(10, 1, 2), (20, 10, 4), (3, 2, 1), (100, 1, 2)] {
        let rounds = (count / max_workers) as u64;
        let asked = format!("as `ThreadPool::new({max_workers})` was asked for");
        submitted_together(count, time, max_workers)
            .threads_started(max_workers, &asked)
            .without_polling()
            .takes_exactly(secs(time * rounds))
            .peak_concurrency_at_least(max_workers)
            .pictured();
    }
    with_pauses().without_polling();
    side_by_side().peak_concurrency_at_least(2);
}

/// One task of 60 s and six of 10 s take 60 s on two workers: whoever is free takes the next one.
fn uneven_tasks_leave_no_worker_idle() {
    mapped(2, &[60, 10, 10, 10, 10, 10, 10])
        .takes_exactly(secs(60))
        .peak_concurrency_at_least(2);
    mapped(3, &[40, 10, 10, 10, 10, 10, 10, 10, 10])
        .takes_exactly(secs(40))
        .peak_concurrency_at_least(3);
}

/// Tasks that finish in the opposite order still give their results in the order of the inputs;
/// `map` gives them to the workers that there are, be it one input or none. Under every interleaving.
fn map_answers_in_input_order() {
    for (max_workers, times, seconds) in [
        (5, &[50, 40, 30, 20, 10][..], 50),
        (2, &[3, 1, 2], 3),
        (2, &[7], 7),
    ] {
        none_but_those_of_new(max_workers, || mapped(max_workers, times))
            .without_polling()
            .takes_exactly(secs(seconds))
            .peak_concurrency_at_least(max_workers.min(times.len()));
    }
    mapped(2, &[]).takes_exactly(secs(0));
    calling("`map` over two inputs, max_workers = 2");
    exhaustive(|| {
        let pool = kept_pool(2);
        let results = pool.map(vec![1_u64, 2], |n| 10 * n);
        assert_eq!(
            results,
            [10, 20],
            "map gives the results in the order of the inputs, whichever task ends first"
        );
    });
}

/// Two workers and two tasks: each result arrives, under every interleaving. And a task whose pool
/// is dropped at once, and whose result nobody asks for, is carried out all the same.
fn no_task_is_lost() {
    // Of code that asks again and again there are too many interleavings, so this comes first.
    with_pauses().without_polling();
    calling("two tasks, max_workers = 2");
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
    calling("a task and a drop of the pool, max_workers = 2");
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

/// A task that panics gives an `Err` with what it panicked with, and the worker goes on: later
/// tasks get their results, on the same threads, in the time that all workers together need.
fn a_panicking_task_does_not_kill_its_worker() {
    none_but_those_of_new(1, one_survives);
    none_but_those_of_new(2, two_survive)
        .takes_exactly(secs(20))
        .peak_concurrency_at_least(2);
}

/// A pool of one worker, whose tasks panic with texts and with something that is none.
fn one_survives() -> VirtualRun {
    calling("tasks that panic, max_workers = 1");
    virtual_time(|| {
        let pool = kept_pool(1);
        let bad = pool.submit(|| -> u64 { deliberate_panic("a task") });
        let good = pool.submit(|| 7);
        let bad = panic_of(bad.result());
        assert_eq!(
            good.result().ok(),
            Some(7),
            "the only worker must outlive a task that panics and carry out the next one"
        );
        assert_holds(&*bad, &"a panic on purpose (a task)".to_owned(), "String");
        // Not every panic has a text that was put together, or a text at all.
        let literal = pool.submit(|| -> u64 { panic!("a panic on purpose, at once") });
        let literal = panic_of(literal.result());
        assert_holds(&*literal, &"a panic on purpose, at once", "&str");
        let number = pool.submit(|| -> u64 { panic_any(ErrorCode(404)) });
        let number = panic_of(number.result());
        assert_holds(&*number, &ErrorCode(404), "value of another type");
        let last = pool.submit(|| 8).result().ok();
        assert_eq!(last, Some(8), "the worker outlives the third panic too");
    })
}

/// A pool of two workers that both meet a panic, and do four tasks of 10 s afterwards.
fn two_survive() -> VirtualRun {
    calling("two tasks that panic and four of 10 s, max_workers = 2");
    virtual_time(|| {
        let pool = kept_pool(2);
        let bad = [1, 2].map(|_| pool.submit(|| -> u64 { deliberate_panic("a task") }));
        let good = [10; 4].map(|time| pool.submit(move || slow(time)));
        for handle in bad {
            drop(panic_of(handle.result()));
        }
        for handle in good {
            assert_eq!(
                handle.result().ok(),
                Some(10),
                "a task that does not panic has an Ok, whatever happened to others"
            );
        }
    })
}

/// Dropping the pool returns when the last submitted task is done and every worker has ended: six
/// tasks of 10 s on two workers after 30 s. One worker does them in the order of submission. And a
/// handle that outlives the pool still has its result, and a task that has panicked changes nothing.
fn dropping_the_pool_waits_for_every_task() {
    for (count, max_workers) in [(6, 2), (3, 1)] {
        let rounds = (count / max_workers) as u64;
        submitted_then_dropped(count, max_workers)
            .without_polling()
            .takes_exactly(secs(10 * rounds))
            .peak_concurrency_at_least(max_workers)
            .leaves_no_thread("drop(pool)");
    }
    submitted_then_dropped(0, 2).leaves_no_thread("drop(pool)");
    calling("a task of 5 s whose result is asked for after the drop, max_workers = 2");
    virtual_time(|| {
        let pool = ThreadPool::new(2);
        let handle = pool.submit(|| slow(5));
        drop(pool);
        assert_eq!(
            handle.result().ok(),
            Some(5),
            "the task was done before the pool was gone, so its handle has the result"
        );
    });
    calling("three tasks that panic, one of 5 s, and a drop of the pool, max_workers = 2");
    virtual_time(|| {
        let pool = ThreadPool::new(2);
        for time in [1, 2, 3] {
            drop(pool.submit(move || {
                slow(time);
                deliberate_panic("a task")
            }));
        }
        drop(pool.submit(|| slow(5)));
        drop(pool);
    })
    .without_polling()
    .takes_exactly(secs(7))
    .leaves_no_thread("drop(pool), after tasks that panicked,");
    calling("a drop of the pool when all its workers wait, max_workers = 3");
    // Not `without_polling`: workers that ask again and again do end.
    virtual_time(|| {
        let pool = ThreadPool::new(3);
        assert_eq!(pool.submit(|| slow(1)).result().ok(), Some(1));
        thread::sleep(secs(1));
        drop(pool);
    })
    .leaves_no_thread("drop(pool), all of whose workers waited,");
}

/// Starts a pool and gives it nothing to do.
fn started_by_new(max_workers: usize) -> VirtualRun {
    calling(format!("`ThreadPool::new({max_workers})` alone"));
    virtual_time(move || {
        let _pool = kept_pool(max_workers);
        thread::sleep(secs(1));
    })
}

/// Gives a pool of two now and then a single task: most of the time there is nothing to do.
fn with_pauses() -> VirtualRun {
    calling("a single task every 10 s, max_workers = 2");
    virtual_time(|| {
        let pool = kept_pool(2);
        for time in 1..=3 {
            thread::sleep(secs(10));
            let result = pool.submit(move || slow(time)).result().ok();
            assert_eq!(result, Some(time), "a single task returns {time}");
        }
    })
}

/// Two pools of one worker at the same time, of which one has three tasks of 10 s and the other one: each does its own.
fn side_by_side() -> VirtualRun {
    calling("two pools at the same time, each with max_workers = 1");
    virtual_time(|| {
        let pools = [kept_pool(1), kept_pool(1)];
        let start = Instant::now();
        let busy = [0; 3].map(|_| pools[0].submit(|| slow(10)));
        let other = pools[1].submit(|| slow(10));
        for handle in busy.into_iter().chain([other]) {
            assert_eq!(
                handle.result().ok(),
                Some(10),
                "each of two pools does the tasks that it was given"
            );
        }
        assert_eq!(
            start.elapsed(),
            secs(30),
            "three tasks of 10 s on one worker, beside another pool that has a task of its own"
        );
    })
}

/// Demands of a run with one pool that it starts no thread but those that `new` starts by itself.
fn none_but_those_of_new(max_workers: usize, run: impl FnOnce() -> VirtualRun) -> VirtualRun {
    let by_new = started_by_new(max_workers).threads();
    let run = run();
    if by_new == 0 && run.threads() > 0 {
        fail(
            Verdict::Wrong,
            "no worker was started by `new`, which has to start all of them, and nothing else may start any",
        );
    }
    let why = format!(
        "as `ThreadPool::new({max_workers})` alone starts {by_new} and nothing else may start any"
    );
    run.threads_started(by_new, &why)
}

/// What the task panicked with.
fn panic_of<T>(result: thread::Result<T>) -> Box<dyn Any + Send> {
    let Err(payload) = result else {
        panic!("the result of a task that panics must be an Err, but it is an Ok");
    };
    payload
}

/// Fails unless that is what the task panicked with, itself and of its own type.
fn assert_holds<T: Any + Debug + PartialEq>(payload: &(dyn Any + Send), wanted: &T, what: &str) {
    assert!(
        payload.downcast_ref() == Some(wanted),
        "the Err of a task that panics must hold the {what} that it panicked with, {wanted:?}, but it holds {}",
        described(payload)
    );
}

/// A payload in words, as far as its type is one that submissions put there.
fn described(payload: &(dyn Any + Send)) -> String {
    if let Some(text) = payload.downcast_ref::<&str>() {
        format!("the &str {text:?}")
    } else if let Some(text) = payload.downcast_ref::<String>() {
        format!("the String {text:?}")
    } else if payload.is::<Box<dyn Any + Send>>() {
        "a box with the payload's own box in it".to_owned()
    } else {
        "a value of another type".to_owned()
    }
}

/// What a task may return as well as a number.
struct Answer;

/// Something to panic with that is no text.
#[derive(Debug, PartialEq)]
struct ErrorCode(u32);

/// A pool that is never dropped: a `drop` that is still to be written, or wrong, costs only the
/// checks that are about it, and cannot drown what went wrong before it.
fn kept_pool(max_workers: usize) -> ManuallyDrop<ThreadPool> {
    ManuallyDrop::new(ThreadPool::new(max_workers))
}

/// Submits `count` tasks of `time` seconds to `max_workers` and asks for all the results.
fn submitted_together(count: usize, time: u64, max_workers: usize) -> VirtualRun {
    calling(format!(
        "{count} tasks of {time} s, max_workers = {max_workers}"
    ));
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
        let waited = start.elapsed();
        if waited > Duration::ZERO {
            fail_because(
                Cause::WrongBlocks,
                format!(
                    "submit must put its task into the queue and return at once, but it waited: {count} calls took {waited:?}"
                ),
            );
        }
        for (n, handle) in handles.into_iter().enumerate() {
            assert_eq!(
                handle.result().ok(),
                Some(n),
                "task {n} returns {n} through its own handle"
            );
        }
        log.assert_by_workers(max_workers);
    })
}

/// Maps a function that sleeps over `times`, on `max_workers`; results must be in input order.
fn mapped(max_workers: usize, times: &'static [u64]) -> VirtualRun {
    calling(format!(
        "`map` over tasks of {times:?} s, max_workers = {max_workers}"
    ));
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
        log.assert_by_workers(max_workers);
    })
}

/// Submits `count` tasks of 10 s, drops their handles and then the pool.
fn submitted_then_dropped(count: usize, max_workers: usize) -> VirtualRun {
    calling(format!(
        "{count} tasks of 10 s and a drop of the pool, max_workers = {max_workers}"
    ));
    virtual_time(move || {
        let log = Arc::new(Log::default());
        let pool = ThreadPool::new(max_workers);
        for n in 0..count {
            let log = Arc::clone(&log);
            drop(pool.submit(move || log.work(n, 10)));
        }
        drop(pool);
        let done = log.done();
        assert!(
            done.len() == count,
            "when the pool is gone, all {count} tasks must be done; {}",
            match done.as_slice() {
                [] => "none of them was".to_owned(),
                done => format!("of 0 to {} only {done:?} were", count - 1),
            }
        );
        if max_workers == 1 {
            assert!(
                done.is_sorted(),
                "one worker does the tasks in the order of submission, but it was {done:?}"
            );
        }
        log.assert_by_workers(max_workers);
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

    /// Fails if tasks were at work on another thread than a worker, or more of them at the same
    /// time than there are workers. Called on the thread that owns the pool.
    fn assert_by_workers(&self, max_workers: usize) {
        let (most, threads) = self.note(|log| (log.most_at_work, log.threads.clone()));
        if most > max_workers {
            fail_because(
                Cause::WrongOverlap,
                format!(
                    "{most} tasks were at work at the same time, but max_workers is {max_workers}"
                ),
            );
        }
        assert!(
            !threads.contains(&thread::current().id()),
            "a task ran on the thread that called the pool, which is no worker"
        );
        assert!(
            threads.len() <= max_workers,
            "tasks ran on {} different threads; \
             a pool of {max_workers} keeps its workers and gives them the next task",
            threads.len()
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
