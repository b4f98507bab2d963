//! Checks of exercise 11: scoped threads, a bounded queue, and `select!`.
#[macro_use]
extern crate model_std as std;
extern crate modelled_crossbeam as crossbeam;
use checks::{Cause, Verdict, VirtualRun, calling, fail, fail_because};
use checks::{deliberate_panic, sampled, secs, virtual_time};
use core::ops::Range;
use crossbeam::channel::{Receiver, Sender, bounded, unbounded};
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;
use std::sync::Mutex;
use std::thread::{self, JoinHandle, ThreadId};
use std::time::{Duration, Instant};
use submission::{End, gather, process, sum_of};

// Types that no submission can know, without `Clone`, `Copy` and `Sync`: what holds for them holds for all.
checks::signatures! {
    fn sum_of(items: &[Item], threads: usize, value: fn(&Item) -> u64) -> u64;
    fn process(jobs: Vec<Job>, workers: usize, capacity: usize, work: fn(Job) -> Done) -> Vec<Done>;
    fn gather(left: &Receiver<Job>, right: &Receiver<Job>, stop: &Receiver<()>, quiet: Duration) -> (Vec<Job>, End);
}

/// In how many orders threads take turns where all of them are too many: a message of crossbeam takes dozens of steps.
const SCHEDULES: u64 = 300;

const IN_ORDER: &str = "one result for each job of this call, in the order of the jobs";

/// An item of a slice, which nobody can clone.
struct Item(u64);

/// A job with its number and the seconds that it takes.
struct Job {
    number: usize,
    time: u64,
    _not_sync: Cell<()>,
}

impl Job {
    fn of((number, time): (usize, u64)) -> Self {
        Self {
            number,
            time,
            _not_sync: Cell::new(()),
        }
    }
}

/// What comes of a job.
struct Done(usize, Cell<()>);

/// As many threads as were asked for share the items, and each item counts once: 10 items of 1 s on 4 threads take 3 s.
/// Also when two threads take turns in any of many orders.
fn threads_borrow_the_slice() {
    for (count, threads, seconds) in [
        (8, 4, 2),
        (10, 4, 3),
        (9, 4, 3),
        (3, 8, 1),
        (5, 1, 5),
        (1, 2, 1),
    ] {
        summed(count, threads)
            .peak_concurrency_at_most(threads)
            .takes_exactly(secs(seconds))
            .leaves_no_thread("sum_of");
    }
    calling("`sum_of` no items, threads = 2");
    virtual_time(|| assert_eq!(sum_of(&[], 2, value), 0, "no items make 0")).takes_exactly(secs(0));
    calling("`sum_of` items with the values 1 and 2, threads = 2");
    sampled(SCHEDULES, || {
        let items = [Item(1), Item(2)];
        assert_eq!(sum_of(&items, 2, |item| item.0), 3, "1 + 2");
    });
    calling("`sum_of` by two callers at the same time, threads = 2");
    at_once(|values| {
        let items: Vec<Item> = values.clone().map(Item).collect();
        let sum = sum_of(&items, 2, |item| slow(2) - 2 + item.0);
        assert_eq!(sum, values.sum::<u64>(), "each call adds up its own items");
    });
}

/// Each job is done once, by a worker that is free, and the results are in the order of the jobs.
fn every_job_is_done_once() {
    for (times, workers, capacity, seconds) in [
        (&[5, 4, 3, 2, 1][..], 5, 2, 5),
        (&[40, 10, 10, 10, 10], 2, 1, 40),
        (&[40, 10, 10, 10, 10], 2, 0, 40),
        (&[10; 12], 3, 2, 40),
        (&[2, 1], 4, 8, 2),
        (&[3], 1, 1, 3),
    ] {
        processed(times, workers, capacity)
            .without_polling()
            .peak_concurrency_at_most(workers)
            .takes_exactly(secs(seconds))
            .peak_concurrency_at_least(workers.min(times.len()))
            .leaves_no_thread("process");
    }
    processed(&[], 2, 1).takes_exactly(secs(0));
    calling("`process` three jobs that take no time, workers = 2, capacity = 1");
    sampled(SCHEDULES, || {
        let results = process([1_u64, 2, 3], 2, 1, |n| 10 * n);
        assert_eq!(results, [10, 20, 30], "{IN_ORDER}");
    });
    calling("`process` by two callers at the same time, workers = 2, capacity = 1");
    at_once(|jobs| {
        let results = process(jobs.clone(), 2, 1, |n| slow(2) - 2 + n);
        assert_eq!(results, jobs.collect::<Vec<u64>>(), "{IN_ORDER}");
    });
}

