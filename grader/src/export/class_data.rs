//! A graded class, as exports of it need it.

use course::{Points, Score};

use crate::score::{ExerciseReport, Report};

/// A graded class.
#[derive(Debug, Clone, PartialEq)]
pub struct Class {
    /// The name of its folder or roster.
    pub title: String,
    /// In the order of its list.
    pub students: Vec<Student>,
}

/// A student, or a team with one submission.
#[derive(Debug, Clone, PartialEq)]
pub struct Student {
    /// As other systems know them: a login, a number. No two students of a class have the same.
    pub id: String,
    /// As people call them.
    pub name: String,
    /// The team they handed in with.
    pub team: Option<String>,
    /// What was found in their submission.
    pub report: Report,
    /// What a person should look at, one line each; [`Student::remarks`] has the adjustments too.
    pub notes: Vec<String>,
    /// What an instructor has decided beside the score, in the order in which it is applied.
    pub adjustments: Vec<Adjustment>,
}

/// Points that an instructor has given or taken: for late days, an extension, an override.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adjustment {
    /// `ex03`; anything else is about the whole.
    pub exercise: String,
    /// Added to the mark; negative if taken away.
    pub points: i64,
    /// Why.
    pub comment: String,
}

/// Something that a person should look at; the rest of the class is graded all the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The id of the student it is about, if it is about one.
    pub student: Option<String>,
    /// One line: what, where, and what to do.
    pub line: String,
}

impl Problem {
    /// About the class as a whole.
    pub fn general(line: String) -> Self {
        Self {
            student: None,
            line,
        }
    }

    /// About one student.
    pub fn of(student: &str, line: String) -> Self {
        Self {
            student: Some(student.to_owned()),
            line,
        }
    }
}

impl Student {
    /// Points of that exercise, adjusted; never less than none.
    pub fn mark(&self, exercise: &ExerciseReport) -> i64 {
        let own = self
            .adjustments
            .iter()
            .filter(|it| it.exercise == exercise.name);
        let adjusted: i64 = own.map(|adjustment| adjustment.points).sum();
        (i64::from(exercise.total().gained) + adjusted).max(0)
    }

    /// Points of all exercises, adjusted; never less than none.
    pub fn total(&self) -> i64 {
        let exercises = &self.report.exercises;
        let marks: i64 = exercises.iter().map(|exercise| self.mark(exercise)).sum();
        let is_of_one = |adjustment: &Adjustment| {
            exercises
                .iter()
                .any(|exercise| exercise.name == adjustment.exercise)
        };
        let others = self
            .adjustments
            .iter()
            .filter(|adjustment| !is_of_one(adjustment));
        let adjusted: i64 = others.map(|adjustment| adjustment.points).sum();
        (marks + adjusted).max(0)
    }

    /// What is to be said of the student: notes, then each adjustment, a line each.
    pub fn remarks(&self) -> Vec<String> {
        let adjusted = self.adjustments.iter().map(|it| {
            let exercise = if it.exercise.is_empty() {
                "all"
            } else {
                &it.exercise
            };
            let comment = if it.comment.is_empty() { "" } else { ": " };
            format!("{exercise} {:+} points{comment}{}", it.points, it.comment)
        });
        self.notes.iter().cloned().chain(adjusted).collect()
    }

    /// The score before any adjustment.
    pub fn score(&self) -> Score {
        self.report.total()
    }

    /// Points of the exercise of that name, if it was graded.
    pub fn exercise(&self, name: &str) -> Option<&ExerciseReport> {
        self.report
            .exercises
            .iter()
            .find(|exercise| exercise.name == name)
    }
}

impl Class {
    /// Every exercise that some student's report has, in the order of the course.
    pub fn exercises(&self) -> Vec<&ExerciseReport> {
        let mut found: Vec<&ExerciseReport> = Vec::new();
        for exercise in self
            .students
            .iter()
            .flat_map(|student| &student.report.exercises)
        {
            if found.iter().all(|known| known.name != exercise.name) {
                found.push(exercise);
            }
        }
        found.sort_by(|a, b| a.name.cmp(&b.name));
        found
    }

    /// What can be gained by one student.
    pub fn max_points(&self) -> Points {
        self.exercises()
            .iter()
            .map(|exercise| exercise.total().possible)
            .sum()
    }
}

#[cfg(test)]
mod tests {
    use course::{Outcome, Verdict};

    use super::*;
    use crate::fixture::exercise;
    use crate::score::Graded;

    fn student(adjustments: &[(&str, i64)]) -> Student {
        let exercise = exercise("ex03_race_conditions");
        let outcomes = vec![Outcome::of(Verdict::Race, ""), Outcome::passed("")];
        let adjustments = adjustments.iter().map(|&(exercise, points)| Adjustment {
            exercise: exercise.to_owned(),
            points,
            comment: String::new(),
        });
        Student {
            id: "a".to_owned(),
            name: "A".to_owned(),
            team: None,
            report: Report::new("a", vec![(&exercise, Graded::ran(outcomes))]),
            notes: Vec::new(),
            adjustments: adjustments.collect(),
        }
    }

    #[test]
    fn marks_are_points_with_adjustments_and_never_less_than_none() {
        let marks = |adjustments: &[(&str, i64)]| {
            let student = student(adjustments);
            (student.mark(&student.report.exercises[0]), student.total())
        };
        assert_eq!(marks(&[]), (7, 7));
        assert_eq!(marks(&[("ex03", -2), ("ex03", 1)]), (6, 6));
        assert_eq!(marks(&[("ex03", -20)]), (0, 0));
        assert_eq!(marks(&[("", 3)]), (7, 10), "an adjustment of the whole");
        assert_eq!(marks(&[("", -30)]), (7, 0));
    }

    #[test]
    fn exercises_of_a_class_are_those_of_any_student() {
        let mut other = student(&[]);
        other.report.exercises[0].name = "ex01".to_owned();
        let class = Class {
            title: "T".to_owned(),
            students: vec![student(&[]), other],
        };
        let names: Vec<_> = class.exercises().iter().map(|it| it.name.clone()).collect();
        assert_eq!(names, ["ex01", "ex03"]);
        assert_eq!(class.max_points(), 20);
    }
}
