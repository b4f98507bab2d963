//! `grader stats`: how each check of a graded class went.

use std::fmt::Write as _;

use anyhow::{Context as _, Result};
use course::text::{NARROW, Paint, hanging};
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
    let text = text(&stats::of(&class), output.columns(), output.paint());
    output
        .write(text.as_bytes())
        .context("cannot write the result")?;
    Ok(exit::PASSED)
}

/// A line of `columns` for each check, or two where it is narrow, and below them the hardest.
fn text(stats: &[CheckStats], columns: usize, paint: Paint) -> String {
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
    let head = format!("{:<5} {:<width$}  passed  of  wrong turns", "", "check");
    let is_narrow = columns < NARROW.max(head.len());
    if !is_narrow {
        line(format_args!("{}", paint.bold(&head)));
    }
    for it in stats {
        let wrong = it.wrong_turns();
        let wrong: Vec<String> = wrong
            .iter()
            .map(|(verdict, count)| format!("{count} {}", verdict.word()))
            .collect();
        let (passed, of, wrong) = (it.passed(), it.students(), wrong.join(", "));
        let (exercise, check) = (&it.exercise, &it.check);
        if is_narrow {
            let colon = if wrong.is_empty() { "" } else { ": " };
            let counts = format!("{passed} of {of} passed{colon}{wrong}");
            let counts = hanging(&counts, 6, columns);
            line(format_args!(
                "{}",
                paint.bold(&format!("{exercise} {check}"))
            ));
            line(format_args!("      {counts}"));
            continue;
        }
        let row = format!("{exercise:<5} {check:<width$}  {passed:>6}  {of:>2}  {wrong}");
        line(format_args!("{}", row.trim_end()));
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
            format!("; {count} of them: {}", cause.words())
        });
        let (exercise, check) = (&it.exercise, &it.check);
        let text = format!("{exercise} {check}: {failed} of {begun} do not pass{cause}");
        line(format_args!("  {}", hanging(&text, 2, columns)));
    }
    text
}

#[cfg(test)]
mod tests {
    use course::Verdict;

    use super::*;

    #[test]
    fn a_narrow_terminal_has_two_lines_for_each_check() {
        let verdicts = [
            (Verdict::Passed, 3),
            (Verdict::Race, 2),
            (Verdict::Deadlock, 1),
        ];
        let stats = CheckStats {
            exercise: "ex03".to_owned(),
            check: "nobody_sleeps_with_the_lock_held".to_owned(),
            verdicts: verdicts.into(),
            causes: [].into(),
        };
        insta::assert_snapshot!(text(&[stats], 40, Paint::Plain), @r"
        ex03 nobody_sleeps_with_the_lock_held
              3 of 6 passed: 2 RACE, 1 DEADLOCK

        Hardest, of those who have begun
          ex03 nobody_sleeps_with_the_lock_held:
          3 of 6 do not pass
        ");
    }
}
