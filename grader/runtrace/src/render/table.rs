//! A trace as text: one column a thread, time downward.

use std::fmt::Write as _;

use super::columns::{columns, cut};
use super::narrow::{self, NARROW};
use super::style::Tone;
use super::wrap;
use crate::{Row, RowKind, Style, Trace};

/// Narrowest column, if there is room: names and steps are seldom wider, and tables look alike.
const NARROWEST: usize = 12;

/// Columns between one thread and the next.
const GAP: usize = 2;

/// Columns that the name of a thread may take where there is little room.
const LONGEST_NAME: usize = 16;

impl Trace {
    /// The line above the rows: "What happened with one interruption, step by step:".
    #[must_use]
    pub fn heading(&self) -> String {
        let how_simple = match self.interruptions {
            None => String::new(),
            Some(0) => " without interrupting any thread".to_owned(),
            Some(1) => " with one interruption".to_owned(),
            Some(many) => format!(" with {many} interruptions"),
        };
        format!("What happened{how_simple}, step by step:")
    }

    /// The trace as text: a table with a column for each thread and time downward, the lines of
    /// source, and what went wrong in words. Empty if nothing happened.
    #[must_use]
    pub fn text(&self, style: Style) -> String {
        draw(self, style)
    }
}

/// The whole trace, or nothing if nothing happened.
fn draw(trace: &Trace, style: Style) -> String {
    let mut parts = Vec::new();
    if !trace.rows.is_empty() {
        let heading = wrap::lines(&trace.heading(), style.columns());
        let heading = style.paint(Tone::Heading, &heading);
        let rows = match style.columns() {
            0..NARROW => narrow::rows(trace, style),
            _ => rows(trace, style),
        };
        parts.push(format!("{heading}\n\n{rows}"));
    }
    if !trace.sources.is_empty() {
        parts.push(match style.columns() {
            0..NARROW => narrow::sources(trace, style),
            _ => sources(trace, style),
        });
    }
    if !trace.closing.is_empty() {
        parts.push(closing(&trace.closing, style));
    }
    parts.join("\n")
}

/// What went wrong in words, the last thing that is read.
pub fn closing(sentence: &str, style: Style) -> String {
    let lines = wrap::lines(sentence, style.columns());
    let lines: Vec<_> = lines
        .lines()
        .map(|line| style.paint(Tone::Heading, line))
        .collect();
    format!("{}\n", lines.join("\n"))
}

/// The words of a row; the fewer, the higher the level.
fn words(row: &Row, level: usize) -> &str {
    let shorter = row.brief.iter().take(level).next_back();
    shorter.unwrap_or(&row.text)
}

/// The most words of a row that fit so many columns. If not all rows say all (`brief`), none does
/// that can say less, so that they are alike.
fn fitting(row: &Row, brief: bool, room: usize) -> &str {
    let fits = |text: &&String| columns(text) <= room;
    let full = (!brief || row.brief.is_empty()).then_some(&row.text);
    let mut all = full.into_iter().chain(&row.brief);
    all.find(fits)
        .map_or(words(row, usize::MAX), String::as_str)
}

/// Where the cells of a table stand.
struct Layout {
    /// Digits of the widest number.
    digits: usize,
    /// Width of each thread's column. None if there is no room for columns: then each row begins
    /// with its thread's name.
    columns: Option<Vec<usize>>,
    /// Whether there is room for columns only if less is said.
    brief: bool,
    /// Without columns: width of the names, and of what is said of each step.
    names: usize,
    words: usize,
    /// Most columns that a place may take.
    places: usize,
}

impl Layout {
    fn of(trace: &Trace, style: Style) -> Self {
        let width = columns;
        let digits = trace.rows.iter().filter_map(|row| row.number).max();
        let digits = digits.map_or(1, |number| number.to_string().len()).max(3);
        let places = trace.rows.iter().map(|row| width(&row.place)).max();
        let places = places.unwrap_or(0).min(style.columns() * 2 / 5);
        let free = style.columns().saturating_sub(digits + 3 + places + 1);
        let longest = trace.rows.iter().map(|row| row.brief.len()).max();
        let levels = 0..=longest.unwrap_or(0);
        let columns = levels
            .map(|level| (level, natural(trace, level)))
            .find_map(|(level, natural)| Some((fit(&natural, free)?, level > 0)));
        let (columns, brief) = match columns {
            Some((columns, true)) => (Some(widened(columns, &natural(trace, 1), free)), true),
            Some((columns, false)) => (Some(columns), false),
            None => (None, false),
        };
        let names = trace.threads.iter().map(|name| width(name)).max();
        let names = GAP + names.unwrap_or(0).min(LONGEST_NAME);
        let words = trace.rows.iter().map(|row| width(&row.text)).max();
        let words = GAP + words.unwrap_or(0);
        Self {
            digits,
            columns,
            brief,
            names,
            words: words.min(free.saturating_sub(names)).max(NARROWEST),
            places,
        }
    }
}

