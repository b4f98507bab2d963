//! The author's self-check: what the course declares about itself is compared with what grading it
//! gives.
//!
//! - `fixture` finds the stubs, solutions and sample submissions, with the verdicts that each must
//!   give;
//! - `trial` grades one of them, as any submission is graded;
//! - `judge` compares (pure);
//! - `metadata` looks at `exercise.toml` and what must lie beside it, `pages` at the tables that are made of it,
//!   `manifests` at what cargo reads, `unwritten` for what `grader new` has left to the author, `pictures`
//!   at what lessons show of the trials, `stubs` at the copies that students get back;
//! - `second` has loom judge what the model has judged, if that is asked for;
//! - `timings` measures the solutions, alone on the machine;
//! - `table` shows it all.

mod fixture;
mod judge;
pub(super) mod manifests;
mod metadata;
mod pages;
mod pictures;
mod second;
mod stubs;
mod table;
mod timings;
mod trial;
mod unwritten;

use std::sync::Arc;

use anyhow::{Context, Result};
use course::Points;

use super::{bars, build_with};
use crate::cli::{self, VerifyArgs};
use crate::compile::{self, Builder, Engine, Reuse, Trust};
use crate::exit;
use crate::output::Output;
use crate::places::Places;
use crate::progress::Progress;
use crate::select::select;
use crate::workspace::{Exercise, Workspace};

use fixture::{Kind, find};
use second::SecondOpinion;
use timings::Timing;
use trial::Trial;

/// What to do beyond one run of everything.
#[derive(Debug, Clone, Copy)]
pub struct Options<'b> {
    /// Runs of each check.
    pub repeat: u32,
    /// Draw the lessons' pictures anew.
    pub write: bool,
    /// Measure the solutions.
    pub timings: bool,
    /// Have exhaustive checks judged once more, as this builds them.
    pub second: Option<&'b Builder>,
}

/// What was found.
#[derive(Debug)]
pub struct Verification {
    rows: Vec<Row>,
    inconsistencies: Vec<Inconsistency>,
    timings: Option<Vec<Timing>>,
    opinions: Option<Vec<SecondOpinion>>,
    /// Runs of checks.
    runs: usize,
}

/// The counts of one exercise.
#[derive(Debug)]
struct Row {
    name: String,
    title: String,
    checks: usize,
    points: Points,
    wrong: usize,
    right: usize,
    draft: bool,
    inconsistencies: usize,
}

/// A place where the course contradicts itself.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Inconsistency {
    /// `ex03`; empty if it is no exercise's.
    exercise: String,
    /// The file or folder it is about, relative to the root.
    place: String,
    /// One line, or several: expected and got, or what is missing, with the remedy.
    problem: String,
    /// The whole text a student would see.
    detail: Option<String>,
}

impl Verification {
    /// True if nothing contradicts anything.
    pub fn is_consistent(&self) -> bool {
        self.inconsistencies.is_empty()
    }
}

/// Verifies what is asked for, and returns the exit code.
///
/// # Errors
/// Slips on the command line, and faults of ours.
pub fn run(workspace: &Workspace, args: &VerifyArgs) -> Result<u8> {
    let exercises = select(&workspace.exercises, &args.exercises)?;
    let output = Output::open(None)?;
    if args.write {
        pages::write(workspace, &exercises)?;
    }
    // Confined, samples are graded as those of strangers are.
    let trust = match args.confine {
        true => Trust::Strangers,
        false => Trust::Own,
    };
    let places = Arc::new(Places::for_this_machine());
    // The samples are ours, so what is made of the libraries for one serves for all; not in a sandbox, which is there to
    // be tried.
    let grading = build_with(
        workspace,
        compile::Options {
            trust,
            reuse: match args.confine {
                true => Reuse::Ours,
                false => Reuse::Libraries,
            },
            places: Some(Arc::clone(&places)),
            context: bars(),
            ..compile::Options::default()
        },
    )?;
    let second = match args.second_opinion {
        Some(cli::SecondOpinion::Loom) => Some(build_with(
            workspace,
            compile::Options {
                engine: Engine::Loom,
                trust,
                places: Some(places),
                context: bars(),
                ..compile::Options::default()
            },
        )?),
        None => None,
    };
    let options = Options {
        repeat: args.repeat,
        write: args.write,
        timings: args.timings,
        second: second.as_ref(),
    };
    let verification = verify(workspace, &exercises, &grading, options);
    grading.finish();

    let mut result = Vec::new();
    verification.render(output.paint(), output.columns(), &mut result)?;
    output.write(&result).context("cannot write the result")?;
    Ok(if verification.is_consistent() {
        exit::PASSED
    } else {
        exit::INCONSISTENT
    })
}

/// Verifies `exercises` of `workspace`.
pub fn verify(
    workspace: &Workspace,
    exercises: &[&Exercise],
    builder: &Builder,
    options: Options<'_>,
) -> Verification {
    let mut inconsistencies = Vec::new();
    let mut fixtures = Vec::new();
    for exercise in exercises {
        inconsistencies.extend(metadata::problems(workspace, exercise));
        let (found, problems) = find(workspace, exercise);
        inconsistencies.extend(metadata::too_few(workspace, exercise, &found));
        inconsistencies.extend(unwritten::problems(workspace, exercise));
        inconsistencies.extend(problems);
        fixtures.extend(found);
    }
    inconsistencies.extend(pages::problems(workspace, exercises));
    inconsistencies.extend(stubs::problems(workspace, exercises, options.write));
    inconsistencies.extend(metadata::strays(workspace));

    let progress = Progress::counting(fixtures.len(), "submissions verified");
    let trials = trial::all(&fixtures, builder, options.repeat, || progress.advance());
    drop(progress);
    inconsistencies.extend(
        trials
            .iter()
            .flat_map(|trial| judge::inconsistencies(workspace, trial)),
    );

    inconsistencies.extend(pictures::problems(
        workspace,
        exercises,
        &trials,
        options.write,
    ));

    let opinions = options.second.map(|builder| {
        let (opinions, problems) = second::ask(workspace, exercises, &trials, builder);
        inconsistencies.extend(problems);
        opinions
    });

    let row = |exercise: &&Exercise| {
        let count = |kind: Kind| {
            fixtures
                .iter()
                .filter(|fixture| fixture.exercise.name == exercise.name && fixture.kind == kind)
                .count()
        };
        Row {
            name: exercise.name.clone(),
            title: exercise.spec.title.clone(),
            checks: exercise.spec.checks.len(),
            points: exercise.spec.points(),
            wrong: count(Kind::Wrong),
            right: count(Kind::Right),
            draft: exercise.spec.draft,
            inconsistencies: inconsistencies
                .iter()
                .filter(|found| found.exercise == exercise.name)
                .count(),
        }
    };
    Verification {
        rows: exercises.iter().map(row).collect(),
        runs: trials.iter().map(Trial::runs).sum(),
        opinions,
        timings: options.timings.then(|| timings::measure(&trials)),
        inconsistencies,
    }
}
