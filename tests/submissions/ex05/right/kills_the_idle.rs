//! Workers that have nothing to do any more are killed, and waited for like all others.

use std::io::{self, BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Mutex;
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

fn ask(w: &mut Worker, n: u64) -> Result<u64, WorkerDied> {
    writeln!(w.to, "{n}").map_err(|_| WorkerDied)?;
    let mut line = String::new();
    match w.from.read_line(&mut line) {
        Ok(len) if len > 0 => Ok(line.trim().parse().unwrap()),
        _ => Err(WorkerDied),
    }
}

fn end(w: Worker) {
    let mut child = w.child;
    // It is an error if the worker is gone already, which is just as well.
    let _ = child.kill();
    child.wait().unwrap();
}

/// The parent's side.
pub fn map(
    worker: impl Fn() -> Command + Sync,
    processes: usize,
    inputs: &[u64],
) -> Vec<Result<u64, WorkerDied>> {
    let results = Mutex::new(vec![Err(WorkerDied); inputs.len()]);
    let left = Mutex::new((0..inputs.len()).rev().collect::<Vec<_>>());
    let next = || left.lock().unwrap().pop();
    thread::scope(|scope| {
        for _ in 0..processes {
            scope.spawn(|| {
                while let Some(first) = next() {
                    let mut w = start(&worker);
                    let mut place = Some(first);
                    while let Some(at) = place {
                        let answer = ask(&mut w, inputs[at]);
                        results.lock().unwrap()[at] = answer;
                        place = if answer.is_ok() { next() } else { None };
                    }
                    end(w);
                }
            });
        }
    });
    results.into_inner().unwrap()
}
