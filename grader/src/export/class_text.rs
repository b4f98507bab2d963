//! A class for people: a line for each student, a column for each exercise, and what to look at below.

use std::collections::BTreeMap;
use std::io::{self, Write};

use course::Verdict;
use course::text::{Paint, WIDTH, columns, fitted, plain, plain_name, wrapped};

use super::{Class, Problem, Student};
use crate::score::ExerciseReport;

/// Columns of a mark: ` 10*`.
const MARK: usize = 5;

/// Columns of a name at most.
const NAME: usize = 24;

/// Renders a class in lines as wide as its table.
#[derive(Debug, Clone)]
pub struct ClassText<'p> {
    /// Colour or not.
    pub paint: Paint,
    /// What is about nobody in particular.
    pub problems: &'p [Problem],
}

impl ClassText<'_> {
    /// Writes `class` to `out`.
    ///
    /// # Errors
    /// Only those of `out`.
    pub fn render(&self, class: &Class, out: &mut dyn Write) -> io::Result<()> {
        let exercises = exercises(class);
        let width = class
            .students
            .iter()
            .map(|it| columns(&plain_name(&it.id)))
            .max();
        let width = width.unwrap_or_default().clamp(7, NAME);
        let head: String = exercises
            .keys()
            .map(|name| format!("{name:>MARK$} "))
            .collect();
        let head = format!("{:width$} {head} total", "student");
        writeln!(out, "{}", self.paint.bold(head.trim_end()))?;
        for student in &class.students {
            self.student(student, &exercises, width, out)?;
        }
        self.summary(class, &exercises, out)?;
        self.notes(class, out)
    }

    fn student(
        &self,
        student: &Student,
        exercises: &BTreeMap<String, u32>,
        width: usize,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        write!(out, "{} ", fitted(&plain_name(&student.id), width))?;
        for name in exercises.keys() {
            let report = student.report.exercises.iter().find(|it| it.name == *name);
            let Some(report) = report else {
                write!(out, "{:>MARK$} ", "-")?;
                continue;
            };
            let adjusted = student.adjustments.iter().any(|it| it.exercise == *name);
            let sign = match report.total().undecided {
                0 if adjusted => "*",
                0 => "",
                _ => "?",
            };
            let verdict = if report.passed() {
                Verdict::Passed
            } else {
                report
                    .checks
                    .iter()
                    .map(|it| it.verdict())
                    .find(|it| !it.passed())
                    .unwrap_or(Verdict::Passed)
            };
            let mark = format!("{:>MARK$}", format!("{}{sign}", student.mark(report)));
            write!(out, "{} ", self.paint.verdict(verdict, &mark))?;
        }
        writeln!(out, "{:>6}", student.total())
    }

    fn summary(
        &self,
        class: &Class,
        exercises: &BTreeMap<String, u32>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let possible: u32 = exercises.values().sum();
        let students = class.students.len();
        // Other shards have the rest.
        let graded = |student: &&Student| {
            let marks = student.report.exercises.len();
            marks > 0 && marks >= exercises.len()
        };
        let lacking = students - class.students.iter().filter(graded).count();
        let whole = class
            .students
            .iter()
            .filter(|it| graded(it) && it.report.passed())
            .count();
        writeln!(out)?;
        write!(
            out,
            "{students} {}, {possible} points each: {whole} passed every check",
            if students == 1 { "student" } else { "students" },
        )?;
        match lacking {
            0 => writeln!(out),
            1 => writeln!(out, "; 1 is not graded here (-)"),
            _ => writeln!(out, "; {lacking} are not graded here (-)"),
        }
    }

    fn notes(&self, class: &Class, out: &mut dyn Write) -> io::Result<()> {
        let mut lines: Vec<String> = self
            .problems
            .iter()
            .filter(|it| it.student.is_none())
            .map(|it| it.line.clone())
            .collect();
        for student in &class.students {
            let (remarks, id) = (student.remarks(), plain_name(&student.id));
            lines.extend(remarks.iter().map(|it| format!("{id}: {it}")));
            lines.extend(
                student
                    .report
                    .exercises
                    .iter()
                    .filter_map(|it| refused(&id, it)),
            );
            let undecided = student
                .report
                .exercises
                .iter()
                .filter(|it| it.total().undecided > 0);
            lines.extend(undecided.map(|it| {
                format!(
                    "{id}: {}: {} points are undecided; grade the class again",
                    it.name,
                    it.total().undecided
                )
            }));
        }
        if !lines.is_empty() {
            writeln!(out, "\n{}", self.paint.bold("To look at"))?;
        }
        for line in lines {
            for (at, line) in wrapped(&plain(&line), WIDTH - 4).into_iter().enumerate() {
                writeln!(out, "{}{line}", if at == 0 { "  " } else { "    " })?;
            }
        }
        Ok(())
    }
}

/// Why an exercise was not even run, if a person should know.
fn refused(student: &str, exercise: &ExerciseReport) -> Option<String> {
    let failure = exercise.common_failure()?;
    // What is forged is among the student's remarks.
    let told = matches!(
        failure.verdict(),
        Verdict::Forbidden | Verdict::LimitExceeded
    ) && !failure.outcome.is_forged();
    let (word, message) = (failure.verdict().word(), &failure.outcome.message);
    told.then(|| format!("{student}: {}: {word}: {message}", exercise.name))
}

/// The exercises that anybody has a mark for, with their points.
fn exercises(class: &Class) -> BTreeMap<String, u32> {
    let reports = class
        .students
        .iter()
        .flat_map(|student| &student.report.exercises);
    reports
        .map(|it| (it.name.clone(), it.total().possible))
        .collect()
}
