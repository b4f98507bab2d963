//! Prints how many executions it takes to find the flaws of the classical kernels, here and under shuttle, and how long it
//! takes to the report.
//!
//! `cargo run --release -p model-std-tests --example kernels [NAME...]`

#![expect(
    clippy::duplicate_mod,
    reason = "the kernels are compiled once for each library that they run on"
)]

mod here;
mod measure;
mod there;

use std::time::{Duration, Instant};

use ::model_std::model::Exhaustive;
use here::programs::KERNELS;
use measure::{Shuttle, median};

/// Runs of each kernel, from as many seeds.
const SEEDS: u64 = 25;

/// Executions after which shuttle is not asked for more.
const MOST: u64 = 10_000;

fn main() {
    let asked: Vec<String> = std::env::args().skip(1).collect();
    println!(
        "| kernel | executions here | ms to the report: median, most | shuttle, random | shuttle, PCT |"
    );
    println!("|---|---|---|---|---|");
    for (ours, theirs) in KERNELS.iter().zip(there::programs::KERNELS) {
        assert_eq!(ours.name, theirs.name, "the same list");
        if !asked.is_empty() && !asked.iter().any(|name| name == ours.name) {
            continue;
        }
        let runs: Vec<_> = (0..SEEDS)
            .map(|seed| in_the_model(ours.run, seed))
            .collect();
        let executions = runs
            .iter()
            .map(|(executions, _)| executions.unwrap_or(MOST));
        let times: Vec<Duration> = runs.iter().map(|&(_, time)| time).collect();
        let shuttles = |scheduler| {
            let runs = (0..SEEDS).map(|seed| measure::there(theirs.run, scheduler, seed, MOST));
            at_most(median(runs.collect()))
        };
        let milliseconds = |time: Duration| time.as_secs_f64() * 1_000.0;
        println!(
            "| {} | {} | {:.1}, {:.1} | {} | {} |",
            ours.name,
            median(executions.collect()),
            milliseconds(median(times.clone())),
            milliseconds(times.into_iter().max().unwrap_or_default()),
            shuttles(Shuttle::Random),
            shuttles(Shuttle::Pct),
        );
    }
}

fn at_most(executions: u64) -> String {
    if executions == MOST {
        format!("none in {MOST}")
    } else {
        executions.to_string()
    }
}

/// Executions here until the first fails, and how long it takes to the report of the simplest failure.
fn in_the_model(program: fn(bool), seed: u64) -> (Option<u64>, Duration) {
    let start = Instant::now();
    let (_, first_failure) = Exhaustive::new()
        .seed(seed)
        .run_counting(move || program(false));
    (first_failure, start.elapsed())
}
