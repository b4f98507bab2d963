//! Checks of exercise 06: results as they come.
#[macro_use]
extern crate model_std as std;
use checks::{Cause, Verdict, VirtualRun, calling, exhaustive, fail, fail_because};
use checks::{deliberate_panic, millis, secs, virtual_time};
use std::any::{Any, type_name};
use std::collections::HashSet;
use std::fmt::Debug;
use std::panic::panic_any;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};
use submission::{Handle, as_completed, map, submit};

// A type that no submission can know is treated like every other, so that what holds for it holds for all.
type Promise = Handle<Answer>;
checks::signatures! {
    fn submit(task: fn() -> Answer) -> Handle<Answer>;
    impl Promise {
        fn result(self) -> thread::Result<Answer>;
        fn done(&self) -> bool;
        fn result_timeout(self, limit: Duration) -> Result<thread::Result<Answer>, Handle<Answer>>;
    }
}
type Map = fn(Vec<ErrorCode>, fn(ErrorCode) -> Answer) -> Vec<thread::Result<Answer>>;
const _: Map = |inputs, f| map(inputs, f).collect();
type AsCompleted = fn(Vec<(ErrorCode, Handle<Answer>)>) -> Vec<(ErrorCode, thread::Result<Answer>)>;
const _: AsCompleted = |tasks| as_completed(tasks).collect();

/// Tasks run from `submit` on, each on a thread of its own: three of 10 s take 10 s, a hundred take as long as one. Whoever
/// asks for a result late has it at once, on any thread, and a task whose handle is gone goes on.
fn submitted_tasks_run_at_once() {
    for (count, time) in [(3, 10), (1, 2), (100, 1)] {
        submitted_together(count, time)
            .without_polling()
            .takes_exactly(secs(time))
            .peak_concurrency_at_least(count);
    }
    calling("two tasks of 5 s: one handle is dropped at once, the other is asked after 20 s");
    virtual_time(|| {
        let kept = submit(|| slow(5));
        let runs = Arc::new(AtomicUsize::new(0));
        let task = Arc::clone(&runs);
        drop(submit(move || {
            slow(5);
            task.fetch_add(1, Ordering::SeqCst)
        }));
        thread::sleep(secs(20));
        assert_returned(kept.result(), 5, "a result is kept until it is fetched");
        let runs = runs.load(Ordering::SeqCst);
        let why = "a task is carried out once, also without its handle";
        assert_eq!(runs, 1, "{why}");
    })
    .takes_exactly(secs(20));
    calling("`result` of a task of 5 s, on a thread that has not submitted it");
    virtual_time(|| {
        let handle = submit(|| slow(5));
        let result = thread::spawn(|| handle.result()).join();
        let result = result.and_then(|result| result);
        assert_returned(result, 5, "whoever has the handle may ask");
    })
    .takes_exactly(secs(5));
}

/// A task that panics disturbs nobody, until its result is asked for: that is an `Err` with what it panicked with. An `Err`
/// that a task returns is a value like every other.
fn an_error_surfaces_when_its_result_is_fetched() {
    calling("tasks that panic or return an `Err`, beside one of 10 s that does neither");
    virtual_time(|| {
        let text = submit(|| -> u64 { deliberate_panic("a task") });
        let literal = submit(|| -> u64 { panic!("a panic on purpose, at once") });
        let number = submit(|| -> u64 { panic_any(ErrorCode(404)) });
        let unwanted = submit(|| -> u64 { deliberate_panic("a task") });
        let returned = submit(|| Err::<u64, ErrorCode>(ErrorCode(403)));
        let good = submit(|| slow(10));
        thread::sleep(secs(5));
        drop(unwanted);
        assert_panicked(text.result(), ON_PURPOSE.to_owned());
        assert_panicked(literal.result(), "a panic on purpose, at once");
        assert_panicked(number.result(), ErrorCode(404));
        let refused = Err(ErrorCode(403));
        assert_returned(returned.result(), refused, "an Err is a value too");
        assert_returned(good.result(), 10, "whatever happened to others");
    })
    .takes_exactly(secs(10));
}

