//! Gives a task that killed its worker to the next worker, for ever
//!
//! A task whose worker died is put back into the queue: it kills the next worker, and the next.
//!
//! ```toml
//! others = "passed"
//! a_dead_worker_fails_its_own_task_only = "timed_out"
//! ```

use std::collections::VecDeque;
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

/// Nothing is lost, says the idea: another worker will have more luck.
pub fn map(
    worker: impl Fn() -> Command + Sync,
    processes: usize,
    inputs: &[u64],
) -> Vec<Result<u64, WorkerDied>> {
    let queue: VecDeque<_> = inputs.iter().copied().enumerate().collect();
    let queue = Mutex::new(queue);
    let results = Mutex::new(vec![Err(WorkerDied); inputs.len()]);
    thread::scope(|scope| {
        for _ in 0..processes {
            scope.spawn(|| {
                let mut process = Worker::start(worker());
                loop {
                    let next = queue.lock().unwrap().pop_front();
                    let Some((place, input)) = next else { break };
                    match process.ask(input) {
                        Ok(answer) => results.lock().unwrap()[place] = Ok(answer),
                        Err(WorkerDied) => {
                            queue.lock().unwrap().push_back((place, input));
                            process.stop();
                            process = Worker::start(worker());
                        }
                    }
                }
                process.stop();
            });
        }
    });
    results.into_inner().unwrap()
}
