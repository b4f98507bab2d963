//! Solution of exercise 10: numbers travel to processes in chunks, and rayon needs none.

use std::io::{self, BufRead, BufReader, Write};
use std::iter::Zip;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::slice::{Chunks, ChunksMut};
use std::sync::Mutex;
use std::thread;

use rayon::prelude::*;

/// Why a number has no answer: the worker that had its chunk ended before it had answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WorkerDied;

/// Whether `n` is a prime: greater than 1, and no number but 1 and itself divides it.
///
/// A divisor greater than the square root comes with one that is smaller, so that looking that far
/// is enough: ten million steps for a number of fifteen digits, and not a hundred million million.
///
/// Rejected: `(n as f64).sqrt() as u64` as the last divisor. It is right for the numbers of this
/// exercise, and one too small for some beyond 2^53, which a `f64` cannot hold exactly.
pub fn is_prime(n: u64) -> bool {
    if n < 2 {
        return false;
    }
    // The even numbers first: half as many divisors are left to try.
    if n.is_multiple_of(2) {
        return n == 2;
    }
    let mut divisor = 3;
    // A division in place of `divisor * divisor`, which can overflow.
    while divisor <= n / divisor {
        if n.is_multiple_of(divisor) {
            return false;
        }
        divisor += 2;
    }
    true
}

/// Tests `numbers` on the threads of rayon's pool. The answer to `numbers[i]` stands at place `i`.
///
/// An indexed iterator knows its length and the place of each item, so that `collect` keeps the
/// order whichever thread is done first. Rejected: `numbers.iter().par_bridge()`, which hands the
/// items out as they come and forgets their places; and `par_chunks(4)`, since rayon cuts the
/// numbers up by itself, into more pieces where threads have nothing to do.
///
/// # Panics
/// If `test` panics.
pub fn over_rayon(numbers: &[u64], test: impl Fn(u64) -> bool + Sync + Send) -> Vec<bool> {
    numbers.par_iter().map(|&number| test(number)).collect()
}

/// The worker's side: reads chunks from standard input and answers each on standard output, at
/// once. Returns at the end of input.
pub fn serve(test: impl Fn(u64) -> bool) {
    for line in io::stdin().lines() {
        let line = line.expect("the pool sends text");
        let answer = |number: &str| {
            let number = number.parse().expect("the pool sends numbers");
            test(number).to_string()
        };
        let answers: Vec<String> = line.split(' ').map(answer).collect();
        println!("{}", answers.join(" "));
        io::stdout().flush().expect("the pool still reads answers");
    }
}

/// The parent's side: cuts `numbers` into chunks of `chunk_size` and shares the chunks out among
/// `processes` workers.
///
/// This is the pool of exercise 05, with a chunk where one input was and as many places where one
/// result was.
///
/// Rejected: chunks that are made by dividing the numbers by the processes. They are as few as can
/// be, but then nothing is left for a process that is done early, and one death takes a whole share
/// with it.
///
/// # Panics
/// If `processes` or `chunk_size` is 0, or if a worker cannot be started at all.
pub fn over_processes(
    worker: impl Fn() -> Command + Sync,
    processes: usize,
    chunk_size: usize,
    numbers: &[u64],
) -> Vec<Result<bool, WorkerDied>> {
    assert!(processes > 0, "a pool needs a process");
    // `chunks` would panic by itself, and say less.
    assert!(chunk_size > 0, "a chunk needs a number");

    let mut results = vec![Err(WorkerDied); numbers.len()];
    // Both are cut in the same way, so that a chunk comes with the very places that its answers go
    // to: no thread writes where another one does, and the order needs no further thought.
    let places = results.chunks_mut(chunk_size);
    let queue = Mutex::new(numbers.chunks(chunk_size).zip(places));

    // A worker beyond the number of chunks would have nothing to do.
    let processes = processes.min(numbers.len().div_ceil(chunk_size));
    thread::scope(|scope| {
        for _ in 0..processes {
            scope.spawn(|| attend(&worker, &queue));
        }
    });
    results
}

/// Chunks that nobody has taken yet, each with the places of its answers.
type Queue<'a> = Mutex<Zip<Chunks<'a, u64>, ChunksMut<'a, Result<bool, WorkerDied>>>>;

/// Keeps one worker busy until the queue is empty, and puts a new one in the place of a dead one.
fn attend(worker: impl Fn() -> Command, queue: &Queue) {
    let mut idle = None;
    loop {
        // A statement of its own: in the head of a `while let` the lock would be held while the
        // worker is at work.
        let next = queue
            .lock()
            .expect("taking the next chunk cannot panic")
            .next();
        let Some((chunk, places)) = next else { break };

        let mut asked = idle.take().unwrap_or_else(|| Worker::start(worker()));
        match asked.ask(chunk) {
            Ok(answers) => {
                for (place, answer) in places.iter_mut().zip(answers) {
                    *place = Ok(answer);
                }
                idle = Some(asked);
            }
            // The places say so already: nobody can know which of the numbers it was, so the chunk
            // is lost as a whole.
            Err(WorkerDied) => asked.stop(),
        }
    }
    if let Some(worker) = idle {
        worker.stop();
    }
}

/// A worker process and our ends of its two pipes.
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
            .expect("a worker can be started");
        let input = child.stdin.take().expect("it was asked for as a pipe");
        let output = child.stdout.take().expect("it was asked for as a pipe");
        Worker {
            child,
            input,
            output: BufReader::new(output),
        }
    }

    /// Sends one chunk and waits for its answers.
    fn ask(&mut self, chunk: &[u64]) -> Result<Vec<bool>, WorkerDied> {
        let numbers: Vec<String> = chunk.iter().map(u64::to_string).collect();
        // The whole line in one piece: this is the message whose cost the chunk shares out among
        // its numbers.
        let line = numbers.join(" ") + "\n";
        self.input
            .write_all(line.as_bytes())
            .map_err(|_| WorkerDied)?;

        let mut line = String::new();
        self.output.read_line(&mut line).map_err(|_| WorkerDied)?;
        // A worker that dies while it writes leaves a line without an end, and its words look like
        // answers.
        let whole = line.strip_suffix('\n').ok_or(WorkerDied)?;
        let answers: Result<_, _> = whole.split(' ').map(str::parse).collect();
        answers.map_err(|_| WorkerDied)
    }

    /// Closes the worker's input, which is its sign to leave, and waits until it has left.
    fn stop(mut self) {
        // `wait` closes the input by itself only while `Child` still owns it; ours was taken out.
        drop(self.input);
        self.child
            .wait()
            .expect("nobody else has waited for this child");
    }
}