/// `map` starts all tasks at once and gives their results in the order of the inputs, each as soon as it and those before
/// it are there, a panic among them in its place.
fn map_answers_in_input_order() {
    let cases: [(&[u64], &[u64]); 4] = [
        (&[5, 4, 3, 2, 1], &[5, 5, 5, 5, 5]),
        (&[1, 3, 2, 4], &[1, 3, 3, 4]),
        (&[7], &[7]),
        (&[], &[]),
    ];
    for (times, moments) in cases {
        mapped(times, 0, moments)
            .without_polling()
            .takes_exactly(secs(times.iter().copied().max().unwrap_or(0)));
    }
    mapped(&[3, 2, 4], 10, &[10, 10, 10]).takes_exactly(secs(10));
    calling("`map` over tasks of 2, 1 and 3 s, of which the second panics");
    virtual_time(|| {
        let start = Instant::now();
        let results = map(vec![2, 1, 3], |time| match time {
            1 => panic_after(1),
            time => slow(time),
        });
        let came = take(start, results.map(Result::ok), 3, secs(0));
        let due = [(Some(2), secs(2)), (None, secs(2)), (Some(3), secs(3))];
        assert_came(&came, &due, "values, and None for the Err of a panic");
    })
    .takes_exactly(secs(3));
    calling("the first result of `map` over tasks of 1 s and 60 s, which is then dropped");
    virtual_time(|| {
        let first = map(vec![1, 60], slow).next();
        assert_eq!(first.and_then(Result::ok), Some(1), "the first result is 1");
    })
    .takes_exactly(secs(1));
}

/// `done` looks and takes nothing away. `result_timeout` waits until the task is over, or for as long as it may and then
/// gives the handle back, which is as good as before: also if the task ends just then.
fn a_result_survives_looks_and_time_outs() {
    calling("`done` of a task of 10 s");
    looked_at().takes_exactly(secs(15));
    let tasks: [(Task, _); 2] = [(slow, Some(10)), (panic_after, None)];
    for (task, wanted) in tasks {
        calling("`result_timeout(60 s)` of a task that returns or panics after 10 s");
        virtual_time(move || {
            let result = in_time(submit(move || task(10)), 60).ok();
            assert_eq!(result, wanted, "a value, or None for the Err of a panic");
        })
        .without_polling()
        .takes_exactly(secs(10));
    }
    calling("`result_timeout` of 3 s, of 0 s and of 4 s, then `result`, of a task of 10 s");
    timed_out_twice().takes_exactly(secs(10));
    for time in [0, 2] {
        let calls = format!("`done`, then `result_timeout({time} s)`");
        calling(format!(
            "{calls} of a task of {time} s, then `result` if the handle came back"
        ));
        exhaustive(move || {
            let handle = submit(move || slow(time));
            let done = handle.done();
            let result = match handle.result_timeout(secs(time)) {
                Ok(result) => result,
                Err(_) if done => panic!("`done` was true, so the result is there without a wait"),
                Err(handle) => handle.result(),
            };
            assert_returned(result, time, "in time or late");
        });
    }
}

/// Sleeping 5, 4, 3, 2, 1 gives 1, 2, 3, 4, 5: each with its key, at the moment when its task ends, however busy the one is
/// that asks. What had ended before comes at once, and who has seen enough may go.
fn as_completed_answers_in_the_order_of_finishing() {
    nobody_polls();
    let cases: [&[u64]; 5] = [&[5, 4, 3, 2, 1], &[20, 60, 40], &[3, 1, 3, 1], &[7], &[]];
    for times in cases {
        completed(times, secs(0), secs(0))
            .without_polling()
            .takes_exactly(secs(times.iter().copied().max().unwrap_or(0)))
            .pictured();
    }
    completed(&[5, 4, 3, 2, 1], millis(2500), secs(0)).takes_exactly(secs(5));
    completed(&[4, 3, 2, 1], secs(30), secs(0)).takes_exactly(secs(30));
    completed(&[5, 4, 1, 2, 3], secs(0), secs(10)).takes_exactly(secs(60));
    calling("`as_completed` over tasks of 3, 2 and 1 s, of which that of 2 s panics");
    virtual_time(|| {
        let start = Instant::now();
        let task = move |time| match time {
            2 => panic_after(2),
            time => slow(time),
        };
        let tasks = [3, 2, 1].map(|time| (time, submit(move || task(time))));
        let results = as_completed(tasks.into());
        let results = results.map(|(key, result)| (key, result.ok()));
        let came = take(start, results, 3, secs(0));
        let due = [(1, Some(1)), (2, None), (3, Some(3))].map(|item| (item, secs(item.0)));
        let rule = "(key, value) of each, or (key, None) for the Err of a panic";
        assert_came(&came, &due, rule);
    })
    .takes_exactly(secs(3));
    calling("the first of `as_completed` over tasks of 60, 1 and 30 s, which is then dropped");
    virtual_time(|| {
        let tasks = [60, 1, 30].map(|time| (time, submit(move || slow(time))));
        let first = as_completed(tasks.into()).next().map(|(key, _)| key);
        assert_eq!(first, Some(1), "the task of 1 s is the first to end");
    })
    .takes_exactly(secs(1));
}

