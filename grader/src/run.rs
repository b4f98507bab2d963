//! Runs the checks of one built exercise, each in a process of its own.

use course::{Outcome, Verdict};
use rayon::prelude::*;
use supervise::channel::drawn;
use supervise::{Run, Supervisor};

use crate::compile::{CheckBinary, ROOT};
use crate::event::Event;
use crate::workspace::Exercise;

/// Runs every check of `exercise`, in parallel since one that hangs uses up its whole limit.
/// Outcomes are in the order of the checks. If one of them is forged, so are all.
///
/// In a submission of somebody else one of the passes is run once more, as a decoy that must fail. Which one is drawn when
/// all of them have ended.
pub fn run(exercise: &Exercise, binary: &CheckBinary) -> Vec<Outcome> {
    let checks = &exercise.spec.checks;
    let mut outcomes: Vec<_> = checks
        .par_iter()
        .map(|check| run_one(binary, &check.name))
        .collect();
    let named = || checks.iter().map(|check| check.name.as_str());
    let mut forged = named()
        .zip(outcomes.clone())
        .find(|(_, outcome)| outcome.is_forged());
    if binary.has_decoys() && forged.is_none() {
        let passed = named().zip(&outcomes);
        let passed: Vec<_> = passed.filter(|(_, it)| it.verdict.passed()).collect();
        forged = drawn(&passed)
            .map(|(check, _)| (*check, decoy(binary, check)))
            .filter(|(_, outcome)| outcome.is_forged());
    }
    if let Some((check, outcome)) = forged {
        binary.context().emit(&Event::Forged {
            exercise: binary.exercise(),
            check,
            outcome: &outcome,
        });
        outcomes.fill(outcome);
    }
    outcomes
}

/// Runs one check, in the build directory: what it writes to files goes when that goes.
///
/// Of a run that is cancelled nothing is known: it is `inconclusive`, and whoever cancelled it asks for no outcome.
pub fn run_one(binary: &CheckBinary, check: &str) -> Outcome {
    let outcome = outcome(binary, check, false);
    binary.context().emit(&Event::CheckEnded {
        exercise: binary.exercise(),
        check,
        outcome: &outcome,
    });
    outcome
}

/// Runs one check in the same way, and has it fail. Any other outcome than a forged pass says nothing.
fn decoy(binary: &CheckBinary, check: &str) -> Outcome {
    outcome(binary, check, true)
}

fn outcome(binary: &CheckBinary, check: &str, must_fail: bool) -> Outcome {
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
        must_fail,
        cancel: Some(&context.cancel),
    };
    let outcome = match supervisor.run(command) {
        Ok(Run { outcome, .. }) => engine.heard(outcome),
        Err(cancelled) => Outcome::of(Verdict::Inconclusive, cancelled.to_string()),
    };
    supervise::name_exits(outcome, &binary.dir().join(ROOT), ROOT)
}
