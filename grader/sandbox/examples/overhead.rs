//! What a sandbox adds to a run: `cargo run -p sandbox --example overhead target/debug/grader [RUNS]`.
//!
//! The same program is run without and with a sandbox by turns, so that whatever else the machine does falls on both. Times
//! on the clock are medians; those of the processor, which a busy machine hardly lengthens, are means.

use std::env;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use sandbox::{Kind, Sandbox, Toolchain};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args_os().skip(1);
    let usage = "usage: overhead GRADER [RUNS]";
    let grader = PathBuf::from(arguments.next().ok_or(usage)?).canonicalize()?;
    let runs = arguments
        .next()
        .map_or(Ok(200), |it| it.to_string_lossy().parse())?;
    let place = tempfile::tempdir()?;
    let began = Instant::now();
    let sandbox = Sandbox::open(&grader, place.path(), &Toolchain::default())?;
    println!(
        "found in {} ms: {}",
        began.elapsed().as_millis(),
        sandbox.layers()
    );
    let program = Path::new("/bin/true");
    for kind in [Kind::Modelled, Kind::Processes, Kind::Real] {
        let (mut plain, mut confined) = (Vec::new(), Vec::new());
        let mut processor = 0.0;
        for _ in 0..runs {
            let begun = processor_ms()?;
            plain.push(run(Command::new(program), place.path())?);
            let between = processor_ms()?;
            confined.push(run(sandbox.command(kind, program), place.path())?);
            processor += (processor_ms()? - between) - (between - begun);
        }
        let (plain, confined) = (median(plain), median(confined));
        let (plain, confined) = (plain.as_secs_f64() * 1e3, confined.as_secs_f64() * 1e3);
        let added = confined - plain;
        let processor = processor / runs as f64;
        println!(
            "{kind:?}: {plain:.2} ms without, {confined:.2} ms with: {added:.2} ms more, \
             and {processor:.2} ms of the processor"
        );
    }
    Ok(())
}

/// How long the program takes, which has to succeed.
fn run(mut command: Command, here: &Path) -> Result<Duration, Box<dyn Error>> {
    let command = command.current_dir(here).stdin(Stdio::null());
    let began = Instant::now();
    let status = command.status()?;
    match status.success() {
        true => Ok(began.elapsed()),
        false => Err(format!("{status}").into()),
    }
}

/// Processor time of all processes that this one has waited for, and that they have.
fn processor_ms() -> Result<f64, Box<dyn Error>> {
    let stat = fs::read_to_string("/proc/self/stat")?;
    let (_, after) = stat.rsplit_once(") ").ok_or("no stat")?;
    // Fields 16 and 17 of proc(5), counted after the name, in hundredths of a second: rough for one run, and right for
    // the sum of many.
    let ticks = after.split(' ').skip(13).take(2).map(str::parse::<f64>);
    Ok(ticks.sum::<Result<f64, _>>()? * 10.0)
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}
