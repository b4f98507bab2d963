//! `grader [EX...]`: grades this workspace or another tree, and writes a report.

use std::env;

use anyhow::{Context as _, Result};
use course::text::{Paint, WIDTH};

use super::{build_with, listener};
use crate::cli::{Format, GradeArgs};
use crate::compile::{Engine, Jobs, Options, Reuse, Trust};
use crate::event::Context;
use crate::exit;
use crate::export::{
    Autolab, Classroom50, Classroom50Error, Csv, Gradescope, Html, Json, Junit, Markdown,
    PrairieLearn, Renderer, Text,
};
use crate::fingerprint::Fingerprint;
use crate::graded;
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
    let renderer = renderer(args, &output)?;
    let options = Options {
        engine: args.engine,
        keep: args.keep,
        trust: match &args.submission {
            Some(_) => Trust::in_others(args.trust_submissions),
            None => Trust::Own,
        },
        // What a student's own files leave behind serves nobody else. Loom's word is asked for too seldom.
        reuse: match (&args.submission, args.engine) {
            (None, Engine::Model) => Reuse::Kept,
            _ => Reuse::Nothing,
        },
        jobs: Jobs::asked(args.jobs),
        places: None,
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
        remember(workspace, &exercises, &report, &of);
    }

    let mut result = Vec::new();
    renderer.render(&report, &mut result)?;
    output.write(&result).context("cannot write the result")?;
    builder.finish();
    Ok(exit::of(&report))
}

/// Keeps what was found in a student's own files, for `hint`, `show` and `watch`. Where it cannot be kept, these grade
/// anew. The files are kept too, unless somebody has written to them in the meantime.
fn remember(
    workspace: &Workspace,
    exercises: &[&Exercise],
    report: &Report,
    of: &[Option<Fingerprint>],
) {
    for ((exercise, graded), of) in exercises.iter().zip(&report.exercises).zip(of) {
        let path = Last::path(&workspace.root, &exercise.name);
        let last = Last::after(graded, Last::read(&path)).of(*of);
        let _ = last.write(&path);
        let _ = graded::keep(workspace, exercise, &last, *of);
    }
}

fn fingerprints(exercises: &[&Exercise]) -> Vec<Fingerprint> {
    exercises.iter().map(|it| Fingerprint::of(it)).collect()
}

fn renderer(args: &GradeArgs, output: &Output) -> Result<Box<dyn Renderer>, Classroom50Error> {
    Ok(match args.format {
        Format::Text => Box::new(text(args, output.paint(), output.width())),
        Format::Json => Box::new(Json),
        Format::Junit => Box::new(Junit),
        Format::Markdown => Box::new(Markdown),
        Format::Html => Box::new(Html),
        Format::Csv => Box::new(Csv),
        Format::Gradescope => Box::new(Gradescope),
        Format::Classroom50 => {
            let variable = |name: &str| env::var(name).ok();
            Box::new(Classroom50::from_environment(variable, None)?)
        }
        Format::Prairielearn => Box::new(PrairieLearn),
        Format::Autolab => Box::new(Autolab {
            text: Text {
                at_length: true,
                ..text(args, Paint::Plain, WIDTH)
            },
        }),
    })
}

fn text(args: &GradeArgs, paint: Paint, width: usize) -> Text {
    let submission = args
        .submission
        .as_ref()
        .map(|dir| format!(" --submission {}", dir.display()));
    let engine = match args.engine {
        Engine::Model => "",
        Engine::Loom => " --engine loom",
    };
    Text {
        paint,
        width,
        at_length: !args.exercises.is_empty(),
        own: args.submission.is_none(),
        command: format!(
            "cargo run -p grader --{engine}{}",
            submission.unwrap_or_default()
        ),
    }
}
