//! The class as CSV: a row a student, with a column for each exercise's mark and each check's verdict.

use std::io::{self, Write};

use ::csv::Writer;

use super::ClassRenderer;
use crate::export::csv::text;
use crate::export::{Class, Student};
use crate::score::ExerciseReport;

/// Renders a [`Class`] as CSV (RFC 4180, UTF-8), with all there is to know but the accounts.
#[derive(Debug, Clone, Copy)]
pub struct Csv;

/// The columns before those of exercises.
const HEAD: [&str; 8] = [
    "id",
    "name",
    "team",
    "mark",
    "points",
    "max_points",
    "undecided",
    "notes",
];

impl ClassRenderer for Csv {
    fn render(&self, class: &Class, out: &mut dyn Write) -> io::Result<()> {
        let exercises = class.exercises();
        let mut csv = Writer::from_writer(out);
        let head = HEAD.map(str::to_owned).into_iter();
        csv.write_record(head.chain(exercises.iter().flat_map(|it| columns(it))))?;
        for student in &class.students {
            let own = own(student).into_iter();
            let found = exercises
                .iter()
                .flat_map(|exercise| cells(student, exercise));
            csv.write_record(own.chain(found))?;
        }
        csv.flush()
    }
}

/// `ex03`, then `ex03/no_update_is_lost` and so on.
fn columns(exercise: &ExerciseReport) -> Vec<String> {
    let checks = exercise.checks.iter();
    let checks = checks.map(|check| format!("{}/{}", exercise.name, check.name));
    std::iter::once(exercise.name.clone())
        .chain(checks)
        .collect()
}

fn own(student: &Student) -> [String; HEAD.len()] {
    let score = student.score();
    [
        text(&student.id),
        text(&student.name),
        text(student.team.as_deref().unwrap_or_default()),
        student.total().to_string(),
        score.gained.to_string(),
        score.possible.to_string(),
        score.undecided.to_string(),
        text(&student.remarks().join("; ")),
    ]
}

/// The mark, then verdicts; empty of an exercise that the student has not got.
fn cells(student: &Student, exercise: &ExerciseReport) -> Vec<String> {
    let Some(found) = student.exercise(&exercise.name) else {
        return vec![String::new(); 1 + exercise.checks.len()];
    };
    let verdict = |name: &str| {
        let check = found.checks.iter().find(|check| check.name == name);
        check.map_or_else(String::new, |check| check.verdict().name().to_owned())
    };
    let verdicts = exercise.checks.iter().map(|check| verdict(&check.name));
    std::iter::once(student.mark(found).to_string())
        .chain(verdicts)
        .collect()
}
