//! Grading again: under the checks of today, with the list of whose mark changed and why.
//!
//! A mark stays what it is when the course changes, until somebody asks. Then the new verdicts are found first, and all
//! marks move over to them in one step: a grader that is killed on the way has changed none.

use std::collections::BTreeMap;

use anyhow::Result;
use gradebook::{Attempt, Gradebook, GradebookError, Graded};

use super::report::{Mark, marks};
use crate::verdicts::Checks;

/// Which attempt of a student counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Counts {
    /// The last one.
    #[default]
    Latest,
    /// The one with the most points; of several, the last.
    Best,
}

impl Counts {
    /// What was decided for that exercise.
    ///
    /// # Errors
    /// Those of the gradebook.
    pub fn of(book: &Gradebook, exercise: &str) -> Result<Self, GradebookError> {
        Ok(match book.fact(&fact(exercise))?.as_deref() {
            Some("best") => Self::Best,
            _ => Self::Latest,
        })
    }

    /// Decides it.
    ///
    /// # Errors
    /// Those of the gradebook.
    pub fn decide(self, book: &Gradebook, exercise: &str) -> Result<(), GradebookError> {
        let word = match self {
            Self::Latest => "latest",
            Self::Best => "best",
        };
        book.set_fact(&fact(exercise), word)
    }
}

fn fact(exercise: &str) -> String {
    format!("counts/{exercise}")
}

/// The attempts at that exercise which count or may come to count, each naming the verdict that it would have under
/// `checks`.
///
/// # Errors
/// Those of the gradebook.
pub fn anew(
    book: &Gradebook,
    exercise: &str,
    counts: Counts,
    checks: &Checks,
) -> Result<Vec<Attempt>> {
    let mut attempts = book.attempts()?;
    attempts.retain(|it| it.exercise == exercise);
    if counts == Counts::Latest {
        let latest: BTreeMap<String, Attempt> = attempts
            .into_iter()
            .map(|it| (it.student.clone(), it))
            .collect();
        attempts = latest.into_values().collect();
    }
    for attempt in &mut attempts {
        attempt.verdict = checks.verdict(&attempt.source);
    }
    Ok(attempts)
}

/// A mark that is another now.
#[derive(Debug, PartialEq, Eq)]
pub struct Change {
    /// The id of the student.
    pub student: String,
    /// `ex03`
    pub exercise: String,
    /// Points before; none if there was no mark.
    pub before: Option<u32>,
    /// Points now.
    pub now: u32,
    /// Why: the checks whose verdicts are others, or which attempt counts.
    pub why: String,
}

/// Lets the attempts count as their verdicts say, and says whose mark is another than before.
///
/// # Errors
/// Those of the gradebook; then no mark has changed.
pub fn move_over(
    book: &mut Gradebook,
    exercise: &str,
    counts: Counts,
    attempts: &[Attempt],
) -> Result<Vec<Change>> {
    let before = marks(book)?;
    book.reassign(attempts)?;
    counts.decide(book, exercise)?;
    let now = marks(book)?;
    let mut changes = Vec::new();
    for (place, mark) in now.iter().filter(|((_, of), _)| of == exercise) {
        changes.extend(change(place, before.get(place), mark));
    }
    Ok(changes)
}

fn change(
    (student, exercise): &(String, String),
    before: Option<&Mark>,
    now: &Mark,
) -> Option<Change> {
    let points = now.1.score().gained;
    let points_before = before.map(|(_, graded)| graded.score().gained);
    if points_before == Some(points) {
        return None;
    }
    let why = match before {
        None => "it had no mark".to_owned(),
        Some((attempt, _)) if attempt.number != now.0.number => {
            format!(
                "attempt {} counts in place of attempt {}",
                now.0.number, attempt.number
            )
        }
        Some((_, graded)) => differences(graded, &now.1),
    };
    Some(Change {
        student: student.clone(),
        exercise: exercise.clone(),
        before: points_before,
        now: points,
        why,
    })
}

/// `no_update_is_lost: RACE -> PASS`, for each check whose verdict or worth is another.
fn differences(before: &Graded, now: &Graded) -> String {
    let said = now.checks.iter().filter_map(|check| {
        let (name, verdict) = (&check.name, check.outcome.verdict);
        let old = before.checks.iter().find(|old| old.name == *name);
        match old {
            None => Some(format!("{name} is new: {}", verdict.word())),
            Some(old) if old.outcome.verdict != verdict => Some(format!(
                "{name}: {} -> {}",
                old.outcome.verdict.word(),
                verdict.word()
            )),
            Some(old) if old.max_points != check.max_points => Some(format!(
                "{name} is worth {} -> {}",
                old.max_points, check.max_points
            )),
            Some(_) => None,
        }
    });
    let gone = before
        .checks
        .iter()
        .filter(|old| now.checks.iter().all(|it| it.name != old.name));
    let gone = gone.map(|old| format!("{} is gone", old.name));
    said.chain(gone).collect::<Vec<_>>().join(", ")
}