/// Columns that share what is free, as far as they want more.
fn widened(mut columns: Vec<usize>, wanted: &[usize], free: usize) -> Vec<usize> {
    let mut left = free.saturating_sub(columns.iter().sum());
    loop {
        let before = left;
        for (column, wanted) in columns.iter_mut().zip(wanted) {
            let more = usize::from(*column < *wanted && left > 0);
            *column += more;
            left -= more;
        }
        if left == before {
            return columns;
        }
    }
}

/// The width that each thread's column needs.
fn natural(trace: &Trace, level: usize) -> Vec<usize> {
    let of = |(thread, name): (usize, &String)| {
        let rows = trace.rows.iter();
        let own = rows.filter(|row| row.thread == thread && row.kind != RowKind::LeftOut);
        let widest = own.map(|row| columns(words(row, level))).max().unwrap_or(0);
        GAP + widest.max(columns(name))
    };
    trace.threads.iter().enumerate().map(of).collect()
}

/// The widths of columns that must be as wide as `natural` at least, in `free` columns of a
/// terminal: all alike if there is room for that.
fn fit(natural: &[usize], free: usize) -> Option<Vec<usize>> {
    let widest = natural.iter().copied().max()?.max(NARROWEST);
    if widest * natural.len() <= free {
        return Some(vec![widest; natural.len()]);
    }
    (natural.iter().sum::<usize>() <= free).then(|| natural.to_vec())
}

fn rows(trace: &Trace, style: Style) -> String {
    let layout = Layout::of(trace, style);
    let mut text = String::new();
    if let Some(columns) = &layout.columns {
        let mut line = " ".repeat(layout.digits + 3);
        for (thread, (name, &width)) in trace.threads.iter().zip(columns).enumerate() {
            line += &padded(style, Tone::Thread(thread), name, width);
        }
        let _ = writeln!(text, "{}", line.trim_end());
    }
    for row in &trace.rows {
        let _ = writeln!(text, "{}", line(trace, row, &layout, style).trim_end());
    }
    text
}

fn line(trace: &Trace, row: &Row, layout: &Layout, style: Style) -> String {
    let mark = if row.marked {
        style.paint(Tone::Marked, ">")
    } else {
        " ".to_owned()
    };
    let number = row
        .number
        .map(|number| number.to_string())
        .unwrap_or_default();
    let start = format!("{mark}{number:>digits$}  ", digits = layout.digits);
    let tone = match row.kind {
        _ if row.marked => Tone::Marked,
        RowKind::Stuck | RowKind::Panic => Tone::Wrong,
        RowKind::Switch | RowKind::Rounds | RowKind::LeftOut => Tone::Aside,
        RowKind::Step => Tone::Thread(row.thread),
    };
    let mut line = start;
    match &layout.columns {
        _ if row.kind == RowKind::LeftOut => return line + &style.paint(tone, &row.text),
        Some(columns) => {
            let own = row.thread.min(columns.len() - 1);
            let before: usize = columns[..own].iter().sum();
            let width = columns[own];
            let after: usize = columns[own + 1..].iter().sum();
            let cell = padded(style, tone, fitting(row, layout.brief, width - GAP), width);
            let _ = write!(line, "{:before$}{cell}{:after$}", "", "");
        }
        None => {
            let name = trace.threads.get(row.thread).map_or("", String::as_str);
            let name = cut(name, layout.names - GAP);
            let text = cut(&row.text, layout.words - 1);
            line += &padded(style, Tone::Thread(row.thread), &name, layout.names);
            line += &padded(style, tone, &text, layout.words);
        }
    }
    let place = cut(&row.place, layout.places);
    let _ = write!(line, " {}", style.paint(Tone::Aside, &place));
    line
}

/// The text and spaces to its right, up to `width` columns.
fn padded(style: Style, tone: Tone, text: &str, width: usize) -> String {
    let spaces = width.saturating_sub(columns(text));
    format!("{}{:spaces$}", style.paint(tone, text), "")
}

fn sources(trace: &Trace, style: Style) -> String {
    let places = trace.sources.iter().map(|source| columns(&source.place));
    let width = places.max().unwrap_or(0);
    let room = style.columns().saturating_sub(width + 6).max(20);
    let mut text = String::new();
    for source in &trace.sources {
        let place = padded(style, Tone::Aside, &source.place, width);
        let bar = style.paint(Tone::Aside, "|");
        let _ = writeln!(text, "  {place}  {bar} {}", cut(&source.text, room));
    }
    text
}
