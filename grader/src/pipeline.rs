//! The pipeline: from the files of a submission to a report, stage by stage.

use std::path::Path;

use course::Outcome;
use rayon::prelude::*;
use supervise::Cancelled;

use crate::compile::{Builder, CheckBinary};
use crate::event::Event;
use crate::intake::{SourceFile, Submission, collect, screen};
use crate::room::unless_full;
use crate::run::run;
use crate::score::{Graded, Report};
use crate::workspace::Exercise;

/// Why there is nothing to run.
#[derive(Debug)]
pub struct Rejected {
    /// The outcome that every check has instead of being run.
    pub outcome: Box<Outcome>,
    /// As in [`Graded`].
    pub hints: bool,
}

/// Grades `exercises` of a submission, some of them at once, and scores what was found.
///
/// # Errors
/// The builder's token was cancelled. All that was started has been ended then.
pub fn grade_all(
    submission: &Submission,
    exercises: &[&Exercise],
    builder: &Builder,
) -> Result<Report, Cancelled> {
    let context = builder.context();
    context.emit(&Event::SubmissionBegun {
        submission: &submission.name,
        exercises: exercises.len(),
    });
    let graded = exercises.par_iter().map(|&exercise| {
        let graded = grade(exercise, &submission.exercise_dir(exercise), builder)?;
        Ok((exercise, graded))
    });
    let graded = graded.collect::<Result<Vec<_>, Cancelled>>()?;
    let report = Report::new(&submission.name, graded);
    context.emit(&Event::SubmissionEnded { report: &report });
    Ok(report)
}

/// Grades `exercise` with the files in the folder `dir`.
///
/// Nothing that a submission holds makes this fail: if there is nothing to run, every check has the
/// outcome that says why.
///
/// # Errors
/// The builder's token was cancelled.
pub fn grade(exercise: &Exercise, dir: &Path, builder: &Builder) -> Result<Graded, Cancelled> {
    grade_prepared(exercise, builder, || prepare(exercise, dir, builder))
}

/// Grades `exercise` with `files`, the editable ones of a submission.
///
/// # Errors
/// As [`grade`].
pub fn grade_files(
    exercise: &Exercise,
    files: &[SourceFile],
    builder: &Builder,
) -> Result<Graded, Cancelled> {
    grade_prepared(exercise, builder, || {
        prepare_files(exercise, files, builder)
    })
}

fn grade_prepared(
    exercise: &Exercise,
    builder: &Builder,
    prepare: impl FnOnce() -> Result<CheckBinary, Rejected>,
) -> Result<Graded, Cancelled> {
    let (context, name) = (builder.context(), exercise.name.as_str());
    context.cancel.check()?;
    context.emit(&Event::ExerciseBegun { exercise: name });
    let graded = match prepare() {
        Ok(binary) => Graded::ran(run(exercise, &binary)),
        Err(Rejected { outcome, hints }) => Graded {
            outcomes: vec![*outcome; exercise.spec.checks.len()],
            hints,
        },
    };
    // Outcomes of what was ended halfway are no outcomes.
    context.cancel.check()?;
    context.emit(&Event::ExerciseEnded {
        exercise: name,
        outcomes: &graded.outcomes,
    });
    Ok(graded)
}

/// Takes the files in `dir`, screens and compiles them.
///
/// # Errors
/// What rejected it, which is the submission's doing and no error of ours.
pub fn prepare(
    exercise: &Exercise,
    dir: &Path,
    builder: &Builder,
) -> Result<CheckBinary, Rejected> {
    let taken = collect(dir, &exercise.spec.editable);
    let prepared = taken
        .map_err(refused)
        .and_then(|files| screened_and_compiled(exercise, &files, builder));
    announced(exercise, prepared, builder)
}

/// Screens and compiles `files`, the editable ones of a submission.
///
/// # Errors
/// As [`prepare`].
pub fn prepare_files(
    exercise: &Exercise,
    files: &[SourceFile],
    builder: &Builder,
) -> Result<CheckBinary, Rejected> {
    announced(
        exercise,
        screened_and_compiled(exercise, files, builder),
        builder,
    )
}

fn screened_and_compiled(
    exercise: &Exercise,
    files: &[SourceFile],
    builder: &Builder,
) -> Result<CheckBinary, Rejected> {
    builder.context().emit(&Event::Taken {
        exercise: &exercise.name,
        files: files.len(),
    });
    screen(files, &exercise.spec.allowed()).map_err(refused)?;
    builder.build(exercise, files).map_err(|outcome| Rejected {
        outcome: unless_full(outcome, builder.dir()),
        hints: true,
    })
}

/// The same, of which the listener has heard.
fn announced(
    exercise: &Exercise,
    prepared: Result<CheckBinary, Rejected>,
    builder: &Builder,
) -> Result<CheckBinary, Rejected> {
    let exercise = exercise.name.as_str();
    builder.context().emit(&match &prepared {
        Ok(binary) => Event::Compiled {
            exercise,
            dir: binary.dir(),
        },
        Err(rejected) => Event::Rejected {
            exercise,
            outcome: &rejected.outcome,
        },
    });
    prepared
}

/// A file that is refused for what kind of file it is.
fn refused(outcome: Box<Outcome>) -> Rejected {
    Rejected {
        outcome,
        hints: false,
    }
}
