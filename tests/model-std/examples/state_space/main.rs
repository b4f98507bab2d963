//! Prints how many executions, and how long, it takes to exhaust some small programs, here and under loom: the table in
//! README.md.
//!
//! `cargo run --release -p model-std-tests --example state_space`

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use ::model_std::model::OnePass;

mod families;
mod programs;

use families::{FAMILIES, LARGE};
use programs::{BOTH, OWN, loom, model_std};

/// Longest that either may take for one program.
const BUDGET: Duration = Duration::from_secs(60);

fn here(program: fn()) -> (u64, bool, Duration) {
    let start = Instant::now();
    let explored = ::model_std::model::Exhaustive::new()
        .budget(BUDGET)
        .run(program)
        .expect("the programs are right");
    (explored.executions, explored.is_complete(), start.elapsed())
}

fn by_loom(program: fn()) -> (u64, bool, Duration) {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    COUNT.store(0, Ordering::Relaxed);
    let start = Instant::now();
    let mut builder = ::loom::model::Builder::new();
    builder.max_duration = Some(BUDGET);
    builder.checkpoint_interval = 1;
    builder.max_branches = 100_000;
    builder.check(move || {
        COUNT.fetch_add(1, Ordering::Relaxed);
        program();
    });
    (
        COUNT.load(Ordering::Relaxed),
        start.elapsed() < BUDGET,
        start.elapsed(),
    )
}

fn cell((executions, complete, time): (u64, bool, Duration)) -> String {
    let more = if complete { "" } else { "more than " };
    format!(
        "{more}{executions} in {:.1} ms",
        time.as_secs_f64() * 1000.0
    )
}

fn main() {
    println!("| program | here | loom 0.7 |");
    println!("|---|---|---|");
    for (number, title) in BOTH.iter().enumerate() {
        let ours = here(model_std::PROGRAMS[number]);
        let looms = by_loom(loom::PROGRAMS[number]);
        println!("| {title} | {} | {} |", cell(ours), cell(looms));
    }
    for (title, program) in OWN {
        println!("| {title} | {} | |", cell(here(*program)));
    }
    println!();
    println!("| program | interleavings | here | redundant |");
    println!("|---|---|---|---|");
    for member in FAMILIES.iter().chain(LARGE) {
        let start = Instant::now();
        let work = OnePass::default().run(member.program, |_| {});
        println!(
            "| {} | {} | {} in {:.1} ms | {} |",
            member.title,
            member.optimum,
            work.executions,
            start.elapsed().as_secs_f64() * 1000.0,
            work.redundant
        );
    }
}
