//! Checks of exercise 05: a pool of processes. They run on the real std, with this very program
//! started again as the workers.

// A worker here does not use the submission's `serve`, so that each of the two halves of the
// exercise is judged by itself.
use checks::process::{self, Served, answer, answer_silently, begun, returned};
use checks::{Rendezvous, millis, require_no_child, secs};
use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, PipeReader, PipeWriter, Write};
use std::process::Command;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};
use std::{env, thread};
use submission::{WorkerDied, map, serve};

type Worker = fn() -> Command;
checks::signatures! {
    fn map(worker: Worker, processes: usize, inputs: &[u64]) -> Vec<Result<u64, WorkerDied>>;
}

/// A line is answered before the next is sent, by one call of the task, and the end of input ends
/// `serve`.
fn serve_answers_each_line_at_once() {
    let squares = |n: u64| n * n;
    Served::start("`serve`", "square").answers(&[7, 12, 4_000_000_000], squares);
    let distances = |n: u64| u64::MAX - n;
    Served::start("`serve`", "distance").answers(&[0, 1, 1, u64::MAX], distances);
    // The end of input may come at once.
    Served::start("`serve`", "square").answers(&[], squares);
}

/// The first task finishes last, and its result comes first all the same.
fn results_keep_the_order_of_the_inputs() {
    let inputs = [0, 1, 2, 3, 4, 5];
    let pool = run("late_first", 2, &inputs);
    let expected = inputs.map(|input| Ok(input + 100));
    assert_eq!(
        pool.results, expected,
        "task 0 finished last, of {inputs:?}"
    );
    pool.roll.require_once(&pool.inputs);

    let pool = run("late_first", 5, &[3, 2]);
    let expected = [Ok(103), Ok(102)];
    assert_eq!(pool.results, expected, "two inputs for five processes");
    pool.roll.require_once(&pool.inputs);

    let pool = run("late_first", 3, &[]);
    assert_eq!(pool.results, [], "no inputs at all");
}

/// Three tasks of which each waits until all three are at work, in three different processes.
fn workers_work_at_the_same_time() {
    let rendezvous = Rendezvous::of(3);
    let address = rendezvous.address();
    // One moment for all the tasks together: were each to wait for itself, a pool that runs them
    // one after another would take three times as long to be found out.
    let until = since_epoch() + secs(4);
    let pool = run_with("meet", 3, &[10, 20, 30], move |command| {
        command.env(MEET_AT, &address);
        command.env(MEET_UNTIL, until.as_millis().to_string());
    });
    rendezvous.require();
    let expected = [Ok(10), Ok(20), Ok(30)];
    assert_eq!(sorted(&pool), expected, "results of three tasks, sorted");
    pool.roll.require_once(&pool.inputs);
}

/// A process lives on from task to task and keeps its memory, which is no other process's.
fn few_processes_do_many_tasks_and_share_nothing() {
    let inputs = [1, 2, 3, 4, 5, 6, 7, 8, 9];
    let pool = run("count", 3, &inputs);
    let mut counts: BTreeMap<u64, Vec<u64>> = BTreeMap::new();
    for result in &pool.results {
        let answer = result.unwrap_or_default();
        assert_ne!(answer, 0, "a worker was thought dead, and none had died");
        let (pid, count) = (answer / PID, answer % PID);
        counts.entry(pid).or_default().push(count);
    }
    for counted in counts.values_mut() {
        // Which worker gets which input is the pool's affair, hence the sorting.
        counted.sort_unstable();
        let expected: Vec<u64> = (1..=counted.len() as u64).collect();
        assert_eq!(
            *counted, expected,
            "one process counted its tasks in its own memory"
        );
    }
    assert_eq!(pool.results.len(), 9, "results of nine tasks");
    let here = TASKS.load(Ordering::Relaxed);
    assert_eq!(here, 0, "tasks counted in the pool's own process");
    keeps_its_size(&pool);

    // Numbers of 20 digits: 140 KiB in each direction, where a pipe holds 64.
    let long: Vec<u64> = (0..7000).map(|n| 10_000_000_000_000_000_000 + n).collect();
    let pool = run("add_one", 1, &long);
    let expected = long.iter().map(|&n| Ok(n + 1));
    assert!(
        pool.results.iter().copied().eq(expected),
        "7000 inputs on one process came back wrong"
    );
    pool.roll
        .require_at_most(1, "as `map` was called with processes = 1");
}

/// A task that ends in 13 kills its worker. It alone fails and is not tried again, and the workers
/// that died have been waited for.
fn a_dead_worker_fails_its_own_task_only() {
    let died = Err(WorkerDied);
    let pool = run("mortal", 1, &[1, 13, 2, 113, 213, 3]);
    let expected = [Ok(101), died, Ok(102), died, died, Ok(103)];
    assert_eq!(
        pool.results, expected,
        "13, 113 and 213 kill the only worker, of 1, 13, 2, 113, 213, 3"
    );
    keeps_its_size(&pool);

    let inputs = [13, 1, 2, 113, 3, 4, 213, 5, 6, 313];
    let pool = run("mortal", 3, &inputs);
    let done: Vec<_> = sorted(&pool).into_iter().flatten().collect();
    assert_eq!(
        (done, pool.results.len()),
        (vec![101, 102, 103, 104, 105, 106], inputs.len()),
        "three workers, of which each task that ends in 13 kills one: sorted results, and how many \
         there are with those that died"
    );
    keeps_its_size(&pool);

    let pool = run("mortal", 2, &[13, 113, 213]);
    assert_eq!(pool.results, [died; 3], "every task kills its worker");
    keeps_its_size(&pool);

    let pool = run("stillborn", 2, &[1, 2, 3]);
    assert_eq!(
        pool.results, [died; 3],
        "workers that end before they have read a line"
    );

    require_no_child("`map`", "of which some died over their task");
}

