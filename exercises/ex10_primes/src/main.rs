//! Shows the primes in real time: `cargo run -p ex10` starts this very program again as its
//! workers.

use ex10::{WorkerDied, is_prime, over_processes, over_rayon, serve};
use std::process::Command;
use std::time::{Duration, Instant};
use std::{env, thread};

/// The numbers of the Python course, of which the first comes twice.
const NUMBERS: [u64; 6] = [
    112272535095293,
    112582705942171,
    112272535095293,
    115280095190773,
    115797848077099,
    1099726899285419,
];

fn main() {
    // The worker is this same program, so the first thing to find out is which of the two we are.
    if env::args().nth(1).as_deref() == Some("worker") {
        serve(is_prime);
        return;
    }
    let cores = thread::available_parallelism().map_or(1, |cores| cores.get());
    println!("The six numbers, on {cores} cores");
    six_numbers(cores);
    println!("\n10,000 small numbers, over {cores} processes");
    small_numbers(cores);
}

/// The same work in three ways.
fn six_numbers(cores: usize) {
    let (primes, alone) = timed(|| NUMBERS.map(is_prime));
    for (number, prime) in NUMBERS.into_iter().zip(primes) {
        println!("  {number} is prime: {prime}");
    }
    let (answers, processes) = timed(|| over_processes(this_program, cores, 4, &NUMBERS));
    assert_eq!(answers, primes.map(Ok::<bool, WorkerDied>));
    let (answers, rayon) = timed(|| over_rayon(&NUMBERS, is_prime));
    assert_eq!(answers, primes);
    println!("  one after another           {:.3} s", alone.as_secs_f64());
    let seconds = processes.as_secs_f64();
    println!("  processes, in chunks of 4   {seconds:.3} s");
    println!("  rayon                       {:.3} s", rayon.as_secs_f64());
}

/// What a message costs, and what is to be had by sending fewer.
fn small_numbers(cores: usize) {
    let numbers: Vec<u64> = (1..=10_000).collect();
    let count = |primes: &[bool]| primes.iter().filter(|&&prime| prime).count();

    let alone = || numbers.iter().copied().map(is_prime).collect();
    let (primes, alone): (Vec<bool>, _) = timed(alone);
    println!("  ({} of them are primes)", count(&primes));
    println!("  no message at all, one process   {}", millis(alone));
    for chunk_size in [1, 10, 100, 1_000, 10_000] {
        let over = || over_processes(this_program, cores, chunk_size, &numbers);
        let (answers, took) = timed(over);
        let answers: Vec<bool> = answers.into_iter().flatten().collect();
        assert_eq!(answers, primes);
        let chunks = numbers.len() / chunk_size;
        println!(
            "  {chunks:>6} chunks of {chunk_size:<6}          {}",
            millis(took)
        );
    }
    let (_, rayon) = timed(|| over_rayon(&numbers, is_prime));
    println!("  rayon, which cuts by itself      {}", millis(rayon));
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let value = work();
    (value, start.elapsed())
}

fn millis(took: Duration) -> String {
    format!("{:>7.1} ms", took.as_secs_f64() * 1000.0)
}

/// The command that starts this program as a worker.
fn this_program() -> Command {
    let program = env::current_exe().expect("the system knows where this program lies");
    let mut command = Command::new(program);
    command.arg("worker");
    command
}
