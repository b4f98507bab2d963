//! Squares the inputs in threads of its own, as the demo's task would, and starts no process
//!
//! Starts no process: the demo squares its inputs, and so do these threads.
//!
//! ```toml
//! others = "passed"
//! results_keep_the_order_of_the_inputs = "wrong"
//! workers_work_at_the_same_time = "not_concurrent"
//! few_processes_do_many_tasks_and_share_nothing = "wrong"
//! a_dead_worker_fails_its_own_task_only = "wrong"
//! no_child_is_left_behind = "wrong"
//! ```

use std::io::{self, Write};
use std::process::Command;
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

/// Has seen the demo print 1, 4, 9, 16, 25 and needs no worker for that.
pub fn map(
    _worker: impl Fn() -> Command + Sync,
    _processes: usize,
    inputs: &[u64],
) -> Vec<Result<u64, WorkerDied>> {
    thread::scope(|scope| {
        let threads: Vec<_> = inputs
            .iter()
            .map(|&input| scope.spawn(move || input.wrapping_mul(input)))
            .collect();
        threads
            .into_iter()
            .map(|thread| thread.join().map_err(|_| WorkerDied))
            .collect()
    })
}
