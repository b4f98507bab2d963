//! Twenty equal jobs on machines of 1, 2, 4 and 8 cores, and what the one of 4 does all the time.
//!
//! `cargo run -p workload --example cores`

#[macro_use]
extern crate model_std as std;

use std::model::{Style, Timeline, VirtualTime};
use std::thread;

/// Squares that one job adds up: a second of virtual time.
const SQUARES: u64 = 10_000_000;

/// A thread for each of twenty jobs.
fn twenty_jobs() {
    let spawn = |_| thread::spawn(|| workload::sum_of_squares(SQUARES));
    let jobs: Vec<_> = (0..20).map(spawn).collect();
    for job in jobs {
        job.join().expect("it only adds up");
    }
}

fn on(cores: usize) -> Timeline {
    VirtualTime::new()
        .cores(cores)
        .run(twenty_jobs)
        .unwrap_or_else(|failure| panic!("{failure}"))
}

fn main() {
    println!("| cores | virtual time | speed-up | cores busy |");
    println!("|---|---|---|---|");
    let alone = on(1).elapsed();
    for cores in [1, 2, 4, 8] {
        let timeline = on(cores);
        let elapsed = timeline.elapsed();
        let speed_up = alone.as_secs_f64() / elapsed.as_secs_f64();
        let busy = timeline.worked().as_secs_f64() / (elapsed * cores as u32).as_secs_f64();
        println!(
            "| {cores} | {elapsed:?} | {speed_up:.2} | {:.0} % |",
            busy * 100.0
        );
    }
    println!("\nOn 4 cores:\n\n{}", on(4).text(Style::new()));
}
