//! What an instructor decides beside the score: a CSV file with the columns `student`, `exercise`, `days`, `points` and
//! `comment`.
//!
//! `points` is `+2` or `-1` on top of the mark, or `7` in its place; `days` move the deadline for that student. Both are
//! applied when the class is reported, and shown as what they are; the verdicts stay what they were.

use std::fs::File;
use std::path::{Path, PathBuf};

use csv::{ReaderBuilder, Trim};
use serde::{Deserialize, Serialize};

/// One row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// The id of the student.
    pub student: String,
    /// `ex03`, or empty for all exercises.
    #[serde(default)]
    pub exercise: String,
    /// Days that the deadline is moved.
    #[serde(default)]
    pub days: Option<u32>,
    /// As written: `+2`, `-1`, `7`.
    #[serde(default)]
    pub points: String,
    /// Why, for the student and for colleagues.
    #[serde(default)]
    pub comment: String,
}

/// The file cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("cannot read the adjustments {}: {reason}; give a CSV file with the columns student, exercise, days, points, comment", path.display())]
pub struct AdjustmentsError {
    path: PathBuf,
    reason: String,
}

/// What the points of a decision do to a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Points {
    /// They are added to it.
    Added(i64),
    /// They take its place.
    Set(i64),
}

impl Decision {
    /// What it does to a mark, if anything.
    ///
    /// # Errors
    /// What is written there is no whole number.
    pub fn points(&self) -> Result<Option<Points>, String> {
        let text = self.points.trim();
        let number = |text: &str| {
            text.parse::<i64>()
                .map_err(|_| format!("points `{text}` is no whole number: write 7, +2 or -1"))
        };
        match text.chars().next() {
            None => Ok(None),
            Some('+' | '-') => number(text).map(|it| Some(Points::Added(it))),
            Some('=') => number(text[1..].trim()).map(|it| Some(Points::Set(it))),
            Some(_) => number(text).map(|it| Some(Points::Set(it))),
        }
    }

    /// Whether it is about that exercise of that student.
    pub fn is_about(&self, student: &str, exercise: &str) -> bool {
        self.student == student && (self.exercise.is_empty() || self.exercise == exercise)
    }
}

/// Reads the file.
///
/// # Errors
/// It is not there, or a row is not of that shape; the line is named.
pub fn read(path: &Path) -> Result<Vec<Decision>, AdjustmentsError> {
    let failed = |reason: String| AdjustmentsError {
        path: path.to_owned(),
        reason,
    };
    let file = File::open(path).map_err(|error| failed(error.to_string()))?;
    let mut reader = ReaderBuilder::new().trim(Trim::All).from_reader(file);
    let mut decisions = Vec::new();
    for row in reader.deserialize() {
        let decision: Decision = row.map_err(|error| failed(error.to_string()))?;
        decision
            .points()
            .map_err(|reason| failed(format!("{}: {reason}", decision.student)))?;
        decisions.push(decision);
    }
    Ok(decisions)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str) -> Result<Vec<Decision>, String> {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("adjust.csv");
        std::fs::write(&path, text).unwrap();
        read(&path).map_err(|error| error.to_string())
    }

    #[test]
    fn points_are_added_or_take_the_place_of_a_mark() {
        let rows = read_text("student,exercise,days,points,comment\na,ex03,,+2,orally\nb,ex03,,7,\nc,,3,,ill\nd,ex01,,-1,\n").unwrap();
        let points: Vec<_> = rows.iter().map(|row| row.points().unwrap()).collect();
        assert_eq!(
            points,
            [
                Some(Points::Added(2)),
                Some(Points::Set(7)),
                None,
                Some(Points::Added(-1))
            ]
        );
        assert_eq!(rows[2].days, Some(3));
        assert!(rows[2].is_about("c", "ex09") && !rows[0].is_about("a", "ex04"));
    }

    #[test]
    fn a_row_that_cannot_be_understood_is_named() {
        let error = read_text("student,exercise,points\na,ex03,many\n").unwrap_err();
        assert!(
            error.contains("a: points `many` is no whole number"),
            "{error}"
        );
        let error = read_text("student,exercise,days\na,ex03,soon\n").unwrap_err();
        assert!(
            error.contains("line: 2") || error.contains("record 1"),
            "{error}"
        );
        assert!(
            read_text("who,points\na,1\n")
                .unwrap_err()
                .contains("student")
        );
    }
}
