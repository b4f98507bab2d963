//! What is reported of a class: the attempt that counts for each student and exercise, with what was decided beside it.

use std::collections::BTreeMap;

use anyhow::Result;
use gradebook::{Attempt, Gradebook, Graded};

use super::adjustments::{Decision, Points};
use super::regrade::Counts;
use crate::export::{Adjustment, Class, Problem, Student};
use crate::score::{CheckReport, ExerciseReport, Report};
use crate::workspace::Exercise;

/// The attempt that counts, and the verdict on it.
pub type Mark = (Attempt, Graded);

/// The marks of the class, by student and exercise. What has no verdict yet has no mark.
///
/// # Errors
/// Those of the gradebook.
pub fn marks(book: &Gradebook) -> Result<BTreeMap<(String, String), Mark>> {
    let mut marks: BTreeMap<(String, String), Mark> = BTreeMap::new();
    let mut counts = BTreeMap::new();
    for attempt in book.attempts()? {
        let Some(graded) = book.verdict(&attempt.verdict)? else {
            continue;
        };
        let exercise = attempt.exercise.clone();
        let counts = match counts.get(&exercise) {
            Some(&counts) => counts,
            None => *counts
                .entry(exercise.clone())
                .or_insert(Counts::of(book, &exercise)?),
        };
        let place = (attempt.student.clone(), exercise);
        let better = |before: &Mark| match counts {
            Counts::Latest => true,
            Counts::Best => graded.score().gained >= before.1.score().gained,
        };
        if marks.get(&place).is_none_or(better) {
            marks.insert(place, (attempt, graded));
        }
    }
    Ok(marks)
}

/// The class, as it is exported.
///
/// # Errors
/// Those of the gradebook.
pub fn class(
    book: &Gradebook,
    title: &str,
    exercises: &[&Exercise],
    problems: &[Problem],
    decisions: &[Decision],
) -> Result<Class> {
    let marks = marks(book)?;
    let students = book.students()?.into_iter().map(|student| {
        let place = |exercise: &Exercise| (student.id.clone(), exercise.name.clone());
        let graded = exercises
            .iter()
            .filter_map(|&exercise| Some(report(exercise, &marks.get(&place(exercise))?.1)));
        let report = Report {
            submission: student.id.clone(),
            exercises: graded.collect(),
        };
        let own = problems
            .iter()
            .filter(|it| it.student.as_ref() == Some(&student.id));
        Student {
            adjustments: adjustments(&student.id, &report, decisions),
            notes: own
                .map(|it| it.line.clone())
                .chain(forged(&report))
                .collect(),
            id: student.id,
            name: student.name,
            team: student.team,
            report,
        }
    });
    Ok(Class {
        title: title.to_owned(),
        students: students.collect(),
    })
}

/// What a person has to look at: files that reported a pass by themselves.
fn forged(report: &Report) -> impl Iterator<Item = String> {
    let exercises = report.exercises.iter();
    exercises.filter_map(|exercise| {
        let mut outcomes = exercise.checks.iter().map(|check| &check.outcome);
        let forged = outcomes.find(|it| it.is_forged())?;
        Some(format!(
            "{}: {}; read the file before you give a mark",
            exercise.name, forged.message
        ))
    })
}

/// A verdict as a report has it: checks are called and worth what they were when it was found; hints are those of today.
fn report(exercise: &Exercise, graded: &Graded) -> ExerciseReport {
    let checks = graded.checks.iter().map(|check| {
        let hint = exercise.spec.hint(&check.name, &check.outcome, 0);
        CheckReport {
            name: check.name.clone(),
            max_points: check.max_points,
            hint: hint.filter(|_| graded.hints).map(str::to_owned),
            outcome: check.outcome.clone(),
        }
    });
    ExerciseReport {
        name: exercise.name.clone(),
        folder: exercise.folder.clone(),
        title: exercise.spec.title.clone(),
        practical: exercise.spec.practical.clone(),
        checks: checks.collect(),
    }
}

/// What decisions do to the marks of a student, in the order of the exercises.
fn adjustments(student: &str, report: &Report, decisions: &[Decision]) -> Vec<Adjustment> {
    let mut adjustments = Vec::new();
    for exercise in &report.exercises {
        let mut mark = i64::from(exercise.total().gained);
        for decision in decisions
            .iter()
            .filter(|it| it.is_about(student, &exercise.name))
        {
            let added = match decision.points() {
                Ok(Some(Points::Added(points))) => points,
                Ok(Some(Points::Set(points))) => points - mark,
                // What is no number was refused when it was read.
                Ok(None) | Err(_) => continue,
            };
            mark += added;
            adjustments.push(Adjustment {
                exercise: exercise.name.clone(),
                points: added,
                comment: decision.comment.clone(),
            });
        }
    }
    adjustments
}
