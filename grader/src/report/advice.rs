//! What to do next: the last lines of a report for people.

use checks::Verdict;

use super::layout::points;
use crate::score::{CheckReport, ExerciseReport, Report};
use crate::workspace::EXERCISES;

/// One thing to do or to know.
#[derive(Debug, PartialEq, Eq)]
pub struct Advice {
    /// A paragraph.
    pub text: String,
    /// What to type, on a line of its own so that it can be copied whole.
    pub command: Option<String>,
}

impl Advice {
    fn text(text: String) -> Self {
        Self {
            text,
            command: None,
        }
    }

    fn command(text: String, command: String) -> Self {
        Self {
            text,
            command: Some(command),
        }
    }
}

/// What closes the report. `command` is how the grader was called on this submission, up
/// to the names of exercises; `own` is true if the submission is the workspace's own, so that it is
/// the student who reads this.
pub fn advice(report: &Report, command: &str, own: bool, details_shown: bool) -> Vec<Advice> {
    let mut advice = Vec::new();
    advice.extend(fault(report).map(Advice::text));
    advice.extend(unsure(report).map(Advice::text));
    let Some(next) = report.exercises.iter().find(|exercise| is_open(exercise)) else {
        return advice;
    };
    if own && only_todo(next) {
        advice.push(begin(next));
    } else if !details_shown {
        let told = report
            .exercises
            .iter()
            .find(|exercise| has_more_to_tell(exercise));
        advice.extend(told.map(|exercise| {
            let name = &exercise.name;
            Advice::command(
                format!("To see what went wrong in {name}:"),
                format!("{command} {name}"),
            )
        }));
    } else if own {
        let text = format!("Edit {}, then run:", file(next, "src/lib.rs"));
        advice.push(Advice::command(
            text,
            format!("cargo test -p {}", next.name),
        ));
    }
    advice
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

/// True if some failure has more to it than the line that an overview gives it.
fn has_more_to_tell(exercise: &ExerciseReport) -> bool {
    let more = |check: &CheckReport| check.account != check.message || check.hint.is_some();
    let failed = |verdict| !matches!(verdict, Verdict::Passed | Verdict::NotAttempted);
    exercise
        .checks
        .iter()
        .any(|check| failed(check.verdict) && more(check))
}

/// True if all that was attempted is right.
fn only_todo(exercise: &ExerciseReport) -> bool {
    exercise
        .checks
        .iter()
        .all(|check| matches!(check.verdict, Verdict::Passed | Verdict::NotAttempted))
}

fn begin(exercise: &ExerciseReport) -> Advice {
    let verb = if exercise.checks.iter().any(|check| check.verdict.passed()) {
        "Go on"
    } else {
        "Start"
    };
    let lesson = file(exercise, "README.md");
    let text = format!("{verb} with {lesson}, edit src/lib.rs beside it, then run:");
    Advice::command(text, format!("cargo test -p {}", exercise.name))
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
            "This machine could not decide {}. {worth} points are not given yet: see what is said there, or grade \
             again when the machine has less to do.",
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
