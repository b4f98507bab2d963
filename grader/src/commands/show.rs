//! `grader show EX`: the last timeline or trace of an exercise, as text, as a picture or as a page.

use std::path::PathBuf;

use anyhow::{Context as _, Result};
use course::Evidence;
use course::text::hanging;
use runtrace::html::Frame;

use crate::cli::ShowArgs;
use crate::exit;
use crate::graded;
use crate::last::{Last, LastCheck};
use crate::output::Output;
use crate::select::select_one;
use crate::workspace::{Exercise, Workspace};

/// There is nothing to show. Each names what to do.
#[derive(Debug, thiserror::Error)]
pub enum NothingToShow {
    /// The exercise was never graded.
    #[error("{0} was not graded yet; run `cargo run -p grader -- {0}` first")]
    NotGraded(String),
    /// The check is a search, and passed.
    #[error(
        "{check} passed: {message}. A search that passes has no failing run to show; `cargo run -p grader -- play \
         {exercise}` lets you try to break it yourself"
    )]
    Passed {
        /// `ex03`
        exercise: String,
        /// The check.
        check: String,
        /// What was proven.
        message: String,
    },
    /// No check of that name was graded, or none has a run to show.
    #[error(
        "{exercise} has no run to show{of}; runs are shown of checks in virtual time, and of failing searches"
    )]
    NoRun {
        /// `ex03`
        exercise: String,
        /// ` of CHECK`, if one was asked for.
        of: String,
    },
}

/// Shows it, and returns the exit code.
///
/// # Errors
/// [`NothingToShow`], or a place that cannot be written to.
pub fn run(workspace: &Workspace, args: &ShowArgs) -> Result<u8> {
    let exercise = select_one(&workspace.exercises, &args.exercise)?;
    let name = &exercise.name;
    let path = Last::path(&workspace.root, name);
    let last = Last::read(&path).ok_or_else(|| NothingToShow::NotGraded(name.clone()))?;
    let of = args.check.as_ref();
    let check =
        chosen(exercise, &last, args.check.as_deref()).ok_or_else(|| nothing(name, &last, of))?;
    let file: Option<&PathBuf> = args.svg.as_ref().or(args.html.as_ref());
    let output = Output::open(file.map(PathBuf::as_path))?;
    let result = if args.html.is_some() {
        page(workspace, exercise, &last, check)
    } else if args.svg.is_some() {
        check.outcome.evidence.svg().unwrap_or_default()
    } else {
        text(check, &output)
    };
    output
        .write(result.as_bytes())
        .context("cannot write the picture")?;
    Ok(exit::PASSED)
}

/// The run as a page, with the files that were graded beside it.
fn page(workspace: &Workspace, exercise: &Exercise, last: &Last, check: &LastCheck) -> String {
    let outcome = &check.outcome;
    let quoted = match &outcome.evidence {
        Evidence::Trace(trace) => trace.sources.as_slice(),
        _ => &[],
    };
    let (listings, warning) = graded::beside(workspace, exercise, last, quoted);
    let frame = Frame {
        subject: format!("{} {}", exercise.name, exercise.spec.title),
        check: check.name.clone(),
        verdict: outcome.verdict.word().to_owned(),
        passed: outcome.verdict.passed(),
        message: outcome.message.clone(),
        notes: outcome.said(),
        warning,
        listings,
    };
    outcome.evidence.html(&frame).unwrap_or_default()
}

fn text(check: &LastCheck, output: &Output) -> String {
    let paint = output.paint();
    let outcome = &check.outcome;
    let word = paint.verdict(outcome.verdict, outcome.verdict.word());
    let picture = outcome.evidence.text(paint.style(output.width()));
    let head = format!("{}: {}", check.name, outcome.message);
    let indent = outcome.verdict.word().len() + 2;
    let head = hanging(&head, indent, output.width());
    format!("{word}  {head}\n\n{}\n", picture.trim_end())
}

/// Why there is nothing to show of the check that was asked for, or of any.
fn nothing(exercise: &str, last: &Last, check: Option<&String>) -> NothingToShow {
    let passed = last.checks.iter().find(|found| {
        Some(&found.name) == check
            && found.outcome.verdict.passed()
            && found.outcome.figures.executions.is_some()
    });
    match passed {
        Some(check) => NothingToShow::Passed {
            exercise: exercise.to_owned(),
            check: check.name.clone(),
            message: check.outcome.message.clone(),
        },
        None => NothingToShow::NoRun {
            exercise: exercise.to_owned(),
            of: check.map_or(String::new(), |check| format!(" of {check}")),
        },
    }
}

/// Whether there is something to see: what passes in no time at all is a search.
fn is_run(check: &&LastCheck) -> bool {
    let outcome = &check.outcome;
    match &outcome.evidence {
        Evidence::Trace(_) => true,
        Evidence::Timeline(run) => {
            !outcome.verdict.passed() || !run.timeline.timeline.elapsed().is_zero()
        }
        _ => false,
    }
}

/// The check that was asked for, or the first that fails, or else the one whose picture the lesson shows, or the first
/// that has a run to show.
fn chosen<'l>(exercise: &Exercise, last: &'l Last, name: Option<&str>) -> Option<&'l LastCheck> {
    let mut runs = last.checks.iter().filter(is_run);
    if let Some(name) = name {
        return runs.find(|check| check.name == name);
    }
    let runs: Vec<_> = runs.collect();
    let failing = runs.iter().find(|check| !check.outcome.verdict.passed());
    let pictured = || {
        let mut checks = exercise.spec.pictures.iter().map(|picture| &picture.check);
        checks.find_map(|name| runs.iter().find(|check| check.name == *name))
    };
    failing.or_else(pictured).or(runs.first()).copied()
}

#[cfg(test)]
mod tests {
    use course::{Outcome, Picture, Verdict};
    use runtrace::Trace;

    use super::*;
    use crate::fixture;

    fn check(name: &str, verdict: Verdict) -> LastCheck {
        LastCheck {
            name: name.to_owned(),
            outcome: Outcome::of(verdict, "said").showing(Evidence::Trace(Trace::default())),
            hints: false,
        }
    }

    #[test]
    fn a_failure_is_shown_or_else_what_the_lesson_shows() {
        let mut exercise = fixture::exercise("ex03_race_conditions");
        let mut last = Last::default();
        last.checks = vec![check("a", Verdict::Passed), check("b", Verdict::Passed)];
        let name = |exercise: &Exercise, last: &Last| {
            chosen(exercise, last, None).map(|check| check.name.clone())
        };
        assert_eq!(name(&exercise, &last).as_deref(), Some("a"));
        exercise.spec.pictures = vec![Picture {
            file: "timeline.svg".to_owned(),
            check: "b".to_owned(),
            of: "solution".to_owned(),
        }];
        assert_eq!(name(&exercise, &last).as_deref(), Some("b"));
        last.checks[0] = check("a", Verdict::Race);
        assert_eq!(name(&exercise, &last).as_deref(), Some("a"));
    }
}
