//! Checks of exercise 05: a pool of processes. They run on the real std, with this very program
//! started again as the workers.

// A worker here does not use the submission's `serve`, so that each of the two halves of the
// exercise is judged by itself.
use checks::{Rendezvous, Verdict, fail, millis, secs};
use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, PipeReader, PipeWriter, Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, SystemTime};
use std::{env, fs, process, thread};
use submission::{WorkerDied, map, serve};

// The signatures are part of the task: a result of a type that calls itself equal to anything would
// prove nothing.
type Map = fn(Worker, usize, &[u64]) -> Vec<Result<u64, WorkerDied>>;
type Worker = fn() -> Command;
const _: Map = |worker, processes, inputs| map(worker, processes, inputs);

/// How long an answer of `serve`, or a whole `map`, is waited for. Both come within milliseconds,
/// or never: nothing is measured by it.
const PATIENCE: Duration = secs(8);

/// A line is answered before the next is sent, and the end of input ends the worker.
fn serve_answers_each_line_at_once() {
    let mut worker = checks::worker("square");
    worker.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = worker
        .stderr(Stdio::piped())
        .spawn()
        .expect("the worker can be started");
    let answers = lines_of(&mut child);
    let mut input = child.stdin.take().expect("it was asked for as a pipe");

    for number in [7, 12, 4_000_000_000] {
        // A worker that is already dead is noticed by its missing answer.
        let _ = writeln!(input, "{number}");
        match answers.recv_timeout(PATIENCE) {
            Ok(answer) if answer == (number * number).to_string() => {}
            Ok(answer) => fail(
                Verdict::Wrong,
                format!("asked for the square of {number}, `serve` wrote the line {answer:?}"),
            ),
            Err(RecvTimeoutError::Timeout) => fail(
                Verdict::TimedOut,
                format!(
                    "`serve` was sent {number}, and its answer had not come after {PATIENCE:?}"
                ),
            ),
            Err(RecvTimeoutError::Disconnected) => explain_end(child, number),
        }
    }

    drop(input);
    match answers.recv_timeout(PATIENCE) {
        Err(RecvTimeoutError::Disconnected) => {}
        Ok(line) => fail(
            Verdict::Wrong,
            format!("after the last answer `serve` wrote another line, {line:?}"),
        ),
        Err(RecvTimeoutError::Timeout) => fail(
            Verdict::TimedOut,
            format!("`serve` had not returned {PATIENCE:?} after the end of its input"),
        ),
    }
    let status = child.wait().expect("nobody else waits for it");
    assert!(
        status.success(),
        "after the end of input `serve` ended with {status}"
    );
}

/// The first task finishes last, and its result comes first all the same.
fn results_keep_the_order_of_the_inputs() {
    let inputs = [0, 1, 2, 3, 4, 5];
    let results = pool(|| checks::worker("late_first"), 2, &inputs);
    let expected: Vec<_> = inputs
        .iter()
        .map(|&input| Ok(late_first_task(input)))
        .collect();
    assert_eq!(results, expected, "task 0 finished last, of {inputs:?}");

    let results = pool(|| checks::worker("late_first"), 5, &[3, 2]);
    assert_eq!(results, [Ok(103), Ok(102)], "two inputs for five processes");

    let results = pool(|| checks::worker("late_first"), 3, &[]);
    assert_eq!(results, [], "no inputs at all");
}

/// Three tasks of which each waits until all three are at work, in three different processes.
fn workers_work_at_the_same_time() {
    let rendezvous = Rendezvous::of(3);
    let address = rendezvous.address();
    // One moment for all the tasks together: were each to wait for itself, a pool that runs them
    // one after another would take three times as long to be found out.
    let until = since_epoch() + secs(4);
    let worker = move || {
        let mut command = checks::worker("meet");
        command.env(MEET_AT, &address);
        command.env(MEET_UNTIL, until.as_millis().to_string());
        command
    };
    let mut results = pool(worker, 3, &[10, 20, 30]);
    rendezvous.require();
    // Their order is the matter of another check.
    results.sort_unstable_by_key(|result| result.unwrap_or(0));
    assert_eq!(
        results,
        [Ok(10), Ok(20), Ok(30)],
        "results of three tasks that met, sorted"
    );
}

