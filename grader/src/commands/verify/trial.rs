//! One fixture, built once and run as often as asked.

use std::process::{Command, Stdio};

use course::{Evidence, Outcome};
use rayon::prelude::*;

use super::fixture::{Fixture, Kind};
use crate::compile::{Builder, CheckBinary};
use crate::run::{run, run_one};
use crate::workspace::Exercise;

/// What came of a fixture.
#[derive(Debug)]
pub struct Trial<'f> {
    /// The fixture.
    pub fixture: &'f Fixture<'f>,
    /// For each of its checks in order, the outcome of each run; or the one outcome of them all if
    /// there was nothing to run.
    pub outcomes: Result<Vec<Vec<Outcome>>, Box<Outcome>>,
    /// The solution's program, kept for asking it more; other programs are removed after their last
    /// run.
    pub solution: Option<Solution>,
}

/// The check program of a solution.
#[derive(Debug)]
pub struct Solution {
    /// Itself.
    pub binary: CheckBinary,
    /// The checks that `checks::main!` lists, or why they cannot be told.
    pub listed: Result<Vec<String>, String>,
}

impl<'f> Trial<'f> {
    /// Builds `fixture` and runs its checks: once, and those that could be a matter of time `repeat`
    /// times.
    pub fn of(fixture: &'f Fixture<'f>, builder: &Builder, repeat: u32) -> Self {
        let exercise = fixture.exercise;
        match fixture.prepare(builder) {
            Err(rejected) => Self {
                fixture,
                outcomes: Err(rejected.outcome),
                solution: None,
            },
            Ok(binary) => Self {
                fixture,
                outcomes: Ok(outcomes(exercise, &binary, repeat)),
                solution: (fixture.kind == Kind::Solution).then(|| Solution {
                    listed: listed(&binary),
                    binary,
                }),
            },
        }
    }

    /// How many times a check was run.
    pub fn runs(&self) -> usize {
        self.outcomes.iter().flatten().map(Vec::len).sum()
    }
}

/// What comes of each check, run after run. A search through interleavings stops by the clock but
/// does not look at it, and takes long: it is run once.
fn outcomes(exercise: &Exercise, binary: &CheckBinary, repeat: u32) -> Vec<Vec<Outcome>> {
    let first = run(exercise, binary);
    let checks = exercise.spec.checks.iter().zip(first);
    checks
        .map(|(check, first)| {
            let searched = first.figures.executions.is_some();
            let again = if searched { 1..1 } else { 1..repeat };
            let mut outcomes: Vec<_> = again
                .into_par_iter()
                .map(|_| light(run_one(binary, &check.name)))
                .collect();
            outcomes.insert(0, first);
            outcomes
        })
        .collect()
}

/// The outcome without its evidence, which is large and which nobody looks at here.
fn light(mut outcome: Outcome) -> Outcome {
    outcome.evidence = Evidence::None;
    outcome
}

/// Asks a check program for the names of its checks, as any test program is asked.
fn listed(binary: &CheckBinary) -> Result<Vec<String>, String> {
    let output = Command::new(binary.exe())
        .arg("--list")
        .stdin(Stdio::null())
        .output()
        .map_err(|error| error.to_string())?;
    let text = String::from_utf8_lossy(&output.stdout);
    Ok(text
        .lines()
        .filter_map(|line| line.strip_suffix(": test"))
        .map(str::to_owned)
        .collect())
}
