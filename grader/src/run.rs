//! Runs the checks of one built exercise, each in a process of its own.

use std::time::Duration;

use course::{Outcome, Verdict};
use rayon::prelude::*;
use supervise::channel::drawn;
use supervise::protocol::JOBS;
use supervise::{CommonTime, Limits, Run, Supervisor};

use crate::compile::{CheckBinary, ROOT};
use crate::event::Event;
use crate::workspace::Exercise;

/// Runs every check of `exercise`, in parallel since one that hangs uses up its whole limit. Outcomes are in the order of
/// the checks. If one of them is forged, so are all.
///
/// In a submission of somebody else one of the passes is run once more, as a decoy that must fail. Which one is drawn when
/// all of them have ended. Its time is not part of what an exercise has, so that nobody gets out of it by being slow.
pub fn run(exercise: &Exercise, binary: &CheckBinary) -> Vec<Outcome> {
    let engine = binary.engine();
    let together = engine.together();
    let left = together.saturating_sub(binary.compilers());
    let mut outcomes = run_within(exercise, binary, &engine.limits(), together, left);
    let checks = &exercise.spec.checks;
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

/// As [`run`], without a decoy, each check within those limits, and all of them within what is `left` of the time that
/// compilers and checks have `together`.
pub fn run_within(
    exercise: &Exercise,
    binary: &CheckBinary,
    limits: &Limits,
    together: Duration,
    left: Duration,
) -> Vec<Outcome> {
    let time = CommonTime::of(left);
    let checks = exercise.spec.checks.iter().enumerate();
    // Taken from a bridge, which hands them out in order: a check waits for the time that those before it leave, and rayon's
    // usual halves could put one of these behind it in the queue of the thread that waits.
    let outcomes = checks.par_bridge().map(|(place, check)| {
        let share = time.take(place, limits.wall);
        let granted = share.granted();
        if granted.is_zero() {
            return (place, ended(binary, &check.name, none_left(together)));
        }
        let limits = Limits {
            wall: granted,
            together: (granted < limits.wall).then_some(together),
            ..limits.clone()
        };
        let (outcome, used) = attempt(binary, &check.name, limits, false);
        share.used(used);
        (place, ended(binary, &check.name, outcome))
    });
    let mut outcomes: Vec<_> = outcomes.collect();
    outcomes.sort_unstable_by_key(|(place, _)| *place);
    outcomes.into_iter().map(|(_, outcome)| outcome).collect()
}

/// The outcome of a check for which there is no time.
fn none_left(together: Duration) -> Outcome {
    let message = format!(
        "not run: nothing was left of the {} s that an exercise has for its compilers and checks together",
        together.as_secs_f64()
    );
    Outcome::of(Verdict::TimedOut, message)
}

/// Runs one check, in the build directory: what it writes to files goes when that goes.
///
/// Of a run that is cancelled nothing is known: it is `inconclusive`, and whoever cancelled it asks for no outcome.
pub fn run_one(binary: &CheckBinary, check: &str) -> Outcome {
    let (outcome, _) = attempt(binary, check, binary.engine().limits(), false);
    ended(binary, check, outcome)
}

/// Runs one check in the same way, and has it fail. Any other outcome than a forged pass says nothing.
fn decoy(binary: &CheckBinary, check: &str) -> Outcome {
    attempt(binary, check, binary.engine().limits(), true).0
}

/// The outcome of a check, and the time that it took of what it may take.
fn attempt(
    binary: &CheckBinary,
    check: &str,
    limits: Limits,
    must_fail: bool,
) -> (Outcome, Duration) {
    let mut command = supervise::command(&binary.exe(), check, Some(binary.dir()));
    // Backtraces would push the panic's own words out of what is kept of stderr.
    command
        .current_dir(binary.dir())
        .env_remove("RUST_BACKTRACE");
    if let Some(jobs) = binary.jobs().several() {
        command.arg(JOBS).arg(jobs.to_string());
    }
    let (engine, context) = (binary.engine(), binary.context());
    let _place = binary.place();
    context.emit(&Event::Started { command: &command });
    let supervisor = Supervisor {
        limits,
        sandbox: binary.confined().map(|it| it as &dyn supervise::Sandbox),
        must_fail,
        cancel: Some(&context.cancel),
    };
    let (outcome, used) = match supervisor.run(command) {
        Ok(Run { outcome, used, .. }) => (engine.heard(outcome), used),
        Err(cancelled) => (
            Outcome::of(Verdict::Inconclusive, cancelled.to_string()),
            Duration::ZERO,
        ),
    };
    let outcome = supervise::name_exits(outcome, &binary.dir().join(ROOT), ROOT);
    (outcome, used)
}

/// The outcome, of which the listener has heard.
fn ended(binary: &CheckBinary, check: &str, outcome: Outcome) -> Outcome {
    binary.context().emit(&Event::CheckEnded {
        exercise: binary.exercise(),
        check,
        outcome: &outcome,
    });
    outcome
}
