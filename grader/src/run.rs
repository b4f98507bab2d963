//! Runs the checks of one built exercise, each in a process of its own.

use course::{Outcome, Verdict};
use rayon::prelude::*;
use supervise::{Run, Supervisor};

use crate::compile::{CheckBinary, ROOT};
use crate::event::Event;
use crate::workspace::Exercise;

/// Runs every check of `exercise`, in parallel since one that hangs uses up its whole limit.
/// Outcomes are in the order of the checks.
pub fn run(exercise: &Exercise, binary: &CheckBinary) -> Vec<Outcome> {
    exercise
        .spec
        .checks
        .par_iter()
        .map(|check| run_one(binary, &check.name))
        .collect()
}

/// Runs one check, in the build directory: what it writes to files goes when that goes.
///
/// Of a run that is cancelled nothing is known: it is `inconclusive`, and whoever cancelled it asks for no outcome.
pub fn run_one(binary: &CheckBinary, check: &str) -> Outcome {
    let mut command = supervise::command(&binary.exe(), check, Some(binary.dir()));
    // Backtraces would push the panic's own words out of what is kept of stderr.
    command
        .current_dir(binary.dir())
        .env_remove("RUST_BACKTRACE");
    let (engine, context) = (binary.engine(), binary.context());
    context.emit(&Event::Started { command: &command });
    let supervisor = Supervisor {
        limits: engine.limits(),
        sandbox: binary.confined().map(|it| it as &dyn supervise::Sandbox),
        cancel: Some(&context.cancel),
    };
    let outcome = match supervisor.run(command) {
        Ok(Run { outcome, .. }) => engine.heard(outcome),
        Err(cancelled) => Outcome::of(Verdict::Inconclusive, cancelled.to_string()),
    };
    let outcome = supervise::name_exits(outcome, &binary.dir().join(ROOT), ROOT);
    context.emit(&Event::CheckEnded {
        exercise: binary.exercise(),
        check,
        outcome: &outcome,
    });
    outcome
}