/// While the workers are busy, `capacity` jobs wait in the queue, and the caller waits with one more in hand. Jobs are
/// drawn while others are done.
fn the_queue_holds_what_it_has_room_for() {
    calling("`process` 6 jobs that take 10 s to draw and 30 s to do, workers = 2, capacity = 1");
    virtual_time(|| {
        let jobs = (0..6).inspect(|_| thread::sleep(secs(10)));
        let results = process(jobs, 2, 1, |n: u64| slow(30) + n);
        assert_eq!(results, [30, 31, 32, 33, 34, 35], "{IN_ORDER}");
    })
    .without_polling()
    .takes_exactly(secs(110));
    for (workers, capacity) in [(1, 1), (2, 3), (2, 0), (3, 5)] {
        backed_up(workers, capacity)
            .without_polling()
            .peak_concurrency_at_most(workers)
            .takes_exactly(secs(10 * JOBS.div_ceil(workers) as u64));
    }
}

/// A panic of a task, of the jobs, and a number of threads with which nothing can be done: the caller gets a panic, and
/// nobody waits for ever.
fn a_panic_reaches_the_caller() {
    calling("`sum_of` 4 items, of which one panics, threads = 2");
    panics("sum_of", "the value of an item panicked", || {
        let items = [1, 2, 3, 4].map(Item);
        sum_of(&items, 2, |item| match item.0 {
            3 => deliberate_panic("a value"),
            other => other,
        })
    });
    for (workers, bad) in [(1, 0), (1, 5), (2, 0), (2, 2)] {
        calling(format!(
            "`process` 6 jobs, of which number {bad} panics, workers = {workers}, capacity = 1"
        ));
        panics("process", "a job panicked", move || {
            process(0..6, workers, 1, |number| match number == bad {
                true => deliberate_panic("a job"),
                false => slow(1),
            })
        });
    }
    calling("`process` jobs whose iterator panics at the third, workers = 2, capacity = 1");
    panics("process", "drawing a job panicked", || {
        let jobs = (0..5).inspect(|&number| {
            if number == 2 {
                deliberate_panic("the iterator of the jobs")
            }
        });
        process(jobs, 2, 1, |_| slow(1))
    });
    for count in [4, 0] {
        calling(format!("`sum_of` {count} items, threads = 0"));
        panics("sum_of", "it was given no threads", move || {
            let items: Vec<Item> = (0..count).map(Item).collect();
            sum_of(&items, 0, |item| item.0)
        });
        calling(format!("`process` {count} jobs, workers = 0, capacity = 1"));
        panics("process", "it was given no workers", move || {
            process(0..count, 0, 1, slow)
        });
    }
    calling("`process` 4 jobs, workers = 0, capacity = 1");
    virtual_time(|| {
        let drawn = Cell::new(0);
        let jobs = (0..4).inspect(|_| drawn.set(drawn.get() + 1));
        let result = catch_unwind(AssertUnwindSafe(|| process(jobs, 0, 1, slow)));
        assert!(
            result.is_err() && drawn.get() == 0,
            "with no workers process must panic before it draws a job"
        );
    });
}

/// Messages are taken as they come, from whichever input, until both are closed; a closed input is no reason to end, or
/// to ask again and again.
fn gather_takes_from_either_as_it_comes() {
    for (left, right, expected) in [
        (&[10, 20, 50][..], &[30, 40][..], &[10, 20, 30, 40, 50][..]),
        (&[], &[10, 20], &[10, 20]),
        (&[10, 20], &[], &[10, 20]),
        (&[], &[], &[]),
    ] {
        calling(format!(
            "`gather` with messages on the left after {left:?} s, on the right after {right:?} s"
        ));
        let run = move || Gathered::from(left, right, None, secs(100));
        // What asks again and again comes late as well; that it asks is what has to be said.
        virtual_time(move || drop(run())).without_polling();
        let at = secs(expected.last().copied().unwrap_or(0));
        virtual_time(move || run().assert(expected, (End::Closed, at), &[]));
    }
    calling("`gather` with 1, 3, 5 on the left and 2, 4, 6 on the right, which are closed already");
    virtual_time(|| {
        let (left, right) = (holds([1, 3, 5]), holds([2, 4, 6]));
        let (_stopper, stop) = bounded(0);
        let (taken, end) = gather(&left, &right, &stop, secs(100));
        assert_eq!(end, End::Closed, "both inputs are closed and empty");
        let (odd, even): (Vec<u64>, Vec<u64>) = taken.iter().partition(|&number| number % 2 == 1);
        assert_eq!(
            (odd, even),
            (vec![1, 3, 5], vec![2, 4, 6]),
            "what was sent before an input closed still arrives, in the order of that input; \
             gather gave {taken:?}"
        );
    })
    .takes_exactly(secs(0));
}

