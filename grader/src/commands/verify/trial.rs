//! One fixture, built once and run as often as asked.

use std::process::{Command, Stdio};
use std::thread;

use course::{Evidence, Outcome};
use rayon::prelude::*;

use super::fixture::{Fixture, Kind, waits};
use crate::compile::{Builder, CheckBinary};
use crate::run::{run, run_one};
use crate::workspace::Exercise;

/// Processes that wait at once, at most.
const WAITING: u32 = 16;

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

/// Tries all of them, some at once; the trials are in the order of the fixtures. What waits for its end comes first, so
/// that there is something to compute meanwhile.
pub fn all<'f>(
    fixtures: &'f [Fixture<'f>],
    builder: &Builder,
    repeat: u32,
    ended: impl Fn() + Sync,
) -> Vec<Trial<'f>> {
    let mut order: Vec<_> = fixtures.iter().enumerate().collect();
    order.sort_by_key(|(_, fixture)| !fixture.expected.takes_long());
    // From a bridge, which hands them out in this order.
    let trials = order.into_iter().par_bridge().map(|(place, fixture)| {
        let trial = Trial::of(fixture, builder, repeat);
        ended();
        (place, trial)
    });
    let mut trials: Vec<_> = trials.collect();
    trials.sort_unstable_by_key(|(place, _)| *place);
    trials.into_iter().map(|(_, trial)| trial).collect()
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
            let again = if searched {
                0
            } else {
                repeat.saturating_sub(1)
            };
            let run = || light(run_one(binary, &check.name));
            let again = match first.verdict {
                verdict if waits(verdict) => waiting(again, run),
                _ => (0..again).into_par_iter().map(|_| run()).collect(),
            };
            [vec![first], again].concat()
        })
        .collect()
}

/// Runs of what does nothing but wait until its time is over: more of them at once than there are processors, and none of
/// rayon's threads waits with them.
fn waiting(runs: u32, run: impl Fn() -> Outcome + Sync) -> Vec<Outcome> {
    let mut left = runs;
    let mut outcomes = Vec::new();
    while left > 0 {
        let now = left.min(WAITING);
        left -= now;
        outcomes.extend(thread::scope(|scope| {
            let threads: Vec<_> = (0..now).map(|_| scope.spawn(&run)).collect();
            let outcomes = threads.into_iter().map(|thread| {
                let outcome = thread.join();
                outcome.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
            });
            outcomes.collect::<Vec<_>>()
        }));
    }
    outcomes
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

#[cfg(test)]
mod tests {
    use std::sync::Barrier;
    use std::sync::atomic::{AtomicU32, Ordering};

    use course::Verdict;

    use super::*;

    /// Each run ends only when as many others are at it.
    #[test]
    fn runs_that_wait_wait_at_once_and_each_is_made() {
        let (all_here, made) = (Barrier::new(WAITING as usize), AtomicU32::new(0));
        let outcomes = waiting(2 * WAITING, || {
            all_here.wait();
            let number = made.fetch_add(1, Ordering::Relaxed);
            Outcome::of(Verdict::TimedOut, number.to_string())
        });
        assert_eq!(outcomes.len(), 2 * WAITING as usize);
    }
}
