//! Pushes the results as they come: the order is that of finishing
//!
//! Results are pushed as they come, as in the lesson's list behind a lock.
//!
//! ```toml
//! others = "passed"
//! results_keep_the_order_of_the_inputs = "wrong"
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

/// `results` ends up with the right length and the right values...
pub fn map(
    worker: impl Fn() -> Command + Sync,
    processes: usize,
    inputs: &[u64],
) -> Vec<Result<u64, WorkerDied>> {
    let queue = Mutex::new(inputs.iter());
    let results = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..processes {
            scope.spawn(|| {
                let mut process = Worker::start(worker());
                loop {
                    let next = queue.lock().unwrap().next();
                    let Some(&input) = next else { break };
                    let result = process.ask(input);
                    if result.is_err() {
                        process.stop();
                        process = Worker::start(worker());
                    }
                    results.lock().unwrap().push(result);
                }
                process.stop();
            });
        }
    });
    results.into_inner().unwrap()
}
