//! A class for people: a line for each student, a column for each exercise, and what to look at below.

use std::collections::BTreeMap;
use std::io::{self, Write};

use course::Verdict;
use course::text::{
    NARROWEST, Paint, WIDTH, columns, fitted, hanging, plain, plain_name, width_on, wrapped,
};

use super::{Class, Problem, Student};
use crate::score::ExerciseReport;

/// Columns of a mark, ` 10*`, and of the gap behind it: as is good to read, or as narrow as it can be.
const MARKS: [(usize, usize); 2] = [(5, 1), (4, 1)];

/// Columns of the total.
const TOTAL: usize = 6;

/// Columns of a name at most.
const NAME: usize = 24;

/// Columns of a long name at least.
const SHORT: usize = 12;

/// Renders a class in lines as wide as its table.
#[derive(Debug, Clone)]
pub struct ClassText<'p> {
    /// Colour or not.
    pub paint: Paint,
    /// Columns that there are; none where a table may be as wide as it is.
    pub room: Option<usize>,
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
        // Long names give way to marks.
        let fitting = |mark: (usize, usize)| {
            let marks = 1 + exercises.len() * (mark.0 + mark.1) + TOTAL;
            let left = self.room.map_or(width, |room| room.saturating_sub(marks));
            (left >= width.min(SHORT)).then_some((mark, left.min(width)))
        };
        match MARKS.into_iter().find_map(fitting) {
            Some((mark, width)) => self.table(class, &exercises, width, mark, out)?,
            None => self.list(class, &exercises, out)?,
        }
        self.summary(class, &exercises, out)?;
        self.notes(class, out)
    }

    /// A line for each student.
    fn table(
        &self,
        class: &Class,
        exercises: &BTreeMap<String, u32>,
        width: usize,
        (mark, gap): (usize, usize),
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let heads = exercises.keys();
        let head: String = heads
            .map(|name| format!("{name:>mark$}{:gap$}", ""))
            .collect();
        let head = format!("{:width$} {head}{:>TOTAL$}", "student", "total");
        writeln!(out, "{}", self.paint.bold(head.trim_end()))?;
        for student in &class.students {
            write!(out, "{} ", fitted(&plain_name(&student.id), width))?;
            for name in exercises.keys() {
                write!(out, "{}{:gap$}", self.mark(student, name, mark), "")?;
            }
            writeln!(out, "{:>TOTAL$}", student.total())?;
        }
        Ok(())
    }

    /// Where a table is too wide: a line for each student, and below it as many marks on a line as there is room for.
    fn list(
        &self,
        class: &Class,
        exercises: &BTreeMap<String, u32>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let room = self.room.unwrap_or(WIDTH).max(NARROWEST);
        let (mark, between) = (MARKS[1].0, 2);
        for student in &class.students {
            let id = fitted(&plain_name(&student.id), room - TOTAL);
            let line = format!("{id}{:>TOTAL$}", student.total());
            writeln!(out, "{}", self.paint.bold(&line))?;
            let mut used = 0;
            for name in exercises.keys() {
                let cell = columns(name) + mark + between;
                if used > 0 && used + cell > room {
                    writeln!(out)?;
                    used = 0;
                }
                write!(out, "  {name}{}", self.mark(student, name, mark))?;
                used += cell;
            }
            writeln!(out)?;
        }
        Ok(())
    }

    /// A student's mark of an exercise, in so many columns.
    fn mark(&self, student: &Student, name: &str, width: usize) -> String {
        let report = student.report.exercises.iter().find(|it| it.name == name);
        let Some(report) = report else {
            return format!("{:>width$}", "-");
        };
        let adjusted = student.adjustments.iter().any(|it| it.exercise == name);
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
        let mark = format!("{:>width$}", format!("{}{sign}", student.mark(report)));
        self.paint.verdict(verdict, &mark)
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
        let lacking = match lacking {
            0 => String::new(),
            1 => "; 1 is not graded here (-)".to_owned(),
            _ => format!("; {lacking} are not graded here (-)"),
        };
        let word = if students == 1 { "student" } else { "students" };
        let text = format!(
            "{students} {word}, {possible} points each: {whole} passed every check{lacking}"
        );
        writeln!(out, "\n{}", hanging(&text, 2, self.width()))
    }

    /// Columns of sentences.
    fn width(&self) -> usize {
        width_on(self.room.unwrap_or(WIDTH))
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
            for (at, line) in wrapped(&plain(&line), self.width() - 4)
                .into_iter()
                .enumerate()
            {
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
