//! `grader merge`: joins the gradebooks of shards into one.

use anyhow::{Context as _, Result};
use course::text::paragraphs;

use crate::cli::MergeArgs;
use crate::exit;
use crate::output::Output;

/// Joins them, and returns the exit code.
///
/// # Errors
/// Gradebooks that cannot be read or do not belong together; then nothing is written.
pub fn run(args: &MergeArgs) -> Result<u8> {
    let book = gradebook::merge(&args.shards, &args.gradebook)?;
    let students = book.students()?.len();
    let output = Output::open(None)?;
    let said = format!(
        "{}: {} shards, {students} students",
        args.gradebook.display(),
        args.shards.len()
    );
    let said = paragraphs(&said, output.width()) + "\n";
    output
        .write(said.as_bytes())
        .context("cannot say what was done")?;
    Ok(exit::PASSED)
}
