//! Unwraps every answer: a dead worker makes the pool itself panic
//!
//! The empty line that the end of the stream gives is parsed as a number, and unwrapped.
//!
//! ```toml
//! others = "passed"
//! a_dead_worker_fails_its_own_task_only = "panicked"
//! ```

use std::io::{self, BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Mutex;
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

    fn ask(&mut self, input: u64) -> u64 {
        writeln!(self.input, "{input}").unwrap();
        let mut answer = String::new();
        self.output.read_line(&mut answer).unwrap();
        answer.trim_end().parse().unwrap()
    }

    fn stop(mut self) {
        drop(self.input);
        self.child.wait().unwrap();
    }
}

/// Every result is `Ok`, since a worker that is ours does not die.
pub fn map(
    worker: impl Fn() -> Command + Sync,
    processes: usize,
    inputs: &[u64],
) -> Vec<Result<u64, WorkerDied>> {
    let queue = Mutex::new(inputs.iter().enumerate());
    let results = Mutex::new(vec![Err(WorkerDied); inputs.len()]);
    thread::scope(|scope| {
        for _ in 0..processes {
            scope.spawn(|| {
                let mut process = Worker::start(worker());
                loop {
                    let next = queue.lock().unwrap().next();
                    let Some((place, &input)) = next else { break };
                    let answer = process.ask(input);
                    results.lock().unwrap()[place] = Ok(answer);
                }
                process.stop();
            });
        }
    });
    results.into_inner().unwrap()
}
