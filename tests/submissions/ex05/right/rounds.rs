//! No thread at all: in each round every worker gets one input, and only then are answers read.

use std::io::{self, BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

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

/// A round lasts as long as its slowest task, which is the price of having no threads.
pub fn map(
    worker: impl Fn() -> Command + Sync,
    processes: usize,
    inputs: &[u64],
) -> Vec<Result<u64, WorkerDied>> {
    let mut workers: Vec<Worker> = (0..processes.min(inputs.len()))
        .map(|_| Worker::start(worker()))
        .collect();

    let mut results = Vec::new();
    for round in inputs.chunks(processes) {
        // Sending to all before reading from the first is what makes them work side by side.
        for (worker, &input) in workers.iter_mut().zip(round) {
            worker.send(input);
        }
        for (old, _) in workers.iter_mut().zip(round) {
            let answer = old.receive();
            if answer.is_err() {
                old.stop();
                *old = Worker::start(worker());
            }
            results.push(answer);
        }
    }

    for mut worker in workers {
        worker.stop();
    }
    results
}

struct Worker {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
}

impl Worker {
    fn start(mut command: Command) -> Worker {
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().expect("a worker starts");
        Worker {
            input: child.stdin.take(),
            output: BufReader::new(child.stdout.take().expect("it was asked for")),
            child,
        }
    }

    /// An error is not looked at here: `receive` meets the same dead worker.
    fn send(&mut self, number: u64) {
        if let Some(input) = &mut self.input {
            let _ = writeln!(input, "{number}");
        }
    }

    fn receive(&mut self) -> Result<u64, WorkerDied> {
        let mut line = String::new();
        match self.output.read_line(&mut line) {
            Ok(_) if line.ends_with('\n') => line.trim_end().parse().map_err(|_| WorkerDied),
            _ => Err(WorkerDied),
        }
    }

    fn stop(&mut self) {
        self.input = None;
        self.child.wait().expect("nobody else waits for it");
    }
}