/// Two tasks give two results, each once and with its own key, under every interleaving; also if one has panicked, and if
/// somebody has asked before whether it was done. Two iterators take nothing from each other.
fn no_result_is_lost_or_doubled() {
    // Of code that asks again and again there are too many interleavings, so this comes first.
    nobody_polls();
    calling("two of `as_completed` at once, over tasks of 2 and 4 s and over tasks of 1 and 3 s");
    virtual_time(|| {
        let tasks = |times: [u64; 2]| times.map(|time| (time, submit(move || slow(time))));
        let all = [[2, 4], [1, 3]].map(|times| as_completed(tasks(times).into()));
        let came = all.map(|results| results.take(3).map(|(key, _)| key).collect::<HashSet<_>>());
        let why = "the keys that each of the two gives";
        assert_eq!(came, [[2, 4], [1, 3]].map(HashSet::from), "{why}");
    });
    calling("`as_completed` over two tasks");
    exhaustive(|| {
        let tasks = [10, 20].map(|n| (n + 1, submit(move || n)));
        let results = as_completed(tasks.into()).map(|(key, result)| (key, result.ok()));
        let mut results: Vec<_> = results.take(3).collect();
        results.sort_unstable();
        let why = "(key, value) of each, once";
        assert_eq!(results, [(11, Some(10)), (21, Some(20))], "{why}");
    });
    calling("`as_completed` over one task that panics, after `done`");
    exhaustive(|| {
        let bad = submit(|| -> u64 { deliberate_panic("a task") });
        let _ = bad.done();
        let results = as_completed(vec![("bad", bad)]).map(|(key, result)| (key, result.ok()));
        let results: Vec<_> = results.take(2).collect();
        let why = "(key, None) for the Err of the panic, once";
        assert_eq!(results, [("bad", None)], "{why}");
    });
}

/// Submits `count` tasks of `time` seconds and asks for all the results, the last one first.
fn submitted_together(count: usize, time: u64) -> VirtualRun {
    calling(format!("`submit` of {count} tasks of {time} s"));
    virtual_time(move || {
        let threads = Arc::new(Mutex::new(vec![thread::current().id()]));
        let start = Instant::now();
        let task = |n| {
            let threads = Arc::clone(&threads);
            submit(move || {
                let me = thread::current().id();
                threads.lock().expect("nobody panics").push(me);
                slow(time);
                n
            })
        };
        let handles: Vec<_> = (0..count).map(task).collect();
        returned_at_once(start, "submit");
        for (n, handle) in handles.into_iter().enumerate().rev() {
            assert_returned(handle.result(), n, "each through its own handle");
        }
        let mut threads = threads.lock().expect("nobody panics").clone();
        assert_eq!(threads.len() - 1, count, "each task is carried out once");
        let different: HashSet<_> = threads.drain(..).collect();
        let why = "each task has a thread of its own, which is not the one that called submit";
        assert_eq!(different.len() - 1, count, "{why}");
    })
}

/// Fails if calls that must not wait have done so.
fn returned_at_once(start: Instant, call: &str) {
    let waited = start.elapsed();
    if waited > Duration::ZERO {
        let message = format!("`{call}` starts tasks and returns at once; it took {waited:?}");
        fail_because(Cause::WrongBlocks, message);
    }
}

/// Maps a function that sleeps over `times`, and begins to ask after `pause`. Results come after so many seconds.
fn mapped(times: &'static [u64], pause: u64, after: &'static [u64]) -> VirtualRun {
    let asked = match pause {
        0 => String::new(),
        _ => format!(", asked for the first result after {pause} s"),
    };
    calling(format!("`map` over tasks of {times:?} s{asked}"));
    virtual_time(move || {
        let start = Instant::now();
        let results = map(times.to_vec(), |time| 100 + slow(time));
        returned_at_once(start, "map");
        thread::sleep(secs(pause));
        let came = take(start, results.map(Result::ok), times.len(), secs(0));
        let item = |(n, after): (&u64, &u64)| (Some(100 + n), secs(*after));
        let due: Vec<_> = times.iter().zip(after).map(item).collect();
        let rule = "one result for each input, in the order of the inputs";
        assert_came(&came, &due, rule);
    })
}

