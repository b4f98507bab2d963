//! No type for a worker: a child and its pipes, and `wait_with_output` at the end of each.

use std::io::{self, BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Mutex;
use std::thread;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WorkerDied;

pub fn serve(task: impl Fn(u64) -> u64) {
    let stdin = io::stdin();
    let mut stdout = io::stdout();
    for line in stdin.lock().lines() {
        let line = line.unwrap();
        let number: u64 = line.trim().parse().unwrap();
        writeln!(stdout, "{}", task(number)).unwrap();
        stdout.flush().unwrap();
    }
}
pub fn map(
    worker: impl Fn() -> Command + Sync,
    processes: usize,
    inputs: &[u64],
) -> Vec<Result<u64, WorkerDied>> {
    // each worker is asked one thing at a time, without a type of its own
    let todo = Mutex::new(inputs.iter().enumerate());
    let results: Vec<Mutex<Option<Result<u64, WorkerDied>>>> =
        inputs.iter().map(|_| Mutex::new(None)).collect();
    let start = || -> (Child, ChildStdin, io::Lines<BufReader<ChildStdout>>) {
        let mut c = worker()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (i, o) = (c.stdin.take().unwrap(), c.stdout.take().unwrap());
        (c, i, BufReader::new(o).lines())
    };
    thread::scope(|s| {
        for _ in 0..processes {
            s.spawn(|| {
                let mut job = todo.lock().unwrap().next();
                while job.is_some() {
                    let (child, mut to, mut from) = start();
                    while let Some((i, x)) = job {
                        let answer = match to.write_all(format!("{x}\n").as_bytes()) {
                            Ok(()) => from
                                .next()
                                .and_then(|l| l.ok())
                                .and_then(|l| l.parse().ok())
                                .ok_or(WorkerDied),
                            Err(_) => Err(WorkerDied),
                        };
                        *results[i].lock().unwrap() = Some(answer);
                        job = todo.lock().unwrap().next();
                        if answer.is_err() {
                            break;
                        }
                    }
                    drop(to);
                    drop(from);
                    let output = child.wait_with_output().unwrap();
                    assert!(output.stdout.is_empty());
                }
            });
        }
    });
    results
        .into_iter()
        .map(|m| m.into_inner().unwrap().unwrap())
        .collect()
}
