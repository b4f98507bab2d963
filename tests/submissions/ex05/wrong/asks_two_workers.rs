//! Does each task twice to be safe against a death.
//!
//! Every task is done by two workers, and the first answer counts.
//!
//! ```toml
//! others = "passed"
//! results_keep_the_order_of_the_inputs = "wrong"
//! workers_work_at_the_same_time = "wrong"
//! few_processes_do_many_tasks_and_share_nothing = "wrong"
//! a_dead_worker_fails_its_own_task_only = "wrong"
//! no_child_is_left_behind = "wrong"
//! ```

use std::io::{self, BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Why a task has no result: its worker ended before it had answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WorkerDied;

/// The worker's side.
pub fn serve(task: impl Fn(u64) -> u64) {
    for line in io::stdin().lines() {
        let n = line.unwrap().trim().parse().unwrap();
        println!("{}", task(n));
        io::stdout().flush().unwrap();
    }
}

struct Worker {
    child: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
}

fn start(worker: &impl Fn() -> Command) -> Worker {
    let mut child = worker()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("a worker starts");
    let to = child.stdin.take().unwrap();
    let from = BufReader::new(child.stdout.take().unwrap());
    Worker { child, to, from }
}

/// Two workers know more than one.
fn ask_both(pair: &mut [Worker; 2], n: u64) -> Result<u64, WorkerDied> {
    let [first, second] = pair;
    let answers = (ask(first, n), ask(second, n));
    answers.0.or(answers.1)
}

fn ask(w: &mut Worker, n: u64) -> Result<u64, WorkerDied> {
    writeln!(w.to, "{n}").map_err(|_| WorkerDied)?;
    let mut line = String::new();
    match w.from.read_line(&mut line) {
        Ok(len) if len > 0 => Ok(line.trim().parse().unwrap()),
        _ => Err(WorkerDied),
    }
}

fn end(w: Worker) {
    let Worker {
        mut child,
        to,
        from,
    } = w;
    drop(to);
    drop(from);
    child.wait().unwrap();
}

/// The parent's side.
pub fn map(
    worker: impl Fn() -> Command + Sync,
    processes: usize,
    inputs: &[u64],
) -> Vec<Result<u64, WorkerDied>> {
    let next = AtomicUsize::new(0);
    let results = Mutex::new(vec![Err(WorkerDied); inputs.len()]);
    thread::scope(|s| {
        for _ in 0..processes.min(inputs.len()) {
            s.spawn(|| {
                let mut pair = [start(&worker), start(&worker)];
                loop {
                    let i = next.fetch_add(1, Ordering::Relaxed);
                    if i >= inputs.len() {
                        break;
                    }
                    let answer = ask_both(&mut pair, inputs[i]);
                    results.lock().unwrap()[i] = answer;
                    if answer.is_err() {
                        pair.map(end);
                        pair = [start(&worker), start(&worker)];
                    }
                }
                pair.map(end);
            });
        }
    });
    results.into_inner().unwrap()
}
