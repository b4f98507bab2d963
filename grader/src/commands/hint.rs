//! `grader hint EX`: the next hint for the first check that does not pass, by its last verdict. A file that
//! has changed since, as by a student who runs `cargo test`, is graded first.

use anyhow::{Context as _, Result};
use course::text::wrapped;

use super::builder;
use crate::cli::OneExercise;
use crate::compile::{Engine, Trust};
use crate::exit;
use crate::fingerprint::Fingerprint;
use crate::intake::Submission;
use crate::last::{Last, LastCheck};
use crate::output::Output;
use crate::pipeline::grade_all;
use crate::select::select_one;
use crate::workspace::{Exercise, Workspace};

/// Shows the hint, and returns the exit code.
///
/// # Errors
/// No such exercise, or a fault of ours.
pub fn run(workspace: &Workspace, args: &OneExercise) -> Result<u8> {
    let exercise = select_one(&workspace.exercises, &args.exercise)?;
    let path = Last::path(&workspace.root, &exercise.name);
    let mut last = match Last::read(&path) {
        Some(last) if last.is_current(Fingerprint::of(exercise)) => last,
        before => grade_now(workspace, exercise, before)?,
    };
    let text = next(&mut last, exercise);
    last.write(&path)
        .with_context(|| format!("cannot write {}", path.display()))?;
    let output = Output::open(None)?;
    let text = wrapped(&text, output.width()).join("\n") + "\n";
    output
        .write(text.as_bytes())
        .context("cannot write the hint")?;
    Ok(exit::PASSED)
}

/// Grades the exercise, since nothing is known of it as it is. No report is shown, and so no hint has been
/// read but those that were before.
fn grade_now(workspace: &Workspace, exercise: &Exercise, before: Option<Last>) -> Result<Last> {
    let files = Fingerprint::of(exercise);
    let builder = builder(workspace, Engine::Model, Trust::Own)?;
    let report = grade_all(&Submission::own(workspace), &[exercise], &builder)?;
    let report = report.exercises.first().context("one was graded")?;
    let is_as_graded = files == Fingerprint::of(exercise);
    Ok(Last::after_without_hints(report, before).of(is_as_graded.then_some(files)))
}

/// The next hint in words, for the first check that fails; it is read from now on.
fn next(last: &mut Last, exercise: &Exercise) -> String {
    let name = &exercise.name;
    let failing = |check: &&LastCheck| !check.outcome.verdict.passed();
    match last.checks.iter().find(failing).cloned() {
        Some(check) => next_for(last, &check, exercise),
        None => format!("Every check of {name} passed when it was graded last."),
    }
}

/// The next hint in words for that check; it is read from now on.
pub(super) fn next_for(last: &mut Last, check: &LastCheck, exercise: &Exercise) -> String {
    let (outcome, check_name) = (&check.outcome, &check.name);
    let word = outcome.verdict.word();
    let stages = exercise.spec.hints.of(check_name, outcome);
    let count = stages.len();
    if count == 0 || !check.hints {
        return format!(
            "There is no hint for {check_name} ({word}): {}",
            outcome.message
        );
    }
    let stage = last.next_stage(check).min(count - 1);
    let number = stage + 1;
    let hint = &stages[stage];
    format!("Hint {number} of {count} for {check_name} ({word}): {hint}")
}

#[cfg(test)]
mod tests {
    use course::{Outcome, Verdict};

    use super::*;
    use crate::fixture::exercise;
    use crate::score::Graded;
    use crate::score::Report;

    fn last(outcomes: [Outcome; 2]) -> Last {
        let exercise = exercise("ex03_race_conditions");
        let graded = Graded::ran(outcomes.to_vec());
        let report = Report::new("alice", vec![(&exercise, graded)]);
        Last::after(&report.exercises[0], None)
    }

    #[test]
    fn each_call_gives_the_next_stage_and_the_last_stays() {
        let exercise = exercise("ex03_race_conditions");
        let mut last = last([Outcome::passed(""), Outcome::of(Verdict::Race, "lost")]);
        let second =
            "Hint 2 of 2 for no_update_is_lost (RACE): Lock across the read and the write.";
        assert_eq!(
            next(&mut last, &exercise),
            second,
            "the report shows the first"
        );
        assert_eq!(next(&mut last, &exercise), second);
    }

    #[test]
    fn what_passed_or_was_never_looked_at_has_no_hint() {
        let exercise = exercise("ex03_race_conditions");
        let passed = || Outcome::passed("");
        let text = next(&mut last([passed(), passed()]), &exercise);
        assert_eq!(text, "Every check of ex03 passed when it was graded last.");
        let fault = Outcome::of(Verdict::GraderFault, "no compiler");
        let text = next(&mut last([fault, passed()]), &exercise);
        assert!(text.starts_with("There is no hint for the_order"), "{text}");
    }
}
