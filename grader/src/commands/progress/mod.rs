//! `grader progress [REPO]`: each exercise's state and points at each commit of a practical's branch, as a table in the
//! terminal or as a page. Nothing is checked out, and nothing in the repo is changed.

mod branch;
mod grading;
mod history;
mod page;
mod spark;
mod table;
mod terminal;

use std::env;

use anyhow::{Context as _, Result};

use crate::cli::ProgressArgs;
use crate::compile::Trust;
use crate::exit;
use crate::intake::git::Repo;
use crate::output::Output;
use crate::workspace::Workspace;

pub use branch::BranchError;

/// Shows the progress, and returns the exit code.
///
/// # Errors
/// There is no such repo or branch, or a fault of ours.
pub fn run(workspace: &Workspace, args: &ProgressArgs) -> Result<u8> {
    let repo = match &args.repo {
        Some(dir) => Repo::open(dir)?,
        None => {
            let here = env::current_dir().context("cannot tell the current directory")?;
            Repo::around(&here)?
        }
    };
    let branch = branch::chosen(&repo, workspace, args.branch.as_deref())?;
    let exercises = branch::exercises(&repo, workspace, &branch)?;
    let output = Output::open(args.html.as_deref())?;
    let history = history::read(&repo, &branch, &exercises)?;
    // A repo that is named may be somebody else's.
    let trust = match &args.repo {
        Some(_) => Trust::in_others(args.trust_submissions),
        None => Trust::Own,
    };
    let progress = grading::graded(workspace, &branch.name, &exercises, history, trust)?;
    let result = match args.html {
        Some(_) => page::page(&progress),
        None => terminal::text(&progress, output.columns(), output.paint()),
    };
    output
        .write(result.as_bytes())
        .context("cannot write the progress")?;
    Ok(exit::PASSED)
}
