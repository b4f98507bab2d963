//! One exercise of one submission, from its files to the outcomes of its checks.

use std::path::Path;

use checks::Outcome;

use crate::build::{Builder, Unit, screen};
use crate::run::run;
use crate::submission::collect;
use crate::workspace::Exercise;

/// The outcome of each check of `exercise`, in order, on the files in the folder `dir`.
///
/// Nothing that a submission holds makes this fail: if there is nothing to run, every check has the
/// outcome that says why.
pub fn grade(exercise: &Exercise, dir: &Path, builder: &Builder) -> Vec<Outcome> {
    match prepare(exercise, dir, builder) {
        Ok(unit) => run(exercise, &unit),
        Err(outcome) => vec![*outcome; exercise.spec.checks.len()],
    }
}

/// Collects, screens and builds the files in `dir`.
///
/// # Errors
/// The outcome that every check has instead of being run.
pub fn prepare(exercise: &Exercise, dir: &Path, builder: &Builder) -> Result<Unit, Box<Outcome>> {
    let files = collect(dir, &exercise.spec.editable)?;
    screen(&files)?;
    builder.build(exercise, &files)
}