/// Submits tasks that sleep for so long, waits for `before`, calls `as_completed`, and is `busy` before it asks, each time.
fn completed(times: &'static [u64], before: Duration, busy: Duration) -> VirtualRun {
    let mut call = format!("`as_completed` over tasks of {times:?} s");
    for (time, when) in [(before, "called after"), (busy, "asked each time after")] {
        if !time.is_zero() {
            call += &format!(", {when} {} s", time.as_secs_f64());
        }
    }
    calling(call);
    // Keys and values in the order in which they are due, each with its moment.
    let end = |time: u64| secs(time).max(before);
    let item = |(key, time)| ((key, Some(time)), end(time));
    let mut due: Vec<_> = times.iter().copied().enumerate().map(item).collect();
    due.sort_by_key(|(_, end)| *end);
    let mut free = busy;
    for (_, end) in &mut due {
        *end = free.max(*end);
        free = *end + busy;
    }
    virtual_time(move || {
        let start = Instant::now();
        let task = |(key, time)| (key, submit(move || slow(time)));
        let tasks = times.iter().copied().enumerate().map(task).collect();
        returned_at_once(start, "submit");
        thread::sleep(before);
        let results = as_completed(tasks).map(|(key, result)| (key, result.ok()));
        thread::sleep(busy);
        let mut came = take(start, results, times.len(), busy);
        // Those that end together come in any order.
        let mut at = 0;
        for together in due.chunk_by(|one, other| one.1 == other.1) {
            let end = came.len().min(at + together.len());
            came[at.min(end)..end].sort_unstable();
            at = end;
        }
        let rule = "(key, value) of each, once, in the order of finishing";
        assert_came(&came, &due, rule);
    })
}

/// Whoever waits for two tasks is woken by each: a run that demands no order and no moment, since these follow.
fn nobody_polls() {
    calling("`as_completed` over tasks of 2 s and 1 s");
    virtual_time(|| {
        let tasks = [2, 1].map(|time| (time, submit(move || slow(time))));
        let results = as_completed(tasks.into()).map(|(key, result)| (key, result.ok()));
        let mut results: Vec<_> = results.take(3).collect();
        results.sort_unstable();
        let why = "each result once, with its key";
        assert_eq!(results, [(1, Some(1)), (2, Some(2))], "{why}");
    })
    .without_polling();
}

/// Takes what the iterator gives, with a pause after each item, and notes when it came. One too many is enough to see.
fn take<V>(start: Instant, of: impl Iterator<Item = V>, count: usize, busy: Duration) -> Came<V> {
    let note = |value| {
        let after = start.elapsed();
        thread::sleep(busy);
        (value, after)
    };
    of.take(count + 1).map(note).collect()
}

/// Values, and after how long each came.
type Came<V> = Vec<(V, Duration)>;

/// Demands these values in this order, each at its moment. If the last is late, how long the run took says it better.
fn assert_came<V: Debug + PartialEq>(came: &[(V, Duration)], due: &[(V, Duration)], rule: &str) {
    let values: Vec<_> = came.iter().map(|(value, _)| value).collect();
    let wanted: Vec<_> = due.iter().map(|(value, _)| value).collect();
    assert_eq!(values, wanted, "{rule}");
    if came.last().map(|last| last.1) > due.last().map(|last| last.1) {
        return;
    }
    for ((value, came), (_, due)) in came.iter().zip(due) {
        if came > due {
            let message = format!("{value:?} was there after {due:?}, but it came after {came:?}");
            fail(Verdict::TooSlow, message);
        }
        assert_eq!(
            came, due,
            "{value:?} comes when its task has ended, and not before"
        );
    }
}

