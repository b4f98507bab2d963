//! Shows the pool in real time: `cargo run -p ex05` starts this very program again as its workers.

mod unwritten;

use ex05::{map, serve};
use std::process::Command;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};
use std::{env, process};

/// How many tasks this process has done. Each process has its own, as it has all its memory.
static TASKS_DONE: AtomicU64 = AtomicU64::new(0);

fn main() {
    unwritten::end_at_todo();
    // The worker is this same program, so the first thing to find out is which of the two we are.
    // Without this question every worker would start workers of its own, and they in turn others.
    if env::args().nth(1).as_deref() == Some("worker") {
        serve(slow);
        return;
    }

    let cores = thread::available_parallelism().map_or(1, |cores| cores.get());
    println!("I am process {}, on {cores} cores.", process::id());

    let inputs = [1, 2, 3, 4, 5];
    show("Five tasks, one process", 1, &inputs);
    show("Five tasks, five processes", 5, &inputs);
    show("One task kills its process", 2, &[1, 2, 13, 4, 5]);

    println!();
    println!(
        "Tasks done in my own memory: {}",
        TASKS_DONE.load(Ordering::Relaxed)
    );
}

/// A task of one second. It talks on standard error: standard output is the pipe to the pool.
fn slow(n: u64) -> u64 {
    let done = TASKS_DONE.fetch_add(1, Ordering::Relaxed);
    let id = process::id();
    eprintln!("  process {id} (tasks done so far: {done}): sleeping 1 s for {n} ...");
    thread::sleep(Duration::from_secs(1));
    if n == 13 {
        eprintln!("  process {id}: dies while it works on {n}");
        process::exit(1);
    }
    eprintln!("  process {id}: ... done with {n}");
    n * n
}

/// Runs the inputs over a pool and prints the results and the time that it took.
fn show(title: &str, processes: usize, inputs: &[u64]) {
    println!("\n{title}");
    let start = Instant::now();
    let results = map(this_program_as_worker, processes, inputs);
    println!("{results:?}");
    println!("Finished in {:.1} s", start.elapsed().as_secs_f64());
}

/// The command that starts this program as a worker.
fn this_program_as_worker() -> Command {
    let program = env::current_exe().expect("the system knows where this program lies");
    let mut command = Command::new(program);
    command.arg("worker");
    command
}
