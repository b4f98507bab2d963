//! `grader stats`: how each check of a graded class went.

use std::fmt::Write as _;

use anyhow::{Context as _, Result};
use course::text::Paint;
use gradebook::Gradebook;

use super::class::decided;
use crate::class::report;
use crate::cli::StatsArgs;
use crate::exit;
use crate::export::class::stats::{self, CheckStats};
use crate::output::Output;
use crate::select::select_whole;
use crate::workspace::Workspace;

/// Checks that are listed as the hardest.
const HARDEST: usize = 10;

/// Writes the statistics, and returns the exit code.
///
/// # Errors
/// A gradebook that cannot be read.
pub fn run(workspace: &Workspace, args: &StatsArgs) -> Result<u8> {
    let exercises = select_whole(&workspace.exercises, &args.exercises)?;
    let book = Gradebook::read(&args.gradebook)?;
    let class = report::class(&book, "", &exercises, &[], &decided(&book)?)?;
    let output = Output::open(None)?;
    let text = text(&stats::of(&class), output.paint());
    output
        .write(text.as_bytes())
        .context("cannot write the result")?;
    Ok(exit::PASSED)
}

fn text(stats: &[CheckStats], paint: Paint) -> String {
    let mut text = String::new();
    let width = stats
        .iter()
        .map(|it| it.check.len())
        .max()
        .unwrap_or_default()
        .max(5);
    let mut line = |written: std::fmt::Arguments<'_>| {
        // Writing to a `String` cannot fail.
        let _ = writeln!(text, "{written}");
    };
    if stats.is_empty() {
        line(format_args!("Nobody has a mark yet."));
        return text;
    }
    line(format_args!(
        "{}",
        paint.bold(&format!(
            "{:<5} {:<width$}  passed  of  wrong turns",
            "", "check"
        ))
    ));
    for it in stats {
        let wrong = it.wrong_turns();
        let wrong: Vec<String> = wrong
            .iter()
            .map(|(verdict, count)| format!("{count} {}", verdict.word()))
            .collect();
        let (passed, of) = (it.passed(), it.students());
        line(format_args!(
            "{:<5} {:<width$}  {passed:>6}  {of:>2}  {}",
            it.exercise,
            it.check,
            wrong.join(", ")
        ));
    }
    let hardest = stats::hardest(stats);
    if !hardest.is_empty() {
        line(format_args!(
            "\n{}",
            paint.bold("Hardest, of those who have begun")
        ));
    }
    for it in hardest.into_iter().take(HARDEST) {
        let (failed, begun) = (it.failed(), it.begun());
        let cause = it.causes.iter().max_by_key(|(_, count)| **count);
        let cause = cause.map_or_else(String::new, |((_, cause), count)| {
            format!("; {count} by {}", cause.name())
        });
        line(format_args!(
            "  {} {}: {failed} of {begun} do not pass{cause}",
            it.exercise, it.check
        ));
    }
    text
}
