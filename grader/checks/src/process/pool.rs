//! One run of a function that hands inputs to worker processes.

use std::process::Command;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;

use course::{Cause, Verdict};

use super::work::INPUT_ENDED;
use super::{PATIENCE, next_of};
use crate::ending::{calling, fail, fail_because, fail_by_panic};
use crate::roll::Roll;

/// Said where nothing is left to do but to leave, and no worker has been told to.
const HELD_OPEN: &str = ": every task was begun, and no worker has seen the end of its input";

/// What makes the command that starts a worker.
pub type Worker = Box<dyn Fn() -> Command + Send + Sync>;

/// A run of a pool: what was asked for, what it returned, and what its workers told meanwhile.
#[derive(Debug)]
pub struct Pool<R> {
    /// The name of the function, as a report quotes it: "`map`".
    who: &'static str,
    processes: usize,
    /// The inputs, in their order.
    pub inputs: Vec<u64>,
    /// What the function returned.
    pub results: Vec<R>,
    /// The workers.
    pub roll: Roll,
}

impl<R: Send + 'static> Pool<R> {
    /// Calls `pool` with what makes workers of that name, the number of processes, and the inputs. `add` adds something
    /// to each command. `who` is the name of the function that `pool` calls, in the words of a report: "`map`".
    ///
    /// It runs on a thread of its own, so that a pool that hangs is told from one that is at work: the check ends as
    /// `timed_out` if it has not returned after [`PATIENCE`], and as a panic of its own would end it.
    pub fn run(
        who: &'static str,
        pool: fn(Worker, usize, &[u64]) -> Vec<R>,
        worker: &str,
        processes: usize,
        inputs: &[u64],
        add: impl Fn(&mut Command) + Send + Sync + 'static,
    ) -> Self {
        let many = inputs.len();
        calling(format!(
            "{who} with processes = {processes} and inputs.len() = {many}"
        ));
        Self::run_called(who, pool, worker, processes, inputs, add)
    }

    /// As [`run`](Self::run), where the check has said which call it is ([`calling`]): one with other arguments besides.
    pub fn run_called(
        who: &'static str,
        pool: impl FnOnce(Worker, usize, &[u64]) -> Vec<R> + Send + 'static,
        worker: &str,
        processes: usize,
        inputs: &[u64],
        add: impl Fn(&mut Command) + Send + Sync + 'static,
    ) -> Self {
        let roll = Roll::open();
        let plain = roll.worker(worker);
        let worker: Worker = Box::new(move || {
            let mut command = plain();
            add(&mut command);
            command
        });
        let (tell, told) = mpsc::channel();
        let inputs = inputs.to_vec();
        let asked = inputs.clone();
        let running = thread::spawn(move || {
            let results = pool(worker, processes, &asked);
            // The check has given up waiting if this fails.
            let _ = tell.send(results);
        });
        let results = match next_of(&told) {
            Ok(results) => results,
            Err(RecvTimeoutError::Timeout) => never_returned(&roll, &inputs),
            Err(RecvTimeoutError::Disconnected) => {
                // Its panic has been seen by the end of the thread.
                let _ = running.join();
                fail_by_panic()
            }
        };
        Self {
            who,
            processes,
            inputs,
            results,
            roll,
        }
    }

    /// How many processes were asked for.
    pub fn processes(&self) -> usize {
        self.processes
    }

    /// Demands that workers began each task, and none of them twice; and that a process was started for each place in the
    /// pool and for each of the `died` workers, and no more; else the check ends as `wrong`.
    pub fn keeps_its_size(&self, died: usize) {
        self.roll.require_once(&self.inputs);
        let (who, processes) = (self.who, self.processes);
        let why = match died {
            0 => format!("as {who} was called with processes = {processes}"),
            _ => format!("as {who} was called with processes = {processes}, and {died} died"),
        };
        self.roll.require_at_most(processes + died, &why);
    }
}

fn never_returned(roll: &Roll, inputs: &[u64]) -> ! {
    let late = format!("it had not returned after {PATIENCE:?}");
    if input_is_held_open(roll, inputs) {
        fail_because(Cause::TimedOutInput, late + HELD_OPEN);
    }
    fail(Verdict::TimedOut, late)
}

/// Whether there is nothing left to do but to leave, which no worker has been told to.
fn input_is_held_open(roll: &Roll, inputs: &[u64]) -> bool {
    let notes = roll.notes();
    let said = |text: &str| notes.iter().filter(|note| note.text == text).count();
    said(INPUT_ENDED) == 0 && inputs.iter().all(|input| said(&input.to_string()) == 1)
}
