//! Takes dropping a Child for waiting: the workers are still there, or zombies, when map returns
//!
//! Dropping the `Child` is taken for waiting, as dropping a `Vec` frees it.
//!
//! ```toml
//! others = "passed"
//! a_dead_worker_fails_its_own_task_only = "wrong"
//! no_child_is_left_behind = "wrong"
//! ```

use std::io::{self, BufRead, BufReader, Write};
use std::process::{ChildStdin, ChildStdout, Command, Stdio};
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
        Worker { input, output }
    }

    fn ask(&mut self, input: u64) -> Result<u64, WorkerDied> {
        writeln!(self.input, "{input}").map_err(|_| WorkerDied)?;
        let mut answer = String::new();
        self.output.read_line(&mut answer).map_err(|_| WorkerDied)?;
        answer.trim_end().parse().map_err(|_| WorkerDied)
    }
}

/// At the end of each thread its worker goes out of scope, and with it the pipes.
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
                    let result = process.ask(input);
                    if result.is_err() {
                        process = Worker::start(worker());
                    }
                    results.lock().unwrap()[place] = result;
                }
            });
        }
    });
    results.into_inner().unwrap()
}
