//! A trace as a picture: a column for each thread, time downward, an arrow wherever another thread
//! goes on.

use std::fmt::Write as _;

use super::page::{CODE, LINE, MARGIN, Page};
use crate::render::columns::columns;
use crate::{Row, RowKind, Trace};

/// Height of a row and of the box in it, in pixels.
const ROW: usize = 32;
const BOX: usize = 24;

/// Space between columns, in pixels.
const GAP: usize = 20;

/// Narrowest picture, so that prose has room.
const NARROWEST: usize = 640;

impl Trace {
    /// The trace as a picture: a document of its own, as wide and high as it needs to be, for a
    /// light or dark ground.
    #[must_use]
    pub fn svg(&self) -> String {
        draw(self, "")
    }
}

/// The document. The account says what went wrong; it may be empty.
pub fn draw(trace: &Trace, account: &str) -> String {
    let layout = Layout::of(trace);
    let mut page = Page::new(layout.width);
    page.account(account);
    if !trace.rows.is_empty() {
        page.paragraph("bold", &trace.heading());
        page.y += 8;
        rows(trace, &layout, &mut page);
    }
    for source in &trace.sources {
        page.text([MARGIN, page.y + 15], "aside", &source.place);
        page.text([layout.quoted, page.y + 15], "", &source.text);
        page.y += LINE;
    }
    page.closing(&trace.closing);
    page.finish("A failing run, step by step", &description(trace, account))
}

/// The trace in words, for whoever cannot see it.
fn description(trace: &Trace, account: &str) -> String {
    let mut text = account
        .lines()
        .map(|line| format!("{} ", line.trim()))
        .collect::<String>();
    for row in &trace.rows {
        let thread = trace.threads.get(row.thread).map_or("", String::as_str);
        let _ = match (row.kind, row.number) {
            (RowKind::Step, Some(number)) => write!(text, "{number}. {thread}: {}. ", row.text),
            (RowKind::LeftOut, _) => write!(text, "{} ", row.text),
            _ => write!(text, "{thread}: {}. ", row.text),
        };
    }
    text + &trace.closing
}

/// Where things stand, in pixels.
struct Layout {
    /// Right edge of the numbers.
    numbers: usize,
    /// Left edge and width of each thread's column.
    columns: Vec<[usize; 2]>,
    /// Left edge of the places in the source.
    places: usize,
    /// Left edge of the quoted lines.
    quoted: usize,
    width: usize,
}

impl Layout {
    fn of(trace: &Trace) -> Self {
        let pixels = |text: &str| columns(text) * CODE;
        let digits = trace.rows.iter().filter_map(|row| row.number).max();
        let digits = digits.map_or(1, |number| number.to_string().len()).max(3);
        let numbers = MARGIN + digits * CODE;
        let mut x = numbers + 2 * CODE;
        let mut columns = Vec::new();
        for (thread, name) in trace.threads.iter().enumerate() {
            let own = trace
                .rows
                .iter()
                .filter(|row| row.thread == thread && row.kind != RowKind::LeftOut);
            let widest = own.map(|row| pixels(&row.text)).max().unwrap_or(0);
            let width = widest.max(pixels(name)) + 2 * CODE;
            columns.push([x, width]);
            x += width + GAP;
        }
        let widest = |texts: &mut dyn Iterator<Item = &String>| {
            texts.map(|text| pixels(text)).max().unwrap_or(0)
        };
        let places = widest(&mut trace.rows.iter().map(|row| &row.place));
        let quoted =
            MARGIN + widest(&mut trace.sources.iter().map(|source| &source.place)) + 2 * CODE;
        let quotes = widest(&mut trace.sources.iter().map(|source| &source.text));
        let width = (x + places).max(quoted + quotes).max(NARROWEST);
        Self {
            numbers,
            columns,
            places: x,
            quoted,
            width: width + MARGIN,
        }
    }

    /// The left edge and the width of a thread's column; those of the last, should there be no such
    /// thread.
    fn column(&self, thread: usize) -> [usize; 2] {
        let own = self.columns.get(thread).or(self.columns.last());
        own.copied().unwrap_or([self.places, 0])
    }

