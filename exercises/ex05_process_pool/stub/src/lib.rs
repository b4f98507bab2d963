//! Exercise 05: a pool of processes. This is the file that you edit; the lesson is in README.md.

use std::process::Command;

/// Why a task has no result: its worker ended before it had answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WorkerDied;

/// The worker's side. Reads numbers from standard input, one on each line, and answers each with
/// the line `task(number)` on standard output, at once: the pool waits for this answer before it
/// sends the next number. Returns at the end of input. Prints nothing else on standard output.
pub fn serve(task: impl Fn(u64) -> u64) {
    let _ = task; // keeps the compiler quiet until you call it
    todo!("read a line, answer it, flush, until the end of input")
}

/// The parent's side. Starts `processes` workers, each by spawning a command from `worker()` with
/// its standard input and output as pipes, and shares the inputs out among them.
///
/// - The result of `inputs[i]` stands at place `i`, whichever task finishes first.
/// - All the workers work at the same time, and each of them does many tasks.
/// - A worker that dies makes the task that it was doing `Err(WorkerDied)`, and no other: a new
///   worker takes its place. There are never more than `processes` workers at a time.
/// - When `map` returns, every worker has ended and has been waited for, the dead ones too.
///
/// # Panics
/// If a worker cannot be started at all.
pub fn map(
    worker: impl Fn() -> Command + Sync,
    processes: usize,
    inputs: &[u64],
) -> Vec<Result<u64, WorkerDied>> {
    let _ = worker; // this one too
    todo!(
        "share {} inputs out among {processes} workers",
        inputs.len()
    )
}
