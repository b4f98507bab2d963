//! Runs the checks of one built exercise, each in a process of its own.

use course::{Outcome, Verdict};
use rayon::prelude::*;
use supervise::{Run, Supervisor};

use crate::compile::{ROOT, Unit};
use crate::event::Event;
use crate::workspace::Exercise;

/// Runs every check of `exercise`, in parallel since one that hangs uses up its whole limit.
/// Outcomes are in the order of the checks.
pub fn run(exercise: &Exercise, unit: &Unit) -> Vec<Outcome> {
    exercise
        .spec
        .checks
        .par_iter()
        .map(|check| run_one(unit, &check.name))
        .collect()
}

/// Runs one check, in the build directory: what it writes to files goes when that goes.
///
/// Of a run that is cancelled nothing is known: it is `inconclusive`, and whoever cancelled it asks for no outcome.
pub fn run_one(unit: &Unit, check: &str) -> Outcome {
    let mut command = supervise::command(&unit.exe(), check, Some(unit.dir()));
    // Backtraces would push the panic's own words out of what is kept of stderr.
    command.current_dir(unit.dir()).env_remove("RUST_BACKTRACE");
    let (engine, context) = (unit.engine(), unit.context());
    context.tell(&Event::Started { command: &command });
    let supervisor = Supervisor {
        limits: engine.limits(),
        sandbox: None,
        cancel: Some(&context.cancel),
    };
    let outcome = match supervisor.run(command) {
        Ok(Run { outcome, .. }) => engine.heard(outcome),
        Err(cancelled) => Outcome::of(Verdict::Inconclusive, cancelled.to_string()),
    };
    let outcome = supervise::name_exits(outcome, &unit.dir().join(ROOT), ROOT);
    context.tell(&Event::CheckEnded {
        exercise: unit.exercise(),
        check,
        outcome: &outcome,
    });
    outcome
}