    /// The middle of a thread's column.
    fn middle(&self, thread: usize) -> usize {
        let [left, width] = self.column(thread);
        left + width / 2
    }
}

fn rows(trace: &Trace, layout: &Layout, page: &mut Page) {
    let top = page.y + LINE + 8;
    let bottom = top + trace.rows.len() * ROW;
    for (thread, name) in trace.threads.iter().enumerate() {
        let x = layout.middle(thread);
        page.text([x, page.y + 15], "bold middle", name);
        page.draw(&format!(
            r#"<line x1="{x}" y1="{}" x2="{x}" y2="{bottom}" class="rule"/>"#,
            top - 6
        ));
    }
    page.y = top;
    for (at, row) in trace.rows.iter().enumerate() {
        if let Some(next) = next_step(trace, at) {
            arrow(row, [at, next], trace, layout, page);
        }
    }
    for row in &trace.rows {
        self::row(row, layout, page);
        page.y += ROW;
    }
    page.y += LINE;
}

fn row(row: &Row, layout: &Layout, page: &mut Page) {
    let baseline = page.y + 17;
    let [left, width] = layout.column(row.thread);
    if let Some(number) = row.number {
        page.text([layout.numbers, baseline], "aside end", &number.to_string());
    }
    let class = match row.kind {
        _ if row.marked => "marked",
        RowKind::Step => "step",
        RowKind::Stuck => "stuck",
        RowKind::Panic => "panic",
        RowKind::Switch | RowKind::Rounds => {
            // The line of the column must not run through the words.
            let wide = columns(&row.text) * CODE + 8;
            let x = layout.middle(row.thread);
            page.draw(&format!(
                r#"<rect x="{}" y="{}" width="{wide}" height="18" class="ground"/>"#,
                x - wide / 2,
                page.y + 4
            ));
            page.text([x, baseline], "remark middle", &row.text);
            return;
        }
        RowKind::LeftOut => {
            page.text([layout.numbers + 2 * CODE, baseline], "remark", &row.text);
            return;
        }
    };
    page.draw(&format!(
        r#"<rect x="{left}" y="{}" width="{width}" height="{BOX}" rx="5" class="{class}"/>"#,
        page.y
    ));
    let ink = match row.kind {
        RowKind::Stuck => "middle wrong",
        RowKind::Panic => "middle loud",
        _ => "middle",
    };
    page.text([left + width / 2, baseline], ink, &row.text);
    page.text([layout.places, baseline], "aside", &row.place);
}

/// The next row that is a step, if this is one and the next is another thread's.
fn next_step(trace: &Trace, at: usize) -> Option<usize> {
    let row = &trace.rows[at];
    let is_step = |at: &usize| trace.rows[*at].kind == RowKind::Step;
    if row.kind != RowKind::Step {
        return None;
    }
    let next = (at + 1..trace.rows.len()).find(is_step)?;
    let between = &trace.rows[at + 1..next];
    let told = between.iter().all(|row| row.kind == RowKind::Switch);
    (told && trace.rows[next].thread != row.thread).then_some(next)
}

/// From a step to the next one, in another column: orange and whole if the thread could have gone
/// on.
fn arrow(row: &Row, [from, to]: [usize; 2], trace: &Trace, layout: &Layout, page: &mut Page) {
    let next = &trace.rows[to];
    let interrupted = trace.rows[from + 1..to]
        .iter()
        .any(|row| row.text == "(interrupted)");
    let (class, tip) = if interrupted {
        ("cut", "cut-tip")
    } else {
        ("hand", "tip")
    };
    let y = |row: usize| page.y + row * ROW;
    let [left, width] = layout.column(next.thread);
    let rightward = next.thread > row.thread;
    // From below the one box, past its words, to the near side of the other.
    let x = layout.middle(row.thread);
    let (start, end) = (y(from) + BOX, y(to) + BOX / 2);
    let (edge, back) = if rightward {
        (left, left - 7)
    } else {
        (left + width, left + width + 7)
    };
    page.draw(&format!(
        r#"<path d="M{x} {start}V{end}H{back}" class="{class}"/><path d="M{edge} {end}L{back} {}V{}Z" class="{tip}"/>"#,
        end - 4,
        end + 4
    ));
}
