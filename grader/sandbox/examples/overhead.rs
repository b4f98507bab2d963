//! What a sandbox adds to a run: `cargo run -p sandbox --example overhead target/debug/grader [RUNS]`.
//!
//! The same program is run without and with a sandbox by turns, so that whatever else the machine does falls on both.

use std::env;
use std::error::Error;
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
        for _ in 0..runs {
            plain.push(run(Command::new(program), place.path())?);
            confined.push(run(sandbox.command(kind, program), place.path())?);
        }
        let (plain, confined) = (median(plain), median(confined));
        let (plain, confined) = (plain.as_secs_f64() * 1e3, confined.as_secs_f64() * 1e3);
        let added = confined - plain;
        println!("{kind:?}: {plain:.2} ms without, {confined:.2} ms with: {added:.2} ms more");
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

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}
