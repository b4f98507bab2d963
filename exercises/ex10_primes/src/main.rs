//! Shows the primes in real time: `cargo run -p ex10` starts this very program again as its
//! workers.

mod unwritten;

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
    unwritten::end_at_todo();
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
    let primes = NUMBERS.map(is_prime);
    for (number, prime) in NUMBERS.into_iter().zip(primes) {
        println!("  {number} is prime: {prime}");
    }
    println!("and all of them ten times over");
    let numbers = NUMBERS.repeat(10);
    let (primes, took) = timed(|| one_after_another(&numbers));
    println!("  one after another           {:.2} s", took.as_secs_f64());
    let (answers, took) = timed(|| over_processes(this_program, cores, 4, &numbers));
    println!("  processes, in chunks of 4   {:.2} s", took.as_secs_f64());
    assert_eq!(without_deaths(answers), primes);
    let (answers, took) = timed(|| over_rayon(&numbers, is_prime));
    println!("  rayon                       {:.2} s", took.as_secs_f64());
    assert_eq!(answers, primes);
}

/// What a message costs, and what is to be had by sending fewer.
fn small_numbers(cores: usize) {
    let numbers: Vec<u64> = (1..=10_000).collect();
    let (primes, alone) = timed(|| one_after_another(&numbers));
    let sizes = [1, 10, 100, 1_000, 10_000];
    let times = sizes.map(|size| {
        let (answers, took) = timed(|| over_processes(this_program, cores, size, &numbers));
        assert_eq!(without_deaths(answers), primes);
        println!(
            "  chunks of {size:>6}: {}, {:>6} messages",
            millis(took),
            10_000 / size
        );
        took
    });
    let (_, rayon) = timed(|| over_rayon(&numbers, is_prime));
    println!("  rayon            : {}", millis(rayon));
    println!("  one after another: {}", millis(alone));

    // Chunks of 1 and chunks of 100 differ by 9,900 messages, and in nothing else.
    let message = times[0].saturating_sub(times[2]) / 9_900;
    let [message, number] = [message, alone / 10_000].map(|time| time.as_secs_f64() * 1e6);
    println!(
        "So a message costs {message:.1} us here, and to test one of these numbers {number:.2} us."
    );
}

fn one_after_another(numbers: &[u64]) -> Vec<bool> {
    numbers.iter().map(|&number| is_prime(number)).collect()
}

fn without_deaths(answers: Vec<Result<bool, WorkerDied>>) -> Vec<bool> {
    let answers = answers.into_iter();
    answers
        .map(|answer| answer.expect("no worker of ours dies"))
        .collect()
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
