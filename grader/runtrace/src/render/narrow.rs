//! A trace where there is no room for a table: each step is a sentence of its own, and nothing of it is left out.

use std::fmt::Write as _;

use super::columns::cut;
use super::style::Tone;
use super::wrap;
use crate::{Row, RowKind, Style, Trace};

/// Columns below which there is no table.
pub const NARROW: usize = 60;

/// The steps, one below the other: `>  2 worker 1: load value (0), src/lib.rs:22`.
pub fn rows(trace: &Trace, style: Style) -> String {
    let digits = trace.rows.iter().filter_map(|row| row.number).max();
    let digits = digits.map_or(1, |number| number.to_string().len()).max(2);
    let mut text = String::new();
    for row in &trace.rows {
        let mark = if row.marked { ">" } else { " " };
        let number = row.number.map(|number| number.to_string());
        let number = number.unwrap_or_default();
        let said = format!("{mark}{number:>digits$} {}", sentence(trace, row));
        let hang = mark.len() + digits + 1;
        for line in wrap::hanging(&said, hang, style.columns()) {
            let _ = writeln!(text, "{}", style.paint(tone(row), &line));
        }
    }
    text
}

fn sentence(trace: &Trace, row: &Row) -> String {
    if row.kind == RowKind::LeftOut {
        return row.text.clone();
    }
    let name = trace.threads.get(row.thread).map_or("", String::as_str);
    match row.place.as_str() {
        "" => format!("{name}: {}", row.text),
        place => format!("{name}: {}, {place}", row.text),
    }
}

fn tone(row: &Row) -> Tone {
    match row.kind {
        _ if row.marked => Tone::Marked,
        RowKind::Stuck | RowKind::Panic => Tone::Wrong,
        RowKind::Switch | RowKind::Rounds | RowKind::LeftOut => Tone::Aside,
        RowKind::Step => Tone::Thread(row.thread),
    }
}

/// The lines of source, each below its place.
pub fn sources(trace: &Trace, style: Style) -> String {
    let mut text = String::new();
    for source in &trace.sources {
        let place = cut(&source.place, style.columns());
        let line = cut(&source.text, style.columns().saturating_sub(2));
        let _ = writeln!(text, "{}\n  {line}", style.paint(Tone::Aside, &place));
    }
    text
}
