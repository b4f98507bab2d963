//! The `grader` command.

use std::env;
use std::num::NonZero;
use std::process::ExitCode;
use std::thread;

use anyhow::{Context, Result};
use clap::Parser;
use grader::cli::{Cli, Command, Format, GradeArgs, SecondOpinion, VerifyArgs};
use grader::commands::list::list;
use grader::commands::verify::{self, verify};
use grader::compile::{Builder, Engine, janitor, launch};
use grader::exit;
use grader::export::{Json, Renderer, Text};
use grader::intake::{Submission, SubmissionError};
use grader::output::{Output, OutputError};
use grader::pipeline::grade;
use grader::progress::Progress;
use grader::score::Report;
use grader::select::{UnknownExercise, select};
use grader::workspace::{Workspace, WorkspaceError};
use rayon::prelude::*;

fn main() -> ExitCode {
    // This program also starts itself, to be something else.
    if let Some(code) = launch::become_program().or_else(janitor::tidy) {
        return code;
    }
    let cli = Cli::parse();
    let verifying = matches!(cli.command, Some(Command::Verify(_)));
    let code = run(cli).unwrap_or_else(|error| {
        eprintln!("grader: {}", said(&error));
        code_of(&error, verifying)
    });
    ExitCode::from(code)
}

fn run(cli: Cli) -> Result<u8> {
    let here = env::current_dir()
        .context("cannot tell the current directory; change to one that exists")?;
    let workspace = Workspace::find(&here)?;
    start_threads()?;
    match cli.command {
        None => run_grade(&workspace, &cli.grade),
        Some(Command::Verify(args)) => run_verify(&workspace, &args),
        Some(Command::List) => run_list(&workspace),
    }
}

fn run_grade(workspace: &Workspace, args: &GradeArgs) -> Result<u8> {
    let exercises = select(&workspace.exercises, &args.exercises)?;
    let submission = match &args.submission {
        Some(dir) => Submission::open(dir, &workspace.exercises)?,
        None => Submission::own(workspace),
    };
    let output = Output::open(args.output.as_deref())?;
    let builder = builder(workspace, args.engine)?;

    let progress = Progress::counting(exercises.len(), "exercises graded");
    let graded = exercises.into_par_iter().map(|exercise| {
        let graded = grade(exercise, &submission.exercise_dir(exercise), &builder);
        progress.advance();
        (exercise, graded)
    });
    let report = Report::new(&submission.name, graded.collect());
    drop(progress);

    let mut result = Vec::new();
    renderer(args, &output).render(&report, &mut result)?;
    output.write(&result).context("cannot write the result")?;
    Ok(exit::of(&report))
}

fn run_verify(workspace: &Workspace, args: &VerifyArgs) -> Result<u8> {
    let exercises = select(&workspace.exercises, &args.exercises)?;
    let output = Output::open(None)?;
    let grading = builder(workspace, Engine::Model)?;
    let second = match args.second_opinion {
        Some(SecondOpinion::Loom) => Some(builder(workspace, Engine::Loom)?),
        None => None,
    };
    let options = verify::Options {
        repeat: args.repeat,
        timings: args.timings,
        second: second.as_ref(),
    };
    let verification = verify(workspace, &exercises, &grading, options);

    let mut result = Vec::new();
    verification.render(output.paint(), &mut result)?;
    output.write(&result).context("cannot write the result")?;
    Ok(if verification.is_consistent() {
        exit::PASSED
    } else {
        exit::INCONSISTENT
    })
}

fn run_list(workspace: &Workspace) -> Result<u8> {
    let mut result = Vec::new();
    list(&workspace.exercises, &mut result)?;
    Output::open(None)?
        .write(&result)
        .context("cannot write the list")?;
    Ok(exit::PASSED)
}

/// Twice as many threads as processors: a check that hangs holds its thread for 10 s and mostly
/// does not compute.
fn start_threads() -> Result<()> {
    let processors = thread::available_parallelism().map_or(1, NonZero::get);
    let threads = rayon::ThreadPoolBuilder::new().num_threads(2 * processors);
    threads
        .build_global()
        .context("cannot start the threads to grade with; is the system out of processes?")
}

fn builder(workspace: &Workspace, engine: Engine) -> Result<Builder> {
    let _progress = Progress::spinner("preparing the checks (a minute the first time)");
    let grader = env::current_exe().ok();
    Ok(Builder::new(&workspace.root, grader.as_deref(), engine)?)
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

/// An error with its causes, except for those that it has named itself.
fn said(error: &anyhow::Error) -> String {
    let mut said = String::new();
    for cause in error
        .chain()
        .map(ToString::to_string)
        .filter(|cause| !cause.is_empty())
    {
        if !said.contains(&cause) {
            said.push_str(if said.is_empty() { "" } else { ": " });
            said.push_str(&cause);
        }
    }
    said
}

/// Slips on the command line are told from faults; a course that cannot even be read is what
/// `verify` looks for.
fn code_of(error: &anyhow::Error, verifying: bool) -> u8 {
    let usage = error.is::<UnknownExercise>()
        || error.is::<SubmissionError>()
        || error.is::<OutputError>()
        || matches!(error.downcast_ref(), Some(WorkspaceError::NotFound { .. }));
    let course = |error: &WorkspaceError| matches!(error, WorkspaceError::Exercise(_));
    match error.downcast_ref() {
        _ if usage => exit::USAGE,
        Some(workspace) if verifying && course(workspace) => exit::INCONSISTENT,
        _ => exit::FAULT,
    }
}
