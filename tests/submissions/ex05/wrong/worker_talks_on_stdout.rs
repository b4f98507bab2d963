//! The worker prints messages for a person among its answers
//!
//! The worker tells on standard output what it is doing, in the middle of its answers.
//!
//! ```toml
//! others = "passed"
//! serve_answers_each_line_at_once = "wrong"
//! ```

use std::io::{self, BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Mutex;
use std::thread;

/// Why a task has no result: its worker ended before it had answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WorkerDied;

/// The lines of the lesson's scripts, which there went to a person.
pub fn serve(task: impl Fn(u64) -> u64) {
    for line in io::stdin().lines() {
        let input = line.unwrap().parse().unwrap();
        println!("Working on {input} ...");
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

/// The pool itself is sound.
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
                        process.stop();
                        process = Worker::start(worker());
                    }
                    results.lock().unwrap()[place] = result;
                }
                process.stop();
            });
        }
    });
    results.into_inner().unwrap()
}