/// A process lives on from task to task and keeps its memory, which is no other process's.
fn few_processes_do_many_tasks_and_share_nothing() {
    let results = pool(|| checks::worker("count"), 3, &[0; 9]);
    let mut counts: BTreeMap<u64, Vec<u64>> = BTreeMap::new();
    for result in results {
        let Ok(answer) = result else {
            fail(
                Verdict::Wrong,
                "a worker was thought dead while it counted its tasks",
            );
        };
        let (pid, count) = (answer / PID, answer % PID);
        counts.entry(pid).or_default().push(count);
    }

    let pids = counts.len();
    assert!(pids <= 3, "{pids} processes did 9 tasks; 3 were asked for");
    let own = u64::from(process::id());
    assert!(
        !counts.contains_key(&own),
        "a task ran in the pool's own process"
    );
    let mut total = 0;
    for counted in counts.values_mut() {
        // Which worker gets which input is the pool's affair, hence the sorting.
        counted.sort_unstable();
        total += counted.len();
        let expected: Vec<u64> = (1..=counted.len() as u64).collect();
        assert_eq!(
            *counted, expected,
            "one process counted its tasks in its own memory"
        );
    }
    assert_eq!(total, 9, "tasks that were done");
    let here = TASKS.load(Ordering::Relaxed);
    assert_eq!(
        here, 0,
        "tasks counted in the memory of the pool's own process"
    );

    // Numbers of 20 digits: 140 KiB in each direction, where a pipe holds 64.
    let long: Vec<u64> = (0..7000).map(|n| 10_000_000_000_000_000_000 + n).collect();
    let results = pool(|| checks::worker("add_one"), 1, &long);
    let expected = long.iter().map(|&n| Ok(n + 1));
    assert!(
        results.into_iter().eq(expected),
        "7000 inputs on one process came back wrong"
    );
}

/// Task 13 kills its worker. It alone fails, and the workers that died have been waited for.
fn a_dead_worker_fails_its_own_task_only() {
    let results = pool(|| checks::worker("mortal"), 1, &[1, 13, 2, 13, 13, 3]);
    let died = Err(WorkerDied);
    let expected = [Ok(101), died, Ok(102), died, died, Ok(103)];
    assert_eq!(
        results, expected,
        "13 kills the only worker, of 1, 13, 2, 13, 13, 3"
    );

    let inputs = [13, 1, 2, 13, 3, 4, 13, 5, 6, 13];
    let results = pool(|| checks::worker("mortal"), 3, &inputs);
    let mut done: Vec<u64> = results.iter().copied().flatten().collect();
    done.sort_unstable();
    let expected = [101, 102, 103, 104, 105, 106];
    assert_eq!(
        done, expected,
        "three workers, of which 13 kills one four times over"
    );
    assert_eq!(
        results.len(),
        inputs.len(),
        "results, with those of the four that died"
    );

    no_child_among("of which some died over their task");
}

/// Every worker takes its time to leave, and `map` waits for it.
fn no_child_is_left_behind() {
    let (log, pool_line) = io::pipe().expect("the system has a pipe");
    let worker_line = pool_line.try_clone().expect("a pipe's end can be doubled");
    let worker = move || {
        let mut command = checks::worker("linger");
        let line = worker_line
            .try_clone()
            .expect("a pipe's end can be doubled");
        command.stderr(line);
        command
    };
    let results = pool(worker, 2, &[1, 2, 3, 4, 5, 6]);
    let late = left_after(log, pool_line);
    let expected: Vec<_> = (101..=106).map(Ok).collect();
    let mut sorted = results;
    sorted.sort_unstable_by_key(|result| result.unwrap_or(0));
    assert_eq!(sorted, expected, "results of six tasks, sorted");
    assert_eq!(
        late, 0,
        "workers that were still running when `map` returned"
    );
    no_child_among("that left when their input ended");
}

/// `map` on a thread of its own, so that a pool that hangs is told from one that is at work.
fn pool(
    worker: impl Fn() -> Command + Send + Sync + 'static,
    processes: usize,
    inputs: &[u64],
) -> Vec<Result<u64, WorkerDied>> {
    let (tell, told) = mpsc::channel();
    let many = inputs.len();
    let inputs = inputs.to_vec();
    let running = thread::spawn(move || {
        let results = map(worker, processes, &inputs);
        // Whoever waited has given up if this fails.
        let _ = tell.send(results);
    });
    match told.recv_timeout(PATIENCE) {
        Ok(results) => results,
        Err(RecvTimeoutError::Timeout) => fail(
            Verdict::TimedOut,
            format!(
                "`map` with processes = {processes} and inputs.len() = {many} had not returned \
                 after {PATIENCE:?}"
            ),
        ),
        Err(RecvTimeoutError::Disconnected) => {
            running.join().unwrap();
            unreachable!("a thread that sent nothing has panicked");
        }
    }
}

/// The lines that a child writes, as they come.
fn lines_of(child: &mut Child) -> Receiver<String> {
    let output = child.stdout.take().expect("it was asked for as a pipe");
    let (tell, told) = mpsc::channel();
    thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            if tell.send(line).is_err() {
                break;
            }
        }
    });
    told
}

