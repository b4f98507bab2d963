//! Exercise 10: primes. This is the file that you edit; the lesson is in README.md.

use std::process::Command;

/// Why a number has no answer: the worker that had its chunk ended before it had answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WorkerDied;

/// Whether `n` is a prime: greater than 1, and divided by 1 and itself only. Tries no divisor
/// beyond the square root of `n`. `n` is less than 2^53.
pub fn is_prime(n: u64) -> bool {
    todo!("is {n} a prime?")
}

/// Calls `test` once with each of `numbers`, on the threads of the pool that rayon has by itself;
/// the answer to `numbers[i]` stands at place `i`. All threads work at the same time, even if there
/// are only as many numbers as threads.
///
/// # Panics
/// If `test` panics.
pub fn over_rayon(numbers: &[u64], test: impl Fn(u64) -> bool + Sync + Send) -> Vec<bool> {
    let _ = test; // keeps the compiler quiet until you call it
    todo!("test {} numbers", numbers.len())
}

/// The worker's side. Reads chunks from standard input, one on each line: numbers with one space
/// between two. Answers each chunk with one line on standard output, at once: `true` or `false` for
/// each of its numbers, in their order, with one space between two. Returns at the end of input.
/// Prints nothing else on standard output.
pub fn serve(test: impl Fn(u64) -> bool) {
    let _ = test; // this one too
    todo!("read a chunk, answer it, flush, until the end of input")
}

/// The parent's side. Cuts `numbers` into chunks of `chunk_size`, in their order (the last chunk
/// may be shorter), and shares them out among `processes` workers, each started from `worker()`
/// with its standard input and output as pipes.
///
/// - The answer to `numbers[i]` stands at place `i`, whichever chunk is done first.
/// - Each chunk is sent once, as one line. All workers work at the same time, and each of them does
///   many chunks.
/// - A worker that dies before its answer is whole makes every number of its chunk
///   `Err(WorkerDied)`, and no other: a new worker takes its place. There are never more than
///   `processes` workers at a time.
/// - When this returns, every worker has ended and has been waited for, the dead ones too.
///
/// # Panics
/// If `processes` or `chunk_size` is 0, even if there are no numbers; or if a worker cannot be
/// started at all.
pub fn over_processes(
    worker: impl Fn() -> Command + Sync,
    processes: usize,
    chunk_size: usize,
    numbers: &[u64],
) -> Vec<Result<bool, WorkerDied>> {
    let _ = (worker, processes); // and these
    todo!("{} numbers, {chunk_size} a chunk", numbers.len())
}
