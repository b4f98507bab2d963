//! Worker `w` of `k` gets the inputs at places w, w + k, w + 2k...: no queue and no lock at all.

use std::io::{self, BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};
use std::thread;

/// Why a task has no result: its worker ended before it had answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WorkerDied;

/// The worker's side: one answer for each line, at once.
pub fn serve(task: impl Fn(u64) -> u64) {
    let mut line = String::new();
    while io::stdin().read_line(&mut line).unwrap() > 0 {
        let answer = task(line.trim().parse().unwrap());
        let mut output = io::stdout().lock();
        writeln!(output, "{answer}").unwrap();
        output.flush().unwrap();
        line.clear();
    }
}

/// One scoped thread for each share; `join` brings back what it found out.
pub fn map(
    worker: impl Fn() -> Command + Sync,
    processes: usize,
    inputs: &[u64],
) -> Vec<Result<u64, WorkerDied>> {
    let mut results = vec![Err(WorkerDied); inputs.len()];
    thread::scope(|scope| {
        let shares: Vec<_> = (0..processes)
            .map(|first| {
                let share = inputs.iter().copied().skip(first).step_by(processes);
                scope.spawn(|| work_through(&worker, share))
            })
            .collect();
        for (first, share) in shares.into_iter().enumerate() {
            let places = (first..inputs.len()).step_by(processes);
            for (place, result) in places.zip(share.join().unwrap()) {
                results[place] = result;
            }
        }
    });
    results
}

fn work_through(
    worker: impl Fn() -> Command,
    share: impl Iterator<Item = u64>,
) -> Vec<Result<u64, WorkerDied>> {
    let mut process = start(worker());
    let results = share
        .map(|input| {
            ask(&mut process, input).inspect_err(|_| {
                process.0.wait().unwrap();
                process = start(worker());
            })
        })
        .collect();
    // The standard input is still the child's own, so `wait` closes it before it waits.
    process.0.wait().unwrap();
    results
}

type Process = (Child, BufReader<std::process::ChildStdout>);

fn start(mut command: Command) -> Process {
    let command = command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let output = BufReader::new(child.stdout.take().unwrap());
    (child, output)
}

fn ask((child, output): &mut Process, input: u64) -> Result<u64, WorkerDied> {
    let pipe = child.stdin.as_mut().unwrap();
    writeln!(pipe, "{input}").map_err(|_| WorkerDied)?;
    let answer = output.lines().next().ok_or(WorkerDied)?;
    answer.unwrap().parse().map_err(|_| WorkerDied)
}
