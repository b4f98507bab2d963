//! A process for each task, one after another: nothing overlaps, and there are as many processes as
//! tasks
//!
//! A process for each task, waited for before the next is started.
//!
//! ```toml
//! others = "passed"
//! workers_work_at_the_same_time = "not_concurrent"
//! few_processes_do_many_tasks_and_share_nothing = "wrong"
//! a_dead_worker_fails_its_own_task_only = "wrong"
//! ```

use std::io::{self, BufRead, BufReader, Write};
use std::process::{Command, Stdio};

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

/// The loop of exercise 01 with processes in it: `_processes` is not needed for one at a time.
pub fn map(
    worker: impl Fn() -> Command + Sync,
    _processes: usize,
    inputs: &[u64],
) -> Vec<Result<u64, WorkerDied>> {
    inputs
        .iter()
        .map(|&input| run_one(worker(), input))
        .collect()
}

fn run_one(mut command: Command, input: u64) -> Result<u64, WorkerDied> {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut pipe = child.stdin.take().unwrap();
    let _ = writeln!(pipe, "{input}");
    drop(pipe);
    let mut answer = String::new();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    output.read_line(&mut answer).unwrap();
    child.wait().unwrap();
    answer.trim().parse().map_err(|_| WorkerDied)
}