/// `gather` ends at the instant in which it is told to, by a message or by the end of the sender, and when nothing has
/// come for a while; what comes later stays in its channel.
fn gather_ends_when_told_or_when_it_is_quiet() {
    for (how, stop) in [
        ("a message on `stop`", says_stop as fn(Sender<()>)),
        ("a `stop` whose sender is dropped", drop),
    ] {
        calling(format!("`gather` with {how} after 25 s"));
        let run = move || Gathered::from(&[10, 30], &[20, 40], Some(stop), secs(100));
        virtual_time(move || drop(run())).without_polling();
        let end = (End::Stopped, secs(25));
        virtual_time(move || run().assert(&[10, 20], end, &[30, 40]));
    }
    for (left, right, expected, seconds) in [
        (&[10, 20, 30, 60][..], &[60][..], &[10, 20, 30][..], 45),
        (&[20, 60], &[10, 30, 60], &[10, 20, 30], 45),
        (&[60], &[60], &[], 15),
    ] {
        calling(format!(
            "`gather` with messages on the left after {left:?} s, on the right after {right:?} s, quiet = 15 s"
        ));
        let end = (End::Quiet, secs(seconds));
        virtual_time(move || {
            Gathered::from(left, right, None, secs(15)).assert(expected, end, &[60, 60]);
        });
    }
}

/// Two callers, each with numbers of its own; the second comes while the first is in the middle.
fn at_once(run: fn(Range<u64>)) {
    virtual_time(move || {
        thread::scope(|scope| {
            scope.spawn(move || run(100..106));
            scope.spawn(move || run(200..200 + 2 * slow(1)));
        });
    });
}

/// Sums up `count` items of 1 s, each with a value of its own.
fn summed(count: usize, threads: usize) -> VirtualRun {
    calling(format!(
        "`sum_of` {count} items of 1 s, threads = {threads}"
    ));
    let run = virtual_time(move || {
        let items: Vec<Item> = (0..count).map(|number| Item(1 << number)).collect();
        let sum = sum_of(&items, threads, |item| {
            slow(1);
            item.0
        });
        let expected = (1 << count) - 1;
        assert_eq!(
            sum, expected,
            "item n has the value 2 to the power of n, and each item counts once"
        );
    });
    let started = run.threads();
    if started > threads {
        let message = format!("{started} threads were started, but threads is {threads}");
        fail(Verdict::Wrong, message);
    }
    run
}

/// Processes jobs that take so many seconds each.
fn processed(times: &'static [u64], workers: usize, capacity: usize) -> VirtualRun {
    calling(format!(
        "`process` jobs of {times:?} s, workers = {workers}, capacity = {capacity}"
    ));
    virtual_time(move || {
        let log = Log::default();
        // The caller draws the jobs, so their iterator need not be one that can be sent.
        let caller = Rc::new(());
        let jobs = times.iter().copied().enumerate().map(|numbered| {
            let _here = Rc::clone(&caller);
            Job::of(numbered)
        });
        let results = process(jobs, workers, capacity, |job| log.work(&job));
        let numbers: Vec<usize> = results.iter().map(|done| done.0).collect();
        let expected: Vec<usize> = (0..times.len()).collect();
        assert_eq!(numbers, expected, "{IN_ORDER} (here the number of the job)");
        log.assert_by_workers(workers, times.len());
    })
}

/// How many jobs [`backed_up`] has.
const JOBS: usize = 10;

/// Processes jobs of 10 s, each of which looks how many wait behind it.
fn backed_up(workers: usize, capacity: usize) -> VirtualRun {
    calling(format!(
        "`process` {JOBS} jobs of 10 s, workers = {workers}, capacity = {capacity}"
    ));
    virtual_time(move || {
        let (drawn, begun, seen) = (Mutex::new(0), Mutex::new(0), Mutex::new(Vec::new()));
        let jobs = (0..JOBS).inspect(|_| *locked(&drawn) += 1);
        process(jobs, workers, capacity, |_| {
            *locked(&begun) += 1;
            slow(5);
            // Nobody has anything to do at this instant but to wait.
            let now = (*locked(&begun), *locked(&drawn));
            locked(&seen).push(now);
            slow(5);
        });
        for (begun, drawn) in seen.into_inner().expect("nobody panics with this lock") {
            let wanted = JOBS.min(begun + capacity + 1);
            assert!(
                drawn == wanted,
                "when {begun} of {JOBS} jobs had been begun, {drawn} had been drawn; it must be {wanted}: the queue has \
                 room for {capacity} more, and then the caller waits with one in hand"
            );
        }
    })
}

/// Demands a panic of the call, because of what happened, and that it ends at all.
fn panics<R>(call: &str, why: &'static str, run: impl Fn() -> R + Send + Sync + 'static) {
    let name = call.to_owned();
    virtual_time(move || {
        let result = catch_unwind(AssertUnwindSafe(&run));
        assert!(
            result.is_err(),
            "{why}, so {name} must panic, but it returned as if nothing had happened"
        );
    })
    .leaves_no_thread(call);
}

