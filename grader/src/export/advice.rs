//! What to do next: the last lines of a report for people.

use course::{Cause, Points, Verdict};
use runtrace::Style;

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
    advice.extend(unsure(report).into_iter().map(Advice::text));
    let Some(next) = report.exercises.iter().find(|exercise| is_open(exercise)) else {
        return advice;
    };
    if own && only_todo(next) {
        advice.extend(welcome(report).map(Advice::text));
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
    exercise.checks.iter().any(|check| decided(check.verdict()))
}

/// True if some failure has more to it than the line that an overview gives it.
fn has_more_to_tell(exercise: &ExerciseReport) -> bool {
    let more = |check: &CheckReport| {
        !check.outcome.account(Style::new()).is_empty() || check.hint.is_some()
    };
    let failed = |verdict| !matches!(verdict, Verdict::Passed | Verdict::NotAttempted);
    exercise
        .checks
        .iter()
        .any(|check| failed(check.verdict()) && more(check))
}

/// True if all that was attempted is right.
fn only_todo(exercise: &ExerciseReport) -> bool {
    exercise
        .checks
        .iter()
        .all(|check| matches!(check.verdict(), Verdict::Passed | Verdict::NotAttempted))
}

/// For somebody who sees the course for the first time.
fn welcome(report: &Report) -> Option<String> {
    let untouched = |check: &CheckReport| check.verdict() == Verdict::NotAttempted;
    let is_new = report.exercises.len() > 1 && report.checks().all(untouched);
    is_new.then(|| {
        "Welcome! All is still to do. Every exercise has a lesson, README.md, and one file that is yours to edit, \
         src/lib.rs. Nothing can be broken: `grader reset EX` gives back what was there. (`grader` is short for \
         `cargo run -p grader --`.)"
            .to_owned()
    })
}

fn begin(exercise: &ExerciseReport) -> Advice {
    let verb = if exercise.checks.iter().any(|check| check.verdict().passed()) {
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
    let faults = Undecided::of(report, |check| check.verdict() == Verdict::GraderFault)?;
    Some(format!(
        "{} could not be graded through a fault of the grader. {} undecided: they are neither given nor lost until it is \
         mended. Please report it with the messages above.",
        faults.checks(),
        faults.points()
    ))
}

/// What could not be decided, first by anybody, then by this machine at this moment, where it helps to grade again, then
/// by loom.
fn unsure(report: &Report) -> Vec<String> {
    let is_unsure = |check: &CheckReport| check.verdict() == Verdict::Inconclusive;
    let is_of_machine =
        |check: &CheckReport| check.outcome.cause == Some(Cause::InconclusiveMachine);
    let is_of_loom = |check: &CheckReport| check.outcome.cause == Some(Cause::InconclusiveLoom);
    let by_anybody = Undecided::of(report, |check| {
        is_unsure(check) && !is_of_machine(check) && !is_of_loom(check)
    });
    let by_machine = Undecided::of(report, |check| is_unsure(check) && is_of_machine(check));
    let by_loom = Undecided::of(report, |check| is_unsure(check) && is_of_loom(check));
    let tell = |unsure: Undecided, machine: &str, remedy: &str| {
        let (checks, points) = (unsure.checks(), unsure.points());
        format!(
            "{checks} could not be decided{machine}. {points} neither given nor lost: {remedy}."
        )
    };
    let by_anybody =
        by_anybody.map(|unsure| tell(unsure, "", "what is said there tells what to change"));
    let by_machine = by_machine.map(|unsure| {
        let remedy = "grade again when the machine has less to do";
        tell(unsure, " on this machine", remedy)
    });
    let by_loom = by_loom.map(|unsure| {
        let remedy = "without `--engine loom` they are judged";
        tell(unsure, " by loom", remedy)
    });
    by_anybody
        .into_iter()
        .chain(by_machine)
        .chain(by_loom)
        .collect()
}

/// Checks that nothing was found out about.
struct Undecided {
    count: usize,
    worth: Points,
}

impl Undecided {
    /// Those that are of a kind, if there are any.
    fn of(report: &Report, is_of_kind: impl Fn(&CheckReport) -> bool) -> Option<Self> {
        let checks: Vec<_> = report.checks().filter(|check| is_of_kind(check)).collect();
        let worth = checks.iter().map(|check| check.score().undecided).sum();
        let count = checks.len();
        (count > 0).then_some(Self { count, worth })
    }

    fn checks(&self) -> String {
        checks(self.count)
    }

    /// "Its 7.0 points are", to go on with.
    fn points(&self) -> String {
        let whose = if self.count == 1 { "Its" } else { "Their" };
        format!("{whose} {} points are", self.worth)
    }
}

fn checks(count: usize) -> String {
    if count == 1 {
        "1 check".to_owned()
    } else {
        format!("{count} checks")
    }
}

#[cfg(test)]
mod tests {
    use course::Outcome;

    use super::*;
    use crate::fixture::exercise;
    use crate::score::Graded;

    fn said(cause: Option<Cause>) -> String {
        let exercise = exercise("ex03_race_conditions");
        let unsure = Outcome::of(Verdict::Inconclusive, "").because(cause);
        let outcomes = vec![Outcome::passed(""), unsure];
        let report = Report::new("alice", vec![(&exercise, Graded::ran(outcomes))]);
        let advice = advice(&report, "grader", true, true);
        let texts: Vec<_> = advice.into_iter().map(|advice| advice.text).collect();
        texts.join("\n")
    }

    #[test]
    fn only_somebody_who_has_begun_nothing_is_welcomed() {
        let exercises = [exercise("ex01_a"), exercise("ex02_b")];
        let texts = |verdict| {
            let todo = || Outcome::of(Verdict::NotAttempted, "todo!()");
            let graded = [vec![todo(), Outcome::of(verdict, "")], vec![todo(), todo()]];
            let graded = exercises.iter().zip(graded.map(Graded::ran));
            let report = Report::new("exercises", graded.collect());
            advice(&report, "grader", true, false)
        };
        let new = texts(Verdict::NotAttempted);
        assert!(new[0].text.starts_with("Welcome!"), "{new:?}");
        assert_eq!(new[1].command.as_deref(), Some("cargo test -p ex01"));
        let begun = texts(Verdict::Passed);
        assert!(!begun[0].text.contains("Welcome"), "{begun:?}");
    }

    #[test]
    fn to_grade_again_is_advised_only_where_the_machine_was_the_reason() {
        let machine = said(Some(Cause::InconclusiveMachine));
        assert!(
            machine.contains("on this machine") && machine.contains("grade again"),
            "{machine}"
        );
        let search = said(None);
        assert!(
            !search.contains("again") && search.contains("what to change"),
            "{search}"
        );
        let loom = said(Some(Cause::InconclusiveLoom));
        assert!(
            !loom.contains("again") && loom.contains("without `--engine loom`"),
            "{loom}"
        );
    }
}
