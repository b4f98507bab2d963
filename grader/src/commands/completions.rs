//! `grader completions SHELL` and `grader man DIR`: what a shell and a manual need to know of the command line.

use std::fs;

use anyhow::{Context as _, Result};

use crate::cli::{CompletionsArgs, ManArgs};
use crate::examples::command;
use crate::exit;
use crate::export::class::FolderError;
use crate::output::Output;

/// The name of the program.
const NAME: &str = "grader";

/// Prints the completions, and returns the exit code.
///
/// # Errors
/// They cannot be written.
pub fn run(args: &CompletionsArgs) -> Result<u8> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command(), NAME, &mut script);
    Output::open(None)?
        .write(&script)
        .context("cannot write the completions")?;
    Ok(exit::PASSED)
}

/// Writes a page for the program and one for each command, and returns the exit code.
///
/// # Errors
/// There is no such folder to write to.
pub fn man(args: &ManArgs) -> Result<u8> {
    let failed = |source| FolderError::new(&args.dir, source);
    fs::create_dir_all(&args.dir).map_err(failed)?;
    clap_mangen::generate_to(command(), &args.dir).map_err(failed)?;
    Ok(exit::PASSED)
}