/// Looks at a task of 10 s and at one that panics then, after so many seconds; then asks for their results.
fn looked_at() -> VirtualRun {
    virtual_time(|| {
        let start = Instant::now();
        let handle = submit(|| slow(10));
        let bad = submit(|| panic_after(10));
        let moments = [0, 5, 15, 15].map(secs);
        let asked = moments.map(|after| {
            thread::sleep(after.saturating_sub(start.elapsed()));
            ([handle.done(), bad.done()], start.elapsed())
        });
        let due = [false, false, true, true].map(|over| [over; 2]);
        let why = "asked after 0, 5 and 15 s, then again, of one that returns and one that panics";
        assert_eq!(asked.map(|(answer, _)| answer), due, "{why}");
        assert_eq!(
            asked.map(|(_, when)| when),
            moments,
            "`done` returns at once"
        );
        assert_returned(handle.result(), 10, "`done` takes nothing away");
        assert_panicked(in_time(bad, 0), ON_PURPOSE.to_owned());
    })
}

/// Asks again and again, with limits that are too short, then without one.
fn timed_out_twice() -> VirtualRun {
    virtual_time(|| {
        let runs = Arc::new(AtomicUsize::new(0));
        let task = Arc::clone(&runs);
        let start = Instant::now();
        let short = submit(|| slow(5));
        let mut handle = submit(move || {
            task.fetch_add(1, Ordering::SeqCst);
            slow(10)
        });
        for (limit, after) in [(3, 3), (0, 3), (4, 7)] {
            handle = match handle.result_timeout(secs(limit)) {
                Err(handle) => handle,
                Ok(_) => panic!("after {after} s a task of 10 s is not over, but a result came"),
            };
            on_time(start, after, "the handle comes back when the time is over");
        }
        assert_returned(in_time(short, 0), 5, "it was over already");
        assert_returned(handle.result(), 10, "the task goes on after a time-out");
        let runs = runs.load(Ordering::SeqCst);
        let why = "a task is carried out once, however often one asks";
        assert_eq!(runs, 1, "{why}");
    })
}

/// The result of a task that is over within so many seconds.
fn in_time(handle: Handle<u64>, limit: u64) -> thread::Result<u64> {
    match handle.result_timeout(secs(limit)) {
        Ok(result) => result,
        Err(_) => panic!("the task is over, but `result_timeout({limit} s)` gave the handle back"),
    }
}

/// Fails if it is not that moment.
fn on_time(start: Instant, seconds: u64, what: &str) {
    let (now, due) = (start.elapsed(), secs(seconds));
    if now > due {
        let message = format!("{what}: after {due:?}, but it was after {now:?}");
        fail(Verdict::TooSlow, message);
    }
    assert_eq!(now, due, "{what}");
}

/// Demands that the task has returned that value.
fn assert_returned<T: Debug + PartialEq>(result: thread::Result<T>, wanted: T, why: &str) {
    let came = result.as_ref().map_err(|_| "the panic of a task");
    let returned = came == Ok(&wanted);
    assert!(
        returned,
        "a task has returned {wanted:?}, but its result is {came:?} ({why})"
    );
}

/// Demands that the task has panicked, with exactly that value of that type.
fn assert_panicked<T, P: Any + Debug + PartialEq>(result: thread::Result<T>, wanted: P) {
    let Err(payload) = result else {
        panic!("the result of a task that panics must be an Err, but it is an Ok");
    };
    let of = type_name::<P>().rsplit("::").next().unwrap_or_default();
    let held = payload.downcast_ref() == Some(&wanted);
    assert!(
        held,
        "the Err must hold what the task panicked with, itself: the {of} {wanted:?}"
    );
}

/// What the tasks here do for so many seconds.
type Task = fn(u64) -> u64;

/// What a task may return as well as a number.
struct Answer;

/// What the tasks that panic on purpose say.
const ON_PURPOSE: &str = "a panic on purpose (a task)";

/// Something to panic with that is no text.
#[derive(Debug, PartialEq)]
struct ErrorCode(u32);

/// Panics after so many seconds.
fn panic_after(seconds: u64) -> u64 {
    slow(seconds);
    deliberate_panic("a task")
}

/// Sleeps for so many seconds and hands the number back.
fn slow(seconds: u64) -> u64 {
    thread::sleep(secs(seconds));
    seconds
}

checks::main!(
    submitted_tasks_run_at_once,
    an_error_surfaces_when_its_result_is_fetched,
    map_answers_in_input_order,
    a_result_survives_looks_and_time_outs,
    as_completed_answers_in_the_order_of_finishing,
    no_result_is_lost_or_doubled,
);
