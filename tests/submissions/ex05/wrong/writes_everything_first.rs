//! Writes a whole share before reading: a long list fills both pipes, and both sides wait
//!
//! The whole share is written before the first answer is read: pipes are not endless.
//!
//! ```toml
//! others = "passed"
//! few_processes_do_many_tasks_and_share_nothing = "timed_out"
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

    fn send(&mut self, input: u64) {
        let _ = writeln!(self.input, "{input}");
    }

    fn receive(&mut self) -> Result<u64, WorkerDied> {
        let mut answer = String::new();
        self.output.read_line(&mut answer).map_err(|_| WorkerDied)?;
        answer.trim_end().parse().map_err(|_| WorkerDied)
    }

    fn stop(mut self) {
        drop(self.input);
        self.child.wait().unwrap();
    }
}

/// Worker `w` has every input whose place leaves the remainder `w`.
pub fn map(
    worker: impl Fn() -> Command + Sync,
    processes: usize,
    inputs: &[u64],
) -> Vec<Result<u64, WorkerDied>> {
    let mut results = vec![Err(WorkerDied); inputs.len()];
    thread::scope(|scope| {
        let threads: Vec<_> = (0..processes)
            .map(|first| {
                let places: Vec<usize> = (first..inputs.len()).step_by(processes).collect();
                scope.spawn(|| do_share(&worker, places, inputs))
            })
            .collect();
        for thread in threads {
            for (place, result) in thread.join().unwrap() {
                results[place] = result;
            }
        }
    });
    results
}

fn do_share(
    worker: impl Fn() -> Command,
    places: Vec<usize>,
    inputs: &[u64],
) -> Vec<(usize, Result<u64, WorkerDied>)> {
    let mut results = Vec::new();
    while results.len() < places.len() {
        let left = &places[results.len()..];
        let mut process = Worker::start(worker());
        for &place in left {
            process.send(inputs[place]);
        }
        for &place in left {
            let result = process.receive();
            results.push((place, result));
            if result.is_err() {
                break;
            }
        }
        process.stop();
    }
    results
}