/// A channel on which its sender sends the number of seconds after so many seconds, and which it closes after that.
fn sends(times: &'static [u64]) -> (Receiver<u64>, JoinHandle<()>) {
    let (sender, receiver) = unbounded();
    let start = Instant::now();
    let times = times.iter().copied();
    let sends = move |time| {
        thread::sleep(secs(time) - start.elapsed());
        let _ = sender.send(time); // nobody may listen any more
    };
    (receiver, thread::spawn(move || times.for_each(sends)))
}

fn says_stop(stopper: Sender<()>) {
    let _ = stopper.send(()); // nobody may listen any more
}

/// A closed channel that holds these.
fn holds(numbers: [u64; 3]) -> Receiver<u64> {
    let (sender, receiver) = unbounded();
    for number in numbers {
        sender.send(number).expect("the receiver is here");
    }
    receiver
}

/// What came of a `gather`.
struct Gathered {
    result: (Vec<u64>, End),
    took: Duration,
    /// What was left in the channels when every sender was done.
    left_over: Vec<u64>,
}

impl Gathered {
    /// Gathers from two senders, and is told to stop in that way after 25 s, if at all.
    fn from(
        left: &'static [u64],
        right: &'static [u64],
        stop: Option<fn(Sender<()>)>,
        quiet: Duration,
    ) -> Self {
        let ((left, on_left), (right, on_right)) = (sends(left), sends(right));
        let (stopper, stopped) = bounded(0);
        let stops = |stop: fn(Sender<()>), stopper| {
            thread::spawn(move || {
                slow(25);
                stop(stopper);
            })
        };
        let (_kept, stops) = match stop {
            Some(stop) => (None, Some(stops(stop, stopper))),
            None => (Some(stopper), None),
        };
        let start = Instant::now();
        let result = gather(&left, &right, &stopped, quiet);
        let took = start.elapsed();
        drop(stopped);
        for thread in [on_left, on_right].into_iter().chain(stops) {
            thread.join().expect("senders do not panic");
        }
        let left_over = left.try_iter().chain(right.try_iter()).collect();
        Self {
            result,
            took,
            left_over,
        }
    }

    /// Demands these messages, this end, that it came at that time, and that later messages were left where they are.
    fn assert(&self, messages: &[u64], (end, at): (End, Duration), later: &[u64]) {
        let (result, took) = (&self.result, self.took);
        let expected = (messages.to_vec(), end);
        assert!(
            *result == expected && took >= at,
            "expected {expected:?} after {at:?}, but it gave {result:?} after {took:?}"
        );
        if took > at {
            let message = format!("it gave {result:?} as expected, but after {took:?}, not {at:?}");
            fail(Verdict::TooSlow, message);
        }
        assert_eq!(
            self.left_over, later,
            "what is sent after the end stays in its channel, for others"
        );
    }
}

/// What the jobs of one run write down about themselves.
#[derive(Default)]
struct Log {
    threads: Mutex<Vec<ThreadId>>,
    done: Mutex<Vec<usize>>,
}

impl Log {
    /// Takes as long as the job does.
    fn work(&self, job: &Job) -> Done {
        let me = thread::current().id();
        let mut threads = locked(&self.threads);
        if !threads.contains(&me) {
            threads.push(me);
        }
        drop(threads);
        slow(job.time);
        locked(&self.done).push(job.number);
        Done(job.number, Cell::new(()))
    }

    /// Fails if a job was not done once, or by more threads than there are workers, or by the caller.
    fn assert_by_workers(&self, workers: usize, count: usize) {
        let mut done = locked(&self.done).clone();
        done.sort_unstable();
        let all: Vec<usize> = (0..count).collect();
        assert_eq!(done, all, "each job is done once (numbers of the jobs)");
        let threads = locked(&self.threads);
        if threads.len() > workers {
            fail_because(
                Cause::WrongOverlap,
                format!(
                    "jobs were done on {} different threads, but workers is {workers}",
                    threads.len()
                ),
            );
        }
        assert!(
            !threads.contains(&thread::current().id()),
            "a job was done by the thread that called process, which has to draw the next one"
        );
    }
}

fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().expect("nobody panics with this lock")
}

fn value(item: &Item) -> u64 {
    item.0
}

/// Sleeps for so many seconds and hands the number back.
fn slow(seconds: u64) -> u64 {
    thread::sleep(secs(seconds));
    seconds
}

checks::main!(
    threads_borrow_the_slice,
    every_job_is_done_once,
    the_queue_holds_what_it_has_room_for,
    a_panic_reaches_the_caller,
    gather_takes_from_either_as_it_comes,
    gather_ends_when_told_or_when_it_is_quiet,
);
