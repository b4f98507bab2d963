//! The class for a person at a terminal: a line a student, then what is hard.

use std::io::{self, Write};

use course::text::{Paint, WIDTH, columns, plain, wrapped};

use super::markdown::called;
use super::{ClassRenderer, Tally};
use crate::export::{Class, Student, words};

/// Checks and wrong turns that are listed.
const LISTED: usize = 3;

/// Columns before what is said of a student.
const INDENT: usize = 4;

/// Renders lines of at most 80 columns.
#[derive(Debug, Clone, Copy)]
pub struct Text {
    /// Colour or not.
    pub paint: Paint,
}

impl ClassRenderer for Text {
    fn render(&self, class: &Class, out: &mut dyn Write) -> io::Result<()> {
        let (students, points) = (class.students.len(), class.max_points());
        let head = format!(
            "{}: {students} students, {points} points",
            plain(&class.title)
        );
        writeln!(out, "{}\n", self.paint.bold(&head))?;
        for student in &class.students {
            self.student(student, out)?;
        }
        let tally = Tally::of(class);
        hardest(&tally, out)?;
        wrong_turns(&tally, out)
    }
}

impl Text {
    fn student(&self, student: &Student, out: &mut dyn Write) -> io::Result<()> {
        let score = student.score();
        let open = match score.undecided {
            0 => String::new(),
            undecided => format!(", {undecided} undecided"),
        };
        let mark = format!("{} of {}{open}", student.mark(), score.possible);
        let name = plain(&called(student)).into_owned();
        let gap = WIDTH.saturating_sub(columns(&name) + columns(&mark)).max(2);
        writeln!(out, "{}{:gap$}{mark}", self.paint.bold(&name), "")?;
        let counts = words::counts(student.report.checks());
        for text in std::iter::once(&counts).chain(&student.notes) {
            for line in wrapped(&plain(text), WIDTH - INDENT) {
                writeln!(out, "{:INDENT$}{line}", "")?;
            }
        }
        Ok(())
    }
}

fn hardest(tally: &Tally, out: &mut dyn Write) -> io::Result<()> {
    let hardest = tally.hardest();
    if hardest.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "\nHardest checks, by how many of those who tried have passed:"
    )?;
    for check in hardest.iter().take(LISTED) {
        let (passed, tried) = (check.passed(), check.attempted());
        writeln!(
            out,
            "{:INDENT$}{passed} of {tried}  {} {}",
            "", check.exercise, check.check
        )?;
    }
    Ok(())
}

fn wrong_turns(tally: &Tally, out: &mut dyn Write) -> io::Result<()> {
    let turns = tally.wrong_turns();
    if turns.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "\nCommonest wrong turns, by how many students took them:"
    )?;
    for turn in turns.iter().take(LISTED) {
        let cause = turn
            .cause
            .map_or_else(String::new, |cause| format!(" ({cause})"));
        let (count, word) = (turn.students, turn.verdict.word());
        let (exercise, check) = (turn.exercise, turn.of());
        writeln!(
            out,
            "{:INDENT$}{count}  {exercise} {check}: {word}{cause}",
            ""
        )?;
    }
    Ok(())
}
