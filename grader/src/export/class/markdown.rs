//! The class as Markdown: marks, the hardest checks, the commonest wrong turns.

use std::io::{self, Write};

use course::Cause;

use super::ClassRenderer;
use crate::export::class::stats;
use crate::export::markdown::escaped;
use crate::export::{Class, Student};
use crate::score::ExerciseReport;

/// Checks and wrong turns that are listed.
pub const LISTED: usize = 10;

/// Renders a [`Class`] as Markdown.
#[derive(Debug, Clone, Copy)]
pub struct Markdown;

impl ClassRenderer for Markdown {
    fn render(&self, class: &Class, out: &mut dyn Write) -> io::Result<()> {
        let exercises = class.exercises();
        writeln!(out, "# {}\n", escaped(&class.title))?;
        write!(out, "| student | mark of {} |", class.max_points())?;
        for exercise in &exercises {
            write!(out, " {} |", exercise.name)?;
        }
        writeln!(out, " |\n|---|---|{}---|", "---|".repeat(exercises.len()))?;
        for student in &class.students {
            row(student, &exercises, out)?;
        }
        hardest(class, out)?;
        wrong_turns(class, out)
    }
}

fn row(student: &Student, exercises: &[&ExerciseReport], out: &mut dyn Write) -> io::Result<()> {
    let mark = open(student.total(), student.score().undecided);
    write!(out, "| {} | {mark} |", escaped(&called(student)))?;
    for exercise in exercises {
        let found = student.exercise(&exercise.name);
        let mark = found.map_or_else(String::new, |found| {
            open(student.mark(found), found.total().undecided)
        });
        write!(out, " {mark} |")?;
    }
    writeln!(out, " {} |", escaped(&student.remarks().join("; ")))
}

/// "Zoë (z123, team 4)".
pub fn called(student: &Student) -> String {
    let team = student.team.as_ref().map(|team| format!(", team {team}"));
    format!(
        "{} ({}{})",
        student.name,
        student.id,
        team.unwrap_or_default()
    )
}

/// `7`, or `7 (3 undecided)`.
fn open(mark: i64, undecided: course::Points) -> String {
    match undecided {
        0 => mark.to_string(),
        _ => format!("{mark} ({undecided} undecided)"),
    }
}

fn hardest(class: &Class, out: &mut dyn Write) -> io::Result<()> {
    let stats = stats::of(class);
    let hardest = stats::hardest(&stats);
    if hardest.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "\n## Hardest checks\n\n| check | passed | of those who have begun |\n|---|---|---|"
    )?;
    for check in hardest.iter().take(LISTED) {
        let (passed, begun) = (check.passed(), check.begun());
        writeln!(
            out,
            "| {} `{}` | {passed} | {begun} |",
            check.exercise, check.check
        )?;
    }
    Ok(())
}

fn wrong_turns(class: &Class, out: &mut dyn Write) -> io::Result<()> {
    let turns = stats::wrong_turns(class);
    if turns.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "\n## Commonest wrong turns\n\n| check | verdict | cause | students |\n|---|---|---|---|"
    )?;
    for turn in turns.iter().take(LISTED) {
        let cause = turn.cause.map_or("", Cause::words);
        let check = match &turn.check {
            Some(check) => format!("`{check}`"),
            None => turn.of().to_owned(),
        };
        let (exercise, word, students) = (&turn.exercise, turn.verdict.word(), turn.students);
        writeln!(
            out,
            "| {exercise} {check} | **{word}** | {cause} | {students} |"
        )?;
    }
    Ok(())
}
