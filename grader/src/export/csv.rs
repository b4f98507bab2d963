//! CSV: a row a check, all columns.

use std::borrow::Cow;
use std::io::{self, Write};

use ::csv::Writer;

use super::Renderer;
use super::words;
use crate::score::{CheckReport, ExerciseReport, Report};

/// Renders a [`Report`] as CSV (RFC 4180, UTF-8).
#[derive(Debug, Clone, Copy)]
pub struct Csv;

/// The first row.
const HEAD: [&str; 14] = [
    "submission",
    "exercise",
    "title",
    "practical",
    "check",
    "verdict",
    "cause",
    "points",
    "max_points",
    "undecided",
    "message",
    "virtual_seconds",
    "executions",
    "exhaustive",
];

impl Renderer for Csv {
    fn render(&self, report: &Report, out: &mut dyn Write) -> io::Result<()> {
        let mut csv = Writer::from_writer(out);
        csv.write_record(HEAD)?;
        for exercise in &report.exercises {
            for check in &exercise.checks {
                csv.write_record(row(report, exercise, check))?;
            }
        }
        csv.flush()
    }
}

fn row(report: &Report, exercise: &ExerciseReport, check: &CheckReport) -> [String; HEAD.len()] {
    let score = check.score();
    let figures = check.outcome.figures;
    let cause = check.outcome.cause;
    [
        text(&report.submission),
        text(&exercise.name),
        text(&exercise.title),
        text(&exercise.practical),
        text(&check.name),
        check.verdict().name().to_owned(),
        cause.map_or_else(String::new, |cause| cause.name().to_owned()),
        score.gained.to_string(),
        score.possible.to_string(),
        score.undecided.to_string(),
        text(&words::message(check)),
        or_empty(figures.virtual_seconds),
        or_empty(figures.executions),
        or_empty(figures.exhaustive),
    ]
}

fn or_empty(value: Option<impl ToString>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}

/// A text as it may stand in a field. To a spreadsheet one that begins with `=`, `+`, `-` or `@` is a formula, and a
/// formula can send what is in other cells to anybody; behind an apostrophe it is a text.
pub fn text(text: &str) -> String {
    let plain: Cow<'_, str> = course::text::plain(text);
    // Some programs drop the white space before they look.
    match plain.trim_start().chars().next() {
        Some('=' | '+' | '-' | '@' | '\u{fffd}') => format!("'{plain}"),
        _ => plain.into_owned(),
    }
}

/// A field, quoted where that is needed.
pub fn field(value: &str) -> String {
    let mut csv = Writer::from_writer(Vec::new());
    let written = csv.write_field(text(value)).is_ok();
    let bytes = csv.into_inner().unwrap_or_default();
    debug_assert!(written, "a vector takes everything");
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_field_is_a_formula() {
        for formula in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\r=1"] {
            let field = text(formula);
            assert!(field.starts_with('\''), "{formula:?} became {field:?}");
        }
        assert_eq!(text("Zoë = 学生"), "Zoë = 学生");
    }
}
