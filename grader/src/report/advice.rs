//! What to do next: the last lines of a report for people.

use checks::Verdict;

use super::layout::points;
use crate::score::{ExerciseReport, Report};
use crate::workspace::EXERCISES;

/// Paragraphs that close the report. `command` is how the grader was called on this submission, up
/// to the names of exercises; `own` is true if the submission is the workspace's own, so that it is
/// the student who reads this.
pub fn advice(report: &Report, command: &str, own: bool, details_shown: bool) -> Vec<String> {
    let mut paragraphs = Vec::new();
    paragraphs.extend(fault(report));
    paragraphs.extend(unsure(report));
    let Some(next) = report.exercises.iter().find(|exercise| is_open(exercise)) else {
        return paragraphs;
    };
    if own && only_todo(next) {
        paragraphs.push(begin(next));
    } else if !details_shown {
        paragraphs.push(format!(
            "To see what went wrong in {}: {command} {}",
            next.name, next.name
        ));
    } else if own {
        paragraphs.push(format!(
            "Edit {}, then run: cargo test -p {}",
            file(next, "src/lib.rs"),
            next.name
        ));
    }
    paragraphs
}

/// True if the student can still do something about it.
fn is_open(exercise: &ExerciseReport) -> bool {
    let decided = |verdict| {
        !matches!(
            verdict,
            Verdict::Passed | Verdict::GraderFault | Verdict::Inconclusive
        )
    };
    exercise.checks.iter().any(|check| decided(check.verdict))
}

/// True if all that was attempted is right.
fn only_todo(exercise: &ExerciseReport) -> bool {
    exercise
        .checks
        .iter()
        .all(|check| matches!(check.verdict, Verdict::Passed | Verdict::NotAttempted))
}

fn begin(exercise: &ExerciseReport) -> String {
    let verb = if exercise.checks.iter().any(|check| check.verdict.passed()) {
        "Go on"
    } else {
        "Start"
    };
    let (lesson, name) = (file(exercise, "README.md"), &exercise.name);
    format!("{verb} with {lesson}, edit src/lib.rs beside it, then run: cargo test -p {name}")
}

fn file(exercise: &ExerciseReport, file: &str) -> String {
    format!("{EXERCISES}/{}/{file}", exercise.folder)
}

fn fault(report: &Report) -> Option<String> {
    let count = report.count(Verdict::GraderFault);
    let worth = points(report.worth(Verdict::GraderFault));
    (count > 0).then(|| {
        format!(
            "{} could not be graded through a fault of the grader. {worth} points are left out of the total, so that \
             nobody loses them. Please report it with the messages above.",
            checks(count)
        )
    })
}

fn unsure(report: &Report) -> Option<String> {
    let count = report.count(Verdict::Inconclusive);
    let worth = points(report.worth(Verdict::Inconclusive));
    (count > 0).then(|| {
        format!(
            "This machine could not decide {}. {worth} points are not given yet: grade again when it has less to do, \
             or on a faster one.",
            checks(count)
        )
    })
}

fn checks(count: usize) -> String {
    if count == 1 {
        "1 check".to_owned()
    } else {
        format!("{count} checks")
    }
}
