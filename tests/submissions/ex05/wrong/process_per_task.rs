//! A process of its own for every task, however many there are
//!
//! A thread and a process for each task, all at once: no pool.
//!
//! ```toml
//! others = "passed"
//! few_processes_do_many_tasks_and_share_nothing = "wrong"
//! a_dead_worker_fails_its_own_task_only = "wrong"
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

/// As fast as can be with five inputs. With five thousand?
pub fn map(
    worker: impl Fn() -> Command + Sync,
    _processes: usize,
    inputs: &[u64],
) -> Vec<Result<u64, WorkerDied>> {
    let worker = &worker;
    thread::scope(|scope| {
        let threads: Vec<_> = inputs
            .iter()
            .map(|&input| scope.spawn(move || work_on(worker(), input)))
            .collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .collect()
    })
}

fn work_on(command: Command, input: u64) -> Result<u64, WorkerDied> {
    let mut process = Worker::start(command);
    let result = process.ask(input);
    process.stop();
    result
}
