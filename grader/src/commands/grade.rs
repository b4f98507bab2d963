//! `grader [EX...]`: grades this workspace or another tree, and writes a report.

use anyhow::{Context as _, Result};

use super::{build_with, listener};
use crate::cli::{Format, GradeArgs};
use crate::compile::{Engine, Options};
use crate::event::Context;
use crate::exit;
use crate::export::{Json, Renderer, Text};
use crate::fingerprint::Fingerprint;
use crate::intake::Submission;
use crate::last::Last;
use crate::output::Output;
use crate::pipeline::grade_all;
use crate::score::Report;
use crate::select::select_whole;
use crate::workspace::{Exercise, Workspace};

/// Grades, and returns the exit code.
///
/// # Errors
/// Slips on the command line, and faults of ours.
pub fn run(workspace: &Workspace, args: &GradeArgs) -> Result<u8> {
    let exercises = select_whole(&workspace.exercises, &args.exercises)?;
    let submission = match &args.submission {
        Some(dir) => Submission::open(dir, &workspace.exercises)?,
        None => Submission::own(workspace),
    };
    let output = Output::open(args.output.as_deref())?;
    let options = Options {
        engine: args.engine,
        keep: args.keep,
        again: false,
        context: Context::told_to(listener(args.verbose)),
    };
    let builder = build_with(workspace, options)?;
    let before = fingerprints(&exercises);
    let report = grade_all(&submission, &exercises, &builder)?;
    if args.keep {
        eprintln!("grader: kept {}", builder.dir().display());
    }
    if args.submission.is_none() && args.engine == Engine::Model {
        // Files that were edited meanwhile: nobody knows of which text the verdicts are.
        let after = fingerprints(&exercises);
        let of = before.iter().zip(&after);
        let of: Vec<_> = of.map(|(was, is)| (was == is).then_some(*is)).collect();
        remember(workspace, &report, &of);
    }

    let mut result = Vec::new();
    renderer(args, &output).render(&report, &mut result)?;
    output.write(&result).context("cannot write the result")?;
    Ok(exit::of(&report))
}

/// Keeps what was found in a student's own files, for `hint` and `show`. Where it cannot be kept, these grade anew.
fn remember(workspace: &Workspace, report: &Report, of: &[Option<Fingerprint>]) {
    for (exercise, of) in report.exercises.iter().zip(of) {
        let path = Last::path(&workspace.root, &exercise.name);
        let last = Last::after(exercise, Last::read(&path)).of(*of);
        let _ = last.write(&path);
    }
}

fn fingerprints(exercises: &[&Exercise]) -> Vec<Fingerprint> {
    exercises.iter().map(|it| Fingerprint::of(it)).collect()
}

fn renderer(args: &GradeArgs, output: &Output) -> Box<dyn Renderer> {
    let submission = args
        .submission
        .as_ref()
        .map(|dir| format!(" --submission {}", dir.display()));
    let engine = match args.engine {
        Engine::Model => "",
        Engine::Loom => " --engine loom",
    };
    match args.format {
        Format::Json => Box::new(Json),
        Format::Text => Box::new(Text {
            paint: output.paint(),
            at_length: !args.exercises.is_empty(),
            own: args.submission.is_none(),
            command: format!(
                "cargo run -p grader --{engine}{}",
                submission.unwrap_or_default()
            ),
        }),
    }
}
