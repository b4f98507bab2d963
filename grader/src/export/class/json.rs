//! The class for programs: JSON, schema 1.

use std::io::{self, Write};

use course::Points;
use serde::{Serialize, Serializer};

use super::ClassRenderer;
use crate::export::json::{SCHEMA, Submission};
use crate::export::{Adjustment, Class, Student, plain_json};

/// Renders a [`Class`] for programs.
#[derive(Debug, Clone, Copy)]
pub struct Json;

impl ClassRenderer for Json {
    fn render(&self, class: &Class, out: &mut dyn Write) -> io::Result<()> {
        let document = Document {
            schema: SCHEMA,
            class: &class.title,
            max_score: class.max_points(),
            students: &class.students,
        };
        plain_json::write(&mut *out, &document)?;
        writeln!(out)
    }
}

#[derive(Serialize)]
struct Document<'c> {
    schema: u32,
    class: &'c str,
    max_score: Points,
    #[serde(serialize_with = "one_by_one")]
    students: &'c [Student],
}

/// Draws each student's account only when it is written, so that a class takes no more memory than a student.
fn one_by_one<S: Serializer>(students: &&[Student], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(students.iter().map(Entry::of))
}

/// A student, with the fields of their submission's JSON beside.
#[derive(Serialize)]
struct Entry<'s> {
    id: &'s str,
    name: &'s str,
    team: Option<&'s str>,
    /// The score with what was adjusted.
    mark: i64,
    notes: &'s [String],
    adjustments: Vec<Adjusted<'s>>,
    #[serde(flatten)]
    submission: Submission<'s>,
}

#[derive(Serialize)]
struct Adjusted<'s> {
    exercise: &'s str,
    points: i64,
    comment: &'s str,
}

impl<'s> Entry<'s> {
    fn of(student: &'s Student) -> Self {
        let adjusted = |adjustment: &'s Adjustment| Adjusted {
            exercise: &adjustment.exercise,
            points: adjustment.points,
            comment: &adjustment.comment,
        };
        Self {
            id: &student.id,
            name: &student.name,
            team: student.team.as_deref(),
            mark: student.total(),
            notes: &student.notes,
            adjustments: student.adjustments.iter().map(adjusted).collect(),
            submission: Submission::of(&student.report),
        }
    }
}
