//! Every worker has a writer thread that runs ahead and a reader that follows it.

use std::io::{self, BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::thread;

/// Why a task has no result: its worker ended before it had answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WorkerDied;

/// The worker's side: one answer for each line, at once.
pub fn serve(task: impl Fn(u64) -> u64) {
    for line in io::stdin().lines() {
        let input = line.unwrap().parse().unwrap();
        println!("{}", task(input));
        io::stdout().flush().unwrap();
    }
}

/// Worker `w` has the inputs whose place leaves the remainder `w`; the shares are woven together.
pub fn map(
    worker: impl Fn() -> Command + Sync,
    processes: usize,
    inputs: &[u64],
) -> Vec<Result<u64, WorkerDied>> {
    let mut shares: Vec<Vec<u64>> = vec![Vec::new(); processes];
    for (place, &input) in inputs.iter().enumerate() {
        shares[place % processes].push(input);
    }
    let mut done: Vec<_> = thread::scope(|scope| {
        let worker = &worker;
        let threads: Vec<_> = shares
            .iter()
            .map(|share| scope.spawn(move || answers(worker, share).into_iter()))
            .collect();
        threads.into_iter().map(|t| t.join().unwrap()).collect()
    });
    (0..inputs.len())
        .map(|place| done[place % processes].next().unwrap())
        .collect()
}

/// The answers to one share. Whatever a dead worker had been sent beyond the task that killed it
/// is sent again to the next one.
fn answers(worker: impl Fn() -> Command, share: &[u64]) -> Vec<Result<u64, WorkerDied>> {
    let mut results = Vec::new();
    while results.len() < share.len() {
        results.extend(one_life(worker(), &share[results.len()..]));
        if results.len() < share.len() {
            results.push(Err(WorkerDied));
        }
    }
    results
}

/// The answers that one process gives before it ends.
fn one_life(mut command: Command, inputs: &[u64]) -> Vec<Result<u64, WorkerDied>> {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut pipe = child.stdin.take().unwrap();
    let output = child.stdout.take().unwrap();
    let results = thread::scope(|scope| {
        // `move` gives the pipe to the writer, which closes it by ending.
        scope.spawn(move || {
            for input in inputs {
                if writeln!(pipe, "{input}").is_err() {
                    break;
                }
            }
        });
        let lines = BufReader::new(output).lines();
        lines
            .map_while(|line| Some(Ok(line.ok()?.parse().ok()?)))
            .collect()
    });
    child.wait().unwrap();
    results
}
