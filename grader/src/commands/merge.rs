//! `grader merge`: joins the gradebooks of shards into one.

use anyhow::Result;

use crate::cli::MergeArgs;
use crate::exit;

/// Joins them, and returns the exit code.
///
/// # Errors
/// Gradebooks that cannot be read or do not belong together; then nothing is written.
pub fn run(args: &MergeArgs) -> Result<u8> {
    let book = gradebook::merge(&args.shards, &args.gradebook)?;
    let students = book.students()?.len();
    println!(
        "{}: {} shards, {students} students",
        args.gradebook.display(),
        args.shards.len()
    );
    Ok(exit::PASSED)
}
