//! What several formats say in the same words.

use std::borrow::Cow;

use course::Score;
use course::Verdict;
use course::text::plain;

use crate::score::{CheckReport, ExerciseReport, Report};

/// "40 of 50 points, 2 undecided", where anything is undecided.
pub fn points(score: Score, unit: &str) -> String {
    let Score {
        gained,
        possible,
        undecided,
    } = score;
    match undecided {
        0 => format!("{gained} of {possible}{unit}"),
        _ => format!("{gained} of {possible}{unit}, {undecided} undecided"),
    }
}

/// `ex03/no_update_is_lost`: a check where checks of several exercises stand in one list.
pub fn path(exercise: &ExerciseReport, check: &CheckReport) -> String {
    format!("{}/{}", exercise.name, check.name)
}

/// The whole text that a student sees of a check: the message, the account, then the hint.
pub fn detail(check: &CheckReport) -> String {
    let detail = check.outcome.detail();
    match &check.hint {
        Some(hint) => format!("{detail}\n\nHint: {hint}"),
        None => detail,
    }
}

/// The same without anything that a submission could draw with.
pub fn plain_detail(check: &CheckReport) -> String {
    plain(&detail(check)).into_owned()
}

/// The message without anything that a submission could draw with.
pub fn message(check: &CheckReport) -> Cow<'_, str> {
    plain(&check.outcome.message)
}

/// What is to be known before the points are used: that some are neither given nor lost. `None` if all is decided.
pub fn undecided(report: &Report) -> Option<String> {
    let verdicts = [Verdict::Inconclusive, Verdict::GraderFault];
    let counts: Vec<_> = verdicts
        .into_iter()
        .map(|verdict| (verdict, report.count(verdict)))
        .filter(|(_, count)| *count > 0)
        .collect();
    let checks: usize = counts.iter().map(|(_, count)| count).sum();
    let (subject, whose) = match checks {
        0 => return None,
        1 => ("1 check".to_owned(), "Its"),
        _ => (format!("{checks} checks"), "Their"),
    };
    let points = report.total().undecided;
    let points = match points {
        1 => format!("{whose} 1 point is"),
        _ => format!("{whose} {points} points are"),
    };
    let words = counts
        .into_iter()
        .map(|(verdict, count)| format!("{count} {}", verdict.word()));
    let words = words.collect::<Vec<_>>().join(", ");
    Some(format!(
        "{subject} could not be decided ({words}). {points} neither given nor lost; the sum is not \
         final until that is decided."
    ))
}

/// `5 PASS, 1 RACE`: how often each verdict was given, in the order of the verdicts.
pub fn counts<'c>(checks: impl IntoIterator<Item = &'c CheckReport>) -> String {
    let verdicts: Vec<_> = checks.into_iter().map(CheckReport::verdict).collect();
    let count = |verdict| verdicts.iter().filter(|&&found| found == verdict).count();
    Verdict::ALL
        .into_iter()
        .map(|verdict| (verdict, count(verdict)))
        .filter(|(_, count)| *count > 0)
        .map(|(verdict, count)| format!("{count} {}", verdict.word()))
        .collect::<Vec<_>>()
        .join(", ")
}
