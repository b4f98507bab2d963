//! A failing run as a page: a table with a column for each thread, time downward.

use std::fmt::Write as _;

use super::frame::{Frame, Parts};
use super::steps::{self, Stop};
use crate::render::escape::escaped;
use crate::{Row, RowKind, Trace};

impl Trace {
    /// The trace as a page: an HTML document of its own, for a light or dark ground, which one can step through with the
    /// keyboard. The lines of the steps are marked in the listings of the frame, or in those that the trace quotes.
    #[must_use]
    pub fn html(&self, frame: &Frame) -> String {
        let places = self.rows.iter().map(|row| row.place.as_str());
        frame.page(&Parts {
            steps: if self.rows.is_empty() {
                "<p>No thread did anything that another could notice.</p>\n".to_owned()
            } else {
                table(self)
            },
            closing: &self.closing,
            quoted: &self.sources,
            places: places.filter(|place| !place.is_empty()).collect(),
        })
    }
}

/// Whether one can step to the row. What is said between two steps belongs to the one before.
fn is_stop(row: &Row) -> bool {
    !matches!(row.kind, RowKind::Switch | RowKind::LeftOut)
}

fn table(trace: &Trace) -> String {
    let mut text = format!(
        "<section aria-labelledby=\"steps\">\n<h2 id=\"steps\">{}</h2>\n<table class=\"trace\" role=\"table\">\n<thead role=\"rowgroup\"><tr role=\"row\"><th scope=\"col\" role=\"columnheader\">Step</th>",
        escaped(&trace.heading())
    );
    for (thread, name) in trace.threads.iter().enumerate() {
        let _ = write!(
            text,
            "<th scope=\"col\" role=\"columnheader\" class=\"t{}\">{}</th>",
            thread % 5,
            escaped(name)
        );
    }
    text.push_str(
        "<th scope=\"col\" role=\"columnheader\">Line</th></tr></thead>\n<tbody role=\"rowgroup\">\n",
    );
    let count = trace.rows.iter().filter(|row| is_stop(row)).count();
    let mut number = 0;
    for (at, row) in trace.rows.iter().enumerate() {
        number += usize::from(is_stop(row));
        let stop = is_stop(row).then_some([number, count]);
        self::row(trace, at, stop, &mut text);
    }
    text + "</tbody>\n</table>\n</section>\n"
}

fn row(trace: &Trace, at: usize, stop: Option<[usize; 2]>, text: &mut String) {
    let row = &trace.rows[at];
    let name = trace.threads.get(row.thread).map_or("", String::as_str);
    if row.kind == RowKind::LeftOut {
        let _ = writeln!(
            text,
            "<tr role=\"row\" class=\"aside\"><td role=\"cell\" colspan=\"{}\">{}</td></tr>",
            trace.threads.len() + 2,
            escaped(&row.text)
        );
        return;
    }
    let mark = if row.marked { " marked" } else { "" };
    let class = format!("{}{mark}", class(row.kind));
    match stop {
        Some([number, count]) => {
            let open = Stop {
                number,
                thread: row.thread,
                name,
                place: &row.place,
                say: sentence(trace, at, [number, count]),
                known: row.known.as_ref(),
                class,
            }
            .open();
            text.push_str(&open.replacen("<tr", "<tr role=\"row\"", 1));
        }
        None => {
            let _ = write!(text, "<tr role=\"row\" class=\"{class}\">");
        }
    }
    let number = match (stop, row.number) {
        (Some([stop, _]), Some(number)) => format!("<a href=\"#s{stop}\">{number}</a>"),
        (Some([stop, _]), None) => format!("<a href=\"#s{stop}\" aria-label=\"end\">&#183;</a>"),
        _ => String::new(),
    };
    let mark = match row.marked {
        true => {
            "<span class=\"mark\" aria-hidden=\"true\">&#9654;</span><span class=\"unseen\"> decisive</span>"
        }
        false => "",
    };
    let _ = write!(
        text,
        "<td role=\"cell\" class=\"number\">{mark}{number}</td>"
    );
    for thread in 0..trace.threads.len() {
        if thread == row.thread {
            let _ = write!(
                text,
                "<td role=\"cell\" class=\"own t{}\" data-thread=\"{}\">{}</td>",
                thread % 5,
                escaped(name),
                escaped(&row.text)
            );
        } else {
            text.push_str("<td role=\"cell\" class=\"none\"></td>");
        }
    }
    let _ = writeln!(
        text,
        "<td role=\"cell\" class=\"place\">{}</td></tr>",
        steps::place(&row.place)
    );
}

fn class(kind: RowKind) -> &'static str {
    match kind {
        RowKind::Step => "step",
        RowKind::Stuck => "stuck",
        RowKind::Panic => "panics",
        RowKind::Switch | RowKind::Rounds | RowKind::LeftOut => "aside",
    }
}

/// The step in a sentence: whose it is, what it does, where, and why another goes on; at the end, what it all comes to.
fn sentence(trace: &Trace, at: usize, [number, count]: [usize; 2]) -> String {
    let row = &trace.rows[at];
    let thread = trace.threads.get(row.thread).map_or("", String::as_str);
    let mut text = format!("{number} of {count}. {thread}: {}", row.text);
    let quoted = trace
        .sources
        .iter()
        .find(|source| source.place == row.place);
    match quoted {
        Some(source) => {
            let _ = write!(text, ", at {}: {}", source.place, source.text);
        }
        None if !row.place.is_empty() => {
            let _ = write!(text, ", at {}", row.place);
        }
        None => text.push('.'),
    }
    if let Some(next) = trace.rows.get(at + 1).filter(|row| !is_stop(row)) {
        let _ = write!(text, " {}", next.text);
    }
    text
}