/// Says why a worker's output ended before it had answered.
fn explain_end(mut child: Child, number: u64) -> ! {
    let mut errors = String::new();
    let pipe = child.stderr.take();
    let read = pipe.map(|mut pipe| pipe.read_to_string(&mut errors));
    let status = child.wait().expect("nobody else waits for it");
    if read.is_some() && errors.contains("not yet implemented") {
        fail(Verdict::NotAttempted, "`serve` is still a todo!()");
    }
    if let Some((_, panic)) = errors.split_once("panicked at ") {
        let said: Vec<&str> = panic.lines().take(2).collect();
        fail(
            Verdict::Panicked,
            format!("`serve` panicked at {}", said.join(" ")),
        );
    }
    fail(
        Verdict::Wrong,
        format!("`serve` ended without an answer to {number} ({status})"),
    );
}

/// How many workers said that they leave only after `map` had returned. The pipe keeps the order
/// in which things were said, so that no clock is needed.
fn left_after(log: PipeReader, mut pool_line: PipeWriter) -> usize {
    writeln!(pool_line, "returned").expect("we hold the other end");
    drop(pool_line);
    let lines = BufReader::new(log).lines().map_while(Result::ok);
    lines.skip_while(|line| line != "returned").skip(1).count()
}

/// Ends the check if this process has a child, be it at work or a zombie.
#[track_caller]
fn no_child_among(which: &str) {
    let Some(children) = children() else { return };
    let zombies = children.iter().filter(|&&state| state == 'Z').count();
    let running = children.len() - zombies;
    assert!(
        children.is_empty(),
        "`map` has not waited for all the workers, {which}: {zombies} are zombies, {running} \
         still run"
    );
}

/// The state of each child, `Z` for a zombie; `None` where the system does not tell (there are no
/// zombies on Windows, and a sandbox may hide the processes).
fn children() -> Option<Vec<char>> {
    children_in_proc().or_else(children_by_ps)
}

/// As Linux tells it, without a program that might not be installed.
fn children_in_proc() -> Option<Vec<char>> {
    // Elsewhere there may be a `/proc` of another kind, or an empty one.
    fs::read_to_string("/proc/self/stat").ok()?;
    let own = process::id().to_string();
    let entries = fs::read_dir("/proc").ok()?.flatten();
    let stats = entries.filter_map(|entry| fs::read_to_string(entry.path().join("stat")).ok());
    // "4711 (its name) S 4710 ...": the name may hold anything, a parenthesis too.
    let states = stats.filter_map(|stat| {
        let (_, after_name) = stat.rsplit_once(") ")?;
        let (state, rest) = after_name.split_once(' ')?;
        let (parent, _) = rest.split_once(' ')?;
        (parent == own).then(|| state.chars().next())?
    });
    Some(states.collect())
}

/// As the other Unix systems tell it.
fn children_by_ps() -> Option<Vec<char>> {
    let mut ps = Command::new("ps");
    ps.args(["-A", "-o", "pid=", "-o", "ppid=", "-o", "stat="]);
    ps.stdout(Stdio::piped()).stderr(Stdio::null());
    let ps = ps.spawn().ok()?;
    let own = process::id().to_string();
    // It lists itself, and it is a child of ours as well.
    let itself = ps.id().to_string();
    let table = ps.wait_with_output().ok()?;
    let table = table.status.success().then_some(table.stdout)?;
    let rows = String::from_utf8_lossy(&table);
    let states = rows.lines().filter_map(|row| {
        let mut fields = row.split_whitespace();
        let (pid, parent, state) = (fields.next()?, fields.next()?, fields.next()?);
        (parent == own && pid != itself).then(|| state.chars().next())?
    });
    Some(states.collect())
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
    serve(|n| n * n);
}

/// Worker whose task 0 takes longer than all the others together.
fn late_first() {
    answer(|n| {
        if n == 0 {
            thread::sleep(millis(500));
        }
        late_first_task(n)
    });
}

fn late_first_task(n: u64) -> u64 {
    n + 100
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

/// Worker that says which process it is and how many tasks it has counted.
fn count() {
    answer(|_| u64::from(process::id()) * PID + TASKS.fetch_add(1, Ordering::Relaxed) + 1);
}

/// Worker for long lists.
fn add_one() {
    answer(|n| n + 1);
}

/// Worker that dies over 13. By `exit`, since `abort` would leave core files about.
fn mortal() {
    answer(|n| if n == 13 { process::exit(13) } else { n + 100 });
}

/// Worker that takes its time to leave, and says when it does.
fn linger() {
    answer(|n| n + 100);
    thread::sleep(millis(300));
    eprintln!("left");
}

/// What a worker does: a number in, its answer out, until the end of input.
fn answer(task: impl Fn(u64) -> u64) {
    for line in io::stdin().lines() {
        let number = line.ok().and_then(|line| line.parse().ok());
        // A pool that sends anything but numbers gets no answer, and sees a dead worker.
        let Some(number) = number else { break };
        let mut output = io::stdout().lock();
        let written = writeln!(output, "{}", task(number)).and_then(|()| output.flush());
        // Without a reader there is nobody to answer any more.
        if written.is_err() {
            break;
        }
    }
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
    workers: square, late_first, meet, count, add_one, mortal, linger
);
