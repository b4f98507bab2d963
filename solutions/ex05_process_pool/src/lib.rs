//! Solution of exercise 05: one thread attends to each worker, and all take from one queue.

use std::io::{self, BufRead, BufReader, Write};
use std::iter::{Copied, Enumerate};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::slice;
use std::sync::Mutex;
use std::thread;

/// Why a task has no result: its worker ended before it had answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WorkerDied;

/// The worker's side. Reads numbers from standard input, one on each line, and answers each with
/// the line `task(number)` on standard output, at once. Returns at the end of input.
///
/// Rejected: collecting the lines first (`read_to_string`) or writing through a `BufWriter` that
/// is flushed when it is dropped. Both hold the answer back until the end of input, which never
/// comes, because the pool keeps the pipe open until it has this very answer.
pub fn serve(task: impl Fn(u64) -> u64) {
    for line in io::stdin().lines() {
        let line = line.expect("the pool sends text");
        let input = line
            .parse()
            .expect("the pool sends one number on each line");
        println!("{}", task(input));
        // The documentation promises that a line leaves the buffer by itself only on a terminal,
        // and here is a pipe. Asking costs nothing when the buffer is already empty.
        io::stdout().flush().expect("the pool still reads answers");
    }
}

/// The parent's side: shares the inputs out among `processes` workers, each started from a
/// command of `worker()`; the result of `inputs[i]` stands at place `i`.
///
/// The threads do no work of their own: each sleeps until its worker answers, and costs no core.
/// Rejected: one thread that goes round all the workers. It would sit reading from a slow one
/// while the others have long been idle, since a plain `read` waits on a single pipe.
///
/// Rejected as well: cutting the inputs into equal parts in advance. One part of slow tasks then
/// keeps its worker busy alone at the end; with a queue, whoever is free takes the next task.
///
/// # Panics
/// If a worker cannot be started at all.
pub fn map(
    worker: impl Fn() -> Command + Sync,
    processes: usize,
    inputs: &[u64],
) -> Vec<Result<u64, WorkerDied>> {
    let queue = Mutex::new(inputs.iter().copied().enumerate());
    // Every place is there from the start, so that a result goes to its own one whenever it
    // comes. Pushing the results as they come would leave them in the order of finishing.
    let results = Mutex::new(vec![Err(WorkerDied); inputs.len()]);

    // A worker beyond the number of inputs would have nothing to do.
    let processes = processes.min(inputs.len());
    thread::scope(|scope| {
        for _ in 0..processes {
            scope.spawn(|| attend(&worker, &queue, &results));
        }
    });
    results
        .into_inner()
        .expect("a panicking attendant has ended `map` already")
}

/// Inputs that nobody has taken yet, each with its place.
type Queue<'a> = Mutex<Enumerate<Copied<slice::Iter<'a, u64>>>>;

/// Keeps one worker busy until the queue is empty, and puts a new one in the place of a dead one.
fn attend(
    worker: impl Fn() -> Command,
    queue: &Queue,
    results: &Mutex<Vec<Result<u64, WorkerDied>>>,
) {
    let mut process = None;
    loop {
        // This is a statement of its own, so that the lock is open again at its end. In the head
        // of a `while let` the guard would live through the body: one task at a time.
        let next = queue
            .lock()
            .expect("taking the next input cannot panic")
            .next();
        let Some((place, input)) = next else { break };

        // Starting a worker only when there is a task for it serves for the first and for every
        // replacement alike, and none is started in vain after the last task.
        let mut asked = process.take().unwrap_or_else(|| Worker::start(worker()));
        let result = asked.ask(input);
        match result {
            Ok(_) => process = Some(asked),
            // The dead are waited for too: until then the system keeps a zombie of them.
            Err(WorkerDied) => asked.stop(),
        }
        results.lock().expect("storing a result cannot panic")[place] = result;
    }
    if let Some(worker) = process {
        worker.stop();
    }
}

/// A worker process and our ends of its two pipes.
struct Worker {
    child: Child,
    input: ChildStdin,
    /// Kept for the worker's whole life: a new `BufReader` for each answer could take bytes of
    /// the following one out of the pipe and lose them when it is dropped.
    output: BufReader<ChildStdout>,
}

impl Worker {
    fn start(mut command: Command) -> Worker {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("a worker can be started");
        let input = child
            .stdin
            .take()
            .expect("standard input was asked for as a pipe");
        let output = child
            .stdout
            .take()
            .expect("standard output was asked for as a pipe");
        Worker {
            child,
            input,
            output: BufReader::new(output),
        }
    }

    /// Sends one input and waits for its answer.
    ///
    /// Rejected: sending all the inputs before reading an answer. A pipe holds only so much (64
    /// KiB on Linux): the worker would wait for us to read and we for the worker to read.
    fn ask(&mut self, input: u64) -> Result<u64, WorkerDied> {
        // A worker that died while idle is met here, as a broken pipe.
        writeln!(self.input, "{input}").map_err(|_| WorkerDied)?;

        let mut answer = String::new();
        self.output.read_line(&mut answer).map_err(|_| WorkerDied)?;
        // Death shows as the end of the stream. A line without its end is cut off: "14" may
        // have been on its way to be 144, so that it is no answer.
        let whole = answer.strip_suffix('\n').ok_or(WorkerDied)?;
        whole.parse().map_err(|_| WorkerDied)
    }

    /// Closes the worker's input, which is its sign to leave, and waits until it has left.
    ///
    /// Rejected: `kill`. It would cut the worker off in whatever it does after its last answer.
    fn stop(mut self) {
        // `wait` closes the input by itself only while `Child` still owns it; ours was taken out.
        drop(self.input);
        self.child
            .wait()
            .expect("nobody else has waited for this child");
    }
}
