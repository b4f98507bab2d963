//! A graded class, as it is exported.

use crate::score::{ExerciseReport, Report};

/// A graded class.
#[derive(Debug, Clone, PartialEq)]
pub struct Class {
    /// The name of its folder or roster.
    pub title: String,
    /// In the order of its list.
    pub students: Vec<Student>,
}

/// One student's marks.
#[derive(Debug, Clone, PartialEq)]
pub struct Student {
    /// What tells them from others.
    pub id: String,
    /// What people call them.
    pub name: String,
    /// The team that they hand in with.
    pub team: Option<String>,
    /// The attempts that count.
    pub report: Report,
    /// What a person should look at, one line each.
    pub notes: Vec<String>,
    /// What an instructor has decided beside the score, in the order in which it is applied.
    pub adjustments: Vec<Adjustment>,
}

/// Points that an instructor has given or taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adjustment {
    /// `ex03`
    pub exercise: String,
    /// Added to the mark; below zero, taken from it.
    pub points: i64,
    /// Why.
    pub comment: String,
}

impl Student {
    /// The points of an exercise with what was decided beside them.
    pub fn mark(&self, exercise: &ExerciseReport) -> i64 {
        let adjusted = self
            .adjustments
            .iter()
            .filter(|it| it.exercise == exercise.name);
        i64::from(exercise.total().gained) + adjusted.map(|it| it.points).sum::<i64>()
    }

    /// The marks of all exercises together.
    pub fn total(&self) -> i64 {
        self.report
            .exercises
            .iter()
            .map(|exercise| self.mark(exercise))
            .sum()
    }
}
