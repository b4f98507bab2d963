//! The `grader` command.

use std::env;
use std::num::NonZero;
use std::process::ExitCode;
use std::thread;

use anyhow::{Context, Result};
use clap::FromArgMatches;
use gradebook::{GradebookError, MergeError};
use grader::class::adjustments::AdjustmentsError;
use grader::class::list::ListError;
use grader::cli::{Cli, Command};
use grader::commands::class::ClassError;
use grader::commands::diff::DiffError;
use grader::commands::export::ExportError;
use grader::commands::new::NewError;
use grader::commands::overlay::NoChecks;
use grader::commands::package::PackageError;
use grader::commands::play::NotPlayable;
use grader::commands::progress::BranchError;
use grader::commands::reset::ResetError;
use grader::commands::show::NothingToShow;
use grader::commands::start::StartError;
use grader::commands::{
    class, completions, diff, export, grade, hint, list, merge, new, package, play, progress,
    reset, show, start, stats, verify, watch,
};
use grader::compile::{janitor, linker};
use grader::examples;
use grader::exit;
use grader::export::Classroom50Error;
use grader::export::class::{FolderError, PlanError};
use grader::intake::SubmissionError;
use grader::intake::git::GitError;
use grader::output::OutputError;
use grader::places::Places;
use grader::practicals::UnknownPractical;
use grader::select::UnknownExercise;
use grader::workspace::{Workspace, WorkspaceError};

fn main() -> ExitCode {
    // This program also starts itself, to be something else.
    let other = sandbox::become_confined().or_else(sandbox::become_program);
    let other = other.or_else(janitor::tidy);
    if let Some(code) = other.or_else(linker::link_or_prelink) {
        return code;
    }
    let matches = examples::command().get_matches();
    let cli = Cli::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
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
    start_threads(&cli)?;
    match cli.command {
        None => grade::run(&workspace, &cli.grade),
        Some(Command::Watch(args)) => watch::run(&workspace, &args),
        Some(Command::List) => list::run(&workspace),
        Some(Command::Hint(args)) => hint::run(&workspace, &args),
        Some(Command::Show(args)) => show::run(&workspace, &args),
        Some(Command::Play(args)) => play::run(&workspace, &args),
        Some(Command::Reset(args)) => reset::run(&workspace, &args),
        Some(Command::Diff(args)) => diff::run(&workspace, &args),
        Some(Command::Class(args)) => class::run(workspace, &args),
        Some(Command::Merge(args)) => merge::run(&args),
        Some(Command::Stats(args)) => stats::run(&workspace, &args),
        Some(Command::Start(args)) => start::run(&workspace, &args),
        Some(Command::Progress(args)) => progress::run(&workspace, &args),
        Some(Command::New(args)) => new::run(&workspace, &args),
        Some(Command::Package(args)) => package::run(&workspace, &args),
        Some(Command::Export(args)) => export::run(&workspace, &args),
        Some(Command::Verify(args)) => verify::run(&workspace, &args),
        Some(Command::Completions(args)) => completions::run(&args),
        Some(Command::Man(args)) => completions::man(&args),
    }
}

/// Twice as many threads as processors: a check that hangs holds its thread for 10 s and mostly
/// does not compute. `verify` has more, because it looks at what the machine does before it starts more.
fn start_threads(cli: &Cli) -> Result<()> {
    let processors = thread::available_parallelism().map_or(1, NonZero::get);
    let asked = match &cli.command {
        Some(Command::Class(args)) => args.jobs,
        Some(Command::Verify(_)) => u16::try_from(Places::threads()).ok(),
        Some(_) => None,
        None => cli.grade.jobs,
    };
    let asked = asked.map(usize::from);
    let threads = rayon::ThreadPoolBuilder::new().num_threads(asked.unwrap_or(2 * processors));
    threads
        .build_global()
        .context("cannot start the threads to grade with; is the system out of processes?")
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
        || error.is::<Classroom50Error>()
        || error.is::<PlanError>()
        || error.is::<FolderError>()
        || error.is::<ExportError>()
        || error.downcast_ref().is_some_and(PackageError::is_usage)
        || error.is::<NothingToShow>()
        || error.is::<NotPlayable>()
        || error.is::<ResetError>()
        || error.is::<DiffError>()
        || error.is::<ClassError>()
        || error.is::<ListError>()
        || error.is::<AdjustmentsError>()
        || error.is::<NoChecks>()
        || error.is::<GradebookError>()
        || error.is::<MergeError>()
        || error.is::<GitError>()
        || error.is::<BranchError>()
        || error.is::<StartError>()
        || error.is::<UnknownPractical>()
        || error.downcast_ref().is_some_and(NewError::is_usage)
        || matches!(error.downcast_ref(), Some(WorkspaceError::NotFound { .. }));
    let course = |error: &WorkspaceError| matches!(error, WorkspaceError::Exercise(_));
    match error.downcast_ref() {
        _ if usage => exit::USAGE,
        Some(workspace) if verifying && course(workspace) => exit::INCONSISTENT,
        _ => exit::FAULT,
    }
}
