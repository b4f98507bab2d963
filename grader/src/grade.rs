//! One exercise of one submission, from its files to the outcomes of its checks.

use std::path::Path;

use course::Outcome;

use crate::build::{Builder, Unit, screen};
use crate::run::run;
use crate::submission::{SourceFile, collect};
use crate::workspace::Exercise;

/// What came of an exercise.
#[derive(Debug, Clone)]
pub struct Graded {
    /// The outcome of each check, in order.
    pub outcomes: Vec<Outcome>,
    /// Whether hints are of use. They are about how the exercise was solved, which nobody has looked
    /// at if the file was refused for what kind of file it is.
    pub hints: bool,
}

impl Graded {
    /// The outcomes of checks that were run.
    pub fn ran(outcomes: Vec<Outcome>) -> Self {
        Self {
            outcomes,
            hints: true,
        }
    }
}

/// Why there is nothing to run.
#[derive(Debug)]
pub struct Stopped {
    /// The outcome that every check has instead of being run.
    pub outcome: Box<Outcome>,
    /// As in [`Graded`].
    pub hints: bool,
}

/// Grades `exercise` with the files in the folder `dir`.
///
/// Nothing that a submission holds makes this fail: if there is nothing to run, every check has the
/// outcome that says why.
pub fn grade(exercise: &Exercise, dir: &Path, builder: &Builder) -> Graded {
    match prepare(exercise, dir, builder) {
        Ok(unit) => Graded::ran(run(exercise, &unit)),
        Err(Stopped { outcome, hints }) => Graded {
            outcomes: vec![*outcome; exercise.spec.checks.len()],
            hints,
        },
    }
}

/// Collects, screens and builds the files in `dir`.
///
/// # Errors
/// What stopped it, which is the submission's doing and no error of ours.
pub fn prepare(exercise: &Exercise, dir: &Path, builder: &Builder) -> Result<Unit, Stopped> {
    let files = collect(dir, &exercise.spec.editable).map_err(refused)?;
    prepare_files(exercise, &files, builder)
}

/// Screens and builds `files`, the editable ones of a submission.
///
/// # Errors
/// As [`prepare`].
pub fn prepare_files(
    exercise: &Exercise,
    files: &[SourceFile],
    builder: &Builder,
) -> Result<Unit, Stopped> {
    screen(files, &exercise.spec.allowed()).map_err(refused)?;
    builder.build(exercise, files).map_err(|outcome| Stopped {
        outcome,
        hints: true,
    })
}

/// A file that is refused for what kind of file it is.
fn refused(outcome: Box<Outcome>) -> Stopped {
    Stopped {
        outcome,
        hints: false,
    }
}
