//! Joins each worker's thread inside the loop that spawns them
//!
//! A thread for each worker, joined before the next one is spawned.
//!
//! ```toml
//! others = "passed"
//! workers_work_at_the_same_time = "not_concurrent"
//! ```

use std::io::{self, BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
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

struct Worker {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Worker {
    fn start(mut command: Command) -> Worker {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let input = child.stdin.take().unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        Worker {
            child,
            input,
            output,
        }
    }

    fn ask(&mut self, input: u64) -> Result<u64, WorkerDied> {
        writeln!(self.input, "{input}").map_err(|_| WorkerDied)?;
        let mut answer = String::new();
        self.output.read_line(&mut answer).map_err(|_| WorkerDied)?;
        answer.trim_end().parse().map_err(|_| WorkerDied)
    }

    fn stop(mut self) {
        drop(self.input);
        self.child.wait().unwrap();
    }
}

/// Every worker has its share, and every thread is joined: too early, as in exercise 02.
pub fn map(
    worker: impl Fn() -> Command + Sync,
    processes: usize,
    inputs: &[u64],
) -> Vec<Result<u64, WorkerDied>> {
    let worker = &worker;
    let size = inputs.len().div_ceil(processes).max(1);
    let mut results = Vec::new();
    thread::scope(|scope| {
        for share in inputs.chunks(size) {
            let thread = scope.spawn(move || {
                let mut process = Worker::start(worker());
                let mut answers = Vec::new();
                for &input in share {
                    let answer = process.ask(input);
                    if answer.is_err() {
                        process.stop();
                        process = Worker::start(worker());
                    }
                    answers.push(answer);
                }
                process.stop();
                answers
            });
            results.extend(thread.join().unwrap());
        }
    });
    results
}
