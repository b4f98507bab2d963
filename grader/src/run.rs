//! Runs the checks of one built exercise, each in a process of its own.

use checks::Outcome;
use checks::supervise::{self, Limits};
use rayon::prelude::*;

use crate::build::Unit;
use crate::workspace::Exercise;

/// Runs every check of `exercise`, in parallel since one that hangs uses up its whole limit. Outcomes are in the
/// order of the checks.
pub fn run(exercise: &Exercise, unit: &Unit) -> Vec<Outcome> {
    exercise.spec.checks.par_iter().map(|check| run_one(unit, &check.name)).collect()
}

/// Runs one check.
pub fn run_one(unit: &Unit, check: &str) -> Outcome {
    supervise::run(&unit.exe(), check, &Limits::default(), Some(unit.source_dir())).outcome
}
