//! Replaces the whole team when one of its workers dies.
//!
//! When one worker dies, all are sent home and a new team starts.
//!
//! ```toml
//! others = "passed"
//! a_dead_worker_fails_its_own_task_only = "wrong"
//! ```

use std::io::{self, BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

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

fn answer(w: &mut Worker) -> Result<u64, WorkerDied> {
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

/// The parent's side: in rounds, one task for each worker.
pub fn map(
    worker: impl Fn() -> Command + Sync,
    processes: usize,
    inputs: &[u64],
) -> Vec<Result<u64, WorkerDied>> {
    let team = || -> Vec<Worker> {
        let size = processes.min(inputs.len());
        (0..size).map(|_| start(&worker)).collect()
    };
    let mut workers = team();
    let mut results = Vec::new();
    for round in inputs.chunks(processes) {
        for (w, n) in workers.iter_mut().zip(round) {
            // A worker that has died shows that by its missing answer.
            let _ = writeln!(w.to, "{n}");
        }
        let answers: Vec<_> = workers.iter_mut().take(round.len()).map(answer).collect();
        let broken = answers.iter().any(|answer| answer.is_err());
        results.extend(answers);
        if broken {
            workers.drain(..).for_each(end);
            workers = team();
        }
    }
    workers.into_iter().for_each(end);
    results
}
