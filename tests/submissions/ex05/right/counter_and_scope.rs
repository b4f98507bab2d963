//! The next input is the next number of an atomic counter; each thread brings its own results home.

use std::io::{self, BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
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
    let attend = || {
        let mut own = Vec::new();
        let mut at_work: Option<Worker> = None;
        loop {
            let place = next.fetch_add(1, Ordering::Relaxed);
            let Some(&input) = inputs.get(place) else {
                break;
            };
            let mut w = at_work.take().unwrap_or_else(|| start(&worker));
            let answer = ask(&mut w, input);
            own.push((place, answer));
            match answer {
                Ok(_) => at_work = Some(w),
                Err(WorkerDied) => end(w),
            }
        }
        at_work.into_iter().for_each(end);
        own
    };
    let mut all: Vec<(usize, Result<u64, WorkerDied>)> = thread::scope(|scope| {
        let threads: Vec<_> = (0..processes).map(|_| scope.spawn(attend)).collect();
        threads
            .into_iter()
            .flat_map(|t| t.join().unwrap())
            .collect()
    });
    all.sort_unstable_by_key(|&(place, _)| place);
    all.into_iter().map(|(_, answer)| answer).collect()
}
