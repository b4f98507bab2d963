//! Jobs go down one channel, whose receiver the threads share, and results come back up another.

use std::io::{self, BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Mutex, mpsc};
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
    let (jobs, queue) = mpsc::channel();
    let (report, reports) = mpsc::channel();
    for job in inputs.iter().copied().enumerate() {
        jobs.send(job).unwrap();
    }
    drop(jobs);
    let queue = Mutex::new(queue);
    let mut results = vec![Err(WorkerDied); inputs.len()];
    thread::scope(|scope| {
        for _ in 0..processes {
            let report = report.clone();
            let (queue, worker) = (&queue, &worker);
            scope.spawn(move || {
                let mut w = start(worker);
                loop {
                    let job = queue.lock().unwrap().recv();
                    let Ok((place, input)) = job else { break };
                    let answer = ask(&mut w, input);
                    if answer.is_err() {
                        end(w);
                        w = start(worker);
                    }
                    report.send((place, answer)).unwrap();
                }
                end(w);
            });
        }
        drop(report);
        for (place, answer) in reports {
            results[place] = answer;
        }
    });
    results
}
