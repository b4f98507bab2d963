//! The pipeline: from the files of a submission to a report, stage by stage.

use std::path::Path;

use course::Outcome;
use rayon::prelude::*;
use supervise::Cancelled;

use crate::compile::{Builder, Unit};
use crate::event::Event;
use crate::intake::{SourceFile, Submission, collect, screen};
use crate::run::run;
use crate::score::Report;
use crate::workspace::Exercise;

/// A graded exercise.
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
    context.tell(&Event::SubmissionBegun {
        submission: &submission.name,
        exercises: exercises.len(),
    });
    let graded = exercises.par_iter().map(|&exercise| {
        let graded = grade(exercise, &submission.exercise_dir(exercise), builder)?;
        Ok((exercise, graded))
    });
    let graded = graded.collect::<Result<Vec<_>, Cancelled>>()?;
    let report = Report::new(&submission.name, graded);
    context.tell(&Event::SubmissionEnded { report: &report });
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
    let (context, name) = (builder.context(), exercise.name.as_str());
    context.cancel.check()?;
    context.tell(&Event::ExerciseBegun { exercise: name });
    let graded = match prepare(exercise, dir, builder) {
        Ok(unit) => Graded::ran(run(exercise, &unit)),
        Err(Stopped { outcome, hints }) => Graded {
            outcomes: vec![*outcome; exercise.spec.checks.len()],
            hints,
        },
    };
    // Outcomes of what was ended halfway are no outcomes.
    context.cancel.check()?;
    context.tell(&Event::ExerciseEnded {
        exercise: name,
        outcomes: &graded.outcomes,
    });
    Ok(graded)
}

/// Takes the files in `dir`, screens and compiles them.
///
/// # Errors
/// What stopped it, which is the submission's doing and no error of ours.
pub fn prepare(exercise: &Exercise, dir: &Path, builder: &Builder) -> Result<Unit, Stopped> {
    let taken = collect(dir, &exercise.spec.editable);
    let prepared = taken
        .map_err(refused)
        .and_then(|files| screened_and_compiled(exercise, &files, builder));
    told(exercise, prepared, builder)
}

/// Screens and compiles `files`, the editable ones of a submission.
///
/// # Errors
/// As [`prepare`].
pub fn prepare_files(
    exercise: &Exercise,
    files: &[SourceFile],
    builder: &Builder,
) -> Result<Unit, Stopped> {
    told(
        exercise,
        screened_and_compiled(exercise, files, builder),
        builder,
    )
}

fn screened_and_compiled(
    exercise: &Exercise,
    files: &[SourceFile],
    builder: &Builder,
) -> Result<Unit, Stopped> {
    builder.context().tell(&Event::Taken {
        exercise: &exercise.name,
        files: files.len(),
    });
    screen(files, &exercise.spec.allowed()).map_err(refused)?;
    builder.build(exercise, files).map_err(|outcome| Stopped {
        outcome,
        hints: true,
    })
}

/// The same, of which the listener has heard.
fn told(
    exercise: &Exercise,
    prepared: Result<Unit, Stopped>,
    builder: &Builder,
) -> Result<Unit, Stopped> {
    let exercise = exercise.name.as_str();
    builder.context().tell(&match &prepared {
        Ok(unit) => Event::Compiled {
            exercise,
            dir: unit.dir(),
        },
        Err(stopped) => Event::Rejected {
            exercise,
            outcome: &stopped.outcome,
        },
    });
    prepared
}

/// A file that is refused for what kind of file it is.
fn refused(outcome: Box<Outcome>) -> Stopped {
    Stopped {
        outcome,
        hints: false,
    }
}
