//! A thread for each task; idle workers lie in a list behind a lock, and a Condvar tells of one more.

use std::io::{self, BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Condvar, Mutex};
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
    let Worker {
        mut child,
        to,
        from,
    } = w;
    drop(to);
    drop(from);
    child.wait().unwrap();
}

/// The parent's side. Tasks beyond the first `processes` wait until a worker is given back.
pub fn map(
    worker: impl Fn() -> Command + Sync,
    processes: usize,
    inputs: &[u64],
) -> Vec<Result<u64, WorkerDied>> {
    // A place may hold a worker or be free for one that is still to be started.
    let places: Vec<Option<Worker>> = (0..processes).map(|_| None).collect();
    let (idle, one_more) = (Mutex::new(places), Condvar::new());
    let results = thread::scope(|scope| {
        let mut asking = Vec::new();
        for &input in inputs {
            let empty = |idle: &mut Vec<_>| idle.is_empty();
            let mut free = one_more.wait_while(idle.lock().unwrap(), empty).unwrap();
            let place = free.pop().unwrap();
            drop(free);
            let (worker, idle, one_more) = (&worker, &idle, &one_more);
            asking.push(scope.spawn(move || {
                let mut w = place.unwrap_or_else(|| start(worker));
                let answer = ask(&mut w, input);
                let place = match answer {
                    Ok(_) => Some(w),
                    Err(WorkerDied) => {
                        end(w);
                        None
                    }
                };
                idle.lock().unwrap().push(place);
                one_more.notify_one();
                answer
            }));
        }
        asking.into_iter().map(|t| t.join().unwrap()).collect()
    });
    idle.into_inner()
        .unwrap()
        .into_iter()
        .flatten()
        .for_each(end);
    results
}