/// Every worker takes its time to leave, and `map` waits for it.
fn no_child_is_left_behind() {
    let (log, pool_line) = io::pipe().expect("the system has a pipe");
    let worker_line = pool_line.try_clone().expect("a pipe's end can be doubled");
    let pool = run_with("linger", 2, &[1, 2, 3, 4, 5, 6], move |command| {
        let line = worker_line
            .try_clone()
            .expect("a pipe's end can be doubled");
        command.stderr(line);
    });
    let late = left_after(log, pool_line);
    let expected: Vec<_> = (101..=106).map(Ok).collect();
    assert_eq!(sorted(&pool), expected, "results of six tasks, sorted");
    assert_eq!(late, 0, "workers that still ran when `map` returned");
    pool.roll.require_once(&pool.inputs);
    require_no_child("`map`", "that left when their input ended");
}

/// One run of the submission's `map`.
type Pool = process::Pool<Result<u64, WorkerDied>>;

fn run(worker: &str, processes: usize, inputs: &[u64]) -> Pool {
    run_with(worker, processes, inputs, |_| ())
}

/// Runs it with something added to each command.
fn run_with(
    worker: &str,
    processes: usize,
    inputs: &[u64],
    add: impl Fn(&mut Command) + Send + Sync + 'static,
) -> Pool {
    let pool: fn(_, usize, &[u64]) -> _ =
        |worker, processes, inputs| map(worker, processes, inputs);
    Pool::run("`map`", pool, worker, processes, inputs, add)
}

/// The results without their order, where that is the matter of another check.
fn sorted(pool: &Pool) -> Vec<Result<u64, WorkerDied>> {
    let mut results = pool.results.clone();
    results.sort_unstable_by_key(|result| result.unwrap_or(0));
    results
}

/// Demands that there was a process for each place in the pool and for each worker that died.
fn keeps_its_size(pool: &Pool) {
    let died = pool.inputs.iter().filter(|&&input| kills(input)).count();
    pool.keeps_its_size(died);
}

/// How many workers said that they leave only after `map` had returned. The pipe keeps the order
/// in which things were said, so that no clock is needed.
fn left_after(log: PipeReader, mut pool_line: PipeWriter) -> usize {
    writeln!(pool_line, "returned").expect("we hold the other end");
    drop(pool_line);
    let lines = BufReader::new(log).lines().map_while(Result::ok);
    lines.skip_while(|line| line != "returned").skip(1).count()
}

/// Where and until when (milliseconds since 1970) the tasks of [`meet`] wait for each other.
const MEET_AT: &str = "EX05_MEET_AT";
const MEET_UNTIL: &str = "EX05_MEET_UNTIL";

/// What [`count`] multiplies the process id by, to say two numbers in one.
const PID: u64 = 1_000_000;

/// Tasks that this process has counted: each process has its own.
static TASKS: AtomicU64 = AtomicU64::new(0);

/// Worker of the submission's own `serve`.
fn square() {
    serve(|n| begun(n, n * n));
    returned();
}

/// Another one, with another task.
fn distance() {
    serve(|n| begun(n, u64::MAX - n));
    returned();
}

/// Worker whose task 0 takes longer than all the others together.
fn late_first() {
    answer(|n| {
        if n == 0 {
            thread::sleep(millis(500));
        }
        n + 100
    });
}

/// Worker whose tasks finish only together, or when time is up.
fn meet() {
    let address = env::var(MEET_AT).expect("the check has set it");
    let until = env::var(MEET_UNTIL).expect("the check has set it");
    let until = millis(until.parse().expect("the check has set it to a number"));
    answer(|n| {
        Rendezvous::meet(&address, until.saturating_sub(since_epoch()));
        n
    });
}

/// Worker that says which process it is and how many tasks it has counted. The first task is long
/// enough for a pool to give the second, the third and so on to other workers, as many as it has.
fn count() {
    answer(|_| {
        let count = TASKS.fetch_add(1, Ordering::Relaxed) + 1;
        if count == 1 {
            thread::sleep(millis(300));
        }
        u64::from(std::process::id()) * PID + count
    });
}

/// Worker for long lists.
fn add_one() {
    answer_silently(|n| n + 1);
}

/// Worker that dies over some tasks. By `exit`, since `abort` would leave core files about.
fn mortal() {
    answer(|n| {
        if kills(n) {
            std::process::exit(13)
        } else {
            n + 100
        }
    });
}

/// Whether that task kills its worker.
fn kills(task: u64) -> bool {
    task % 100 == 13
}

/// Worker that ends at once.
fn stillborn() {}

/// Worker that takes its time to leave, and says when it does.
fn linger() {
    answer(|n| n + 100);
    thread::sleep(millis(300));
    eprintln!("left");
}

fn since_epoch() -> Duration {
    SystemTime::UNIX_EPOCH
        .elapsed()
        .expect("it is later than 1970")
}

checks::main!(
    serve_answers_each_line_at_once,
    results_keep_the_order_of_the_inputs,
    workers_work_at_the_same_time,
    few_processes_do_many_tasks_and_share_nothing,
    a_dead_worker_fails_its_own_task_only,
    no_child_is_left_behind;
    workers: square, distance, late_first, meet, count, add_one, mortal, stillborn, linger
);
