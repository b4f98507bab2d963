//! Progress as a page: one file that needs no other and no network, light or dark, from 360 pixels on.

use std::fmt::Write as _;

use course::Verdict;

use super::table::{Cell, Progress, Row};
use super::terminal::{headline, notes};

/// How it looks.
const CSS: &str = include_str!("page.css");

/// Letters of a verdict that a cell has room for.
const WORD: usize = 9;

/// The whole page.
pub fn page(progress: &Progress) -> String {
    let title = format!("Progress of {} in {}", progress.branch, progress.repo);
    let head = headline(progress);
    // The title has said what comes before.
    let figures = head
        .split_once(": ")
        .map_or(head.as_str(), |(_, rest)| rest);
    let mut page = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" \
         content=\"width=device-width,initial-scale=1\">\n<title>{0}</title>\n<style>\n{CSS}</style>\n</head>\n<body>\n\
         <main>\n<h1>{0}</h1>\n<p>{1}</p>\n",
        escaped(&title),
        escaped(figures)
    );
    page += &growth(progress);
    page += &table(progress);
    for note in notes(progress) {
        page += &format!("<p class=\"aside\">{}</p>\n", escaped(&note));
    }
    page += &standing(progress);
    page += "</main>\n</body>\n</html>\n";
    page
}

/// The points of all exercises from the first row to the last, as a line.
fn growth(progress: &Progress) -> String {
    let (totals, worth) = (progress.totals(), progress.worth());
    let (Some(first), Some(last)) = (totals.first(), totals.last()) else {
        return String::new();
    };
    let steps = totals.len().saturating_sub(1).max(1);
    let point = |(at, total): (usize, &u32)| {
        let y = 60.0 - 58.0 * f64::from(*total) / f64::from(worth.max(1));
        format!("{:.1},{y:.1}", 600.0 * at as f64 / steps as f64)
    };
    let mut points: Vec<_> = totals.iter().enumerate().map(point).collect();
    // One commit alone is a line all the same.
    if let [only] = &points[..] {
        points.push(only.replacen("0.0,", "600.0,", 1));
    }
    let label = format!("Points from commit to commit: from {first} to {last} of {worth}");
    format!(
        "<svg class=\"growth\" role=\"img\" aria-label=\"{label}\" viewBox=\"0 0 600 62\" \
         preserveAspectRatio=\"none\"><line x1=\"0\" y1=\"61\" x2=\"600\" y2=\"61\"/><line x1=\"0\" y1=\"1\" x2=\"600\" \
         y2=\"1\"/><polyline points=\"{}\"/></svg>\n",
        points.join(" ")
    )
}

fn table(progress: &Progress) -> String {
    let mut table = String::from(
        "<div class=\"scroll\" role=\"region\" aria-labelledby=\"commits\" tabindex=\"0\">\n<table>\n<caption \
         id=\"commits\">Points at each commit, the oldest first</caption>\n<thead><tr><th scope=\"col\">Commit</th>",
    );
    for column in &progress.columns {
        let (name, worth) = (escaped(&column.name), column.worth);
        let _ = write!(
            table,
            "<th scope=\"col\">{name}<small>of {worth}</small></th>"
        );
    }
    let worth = progress.worth();
    let _ = writeln!(
        table,
        "<th scope=\"col\">Total<small>of {worth}</small></th></tr></thead>\n<tbody>"
    );
    progress.rows.iter().for_each(|it| table += &row(it));
    table + "</tbody>\n</table>\n</div>\n"
}

fn row(row: &Row) -> String {
    let (class, about) = match &row.commit {
        Some(commit) => ("", format!("<code>{commit}</code> {}", escaped(&row.date))),
        None => (" class=\"now\"", "the files as they are now".to_owned()),
    };
    let subject = escaped(&row.subject);
    let mut text = format!("<tr{class}><th scope=\"row\">{subject}<small>{about}</small></th>");
    for cell in &row.cells {
        text += &self::cell(cell);
    }
    text + &format!("<td>{}</td></tr>\n", row.total().gained)
}

fn cell(cell: &Cell) -> String {
    if cell.known.is_none() {
        return "<td class=\"aside\">–<small>not there</small></td>".to_owned();
    }
    let class = match (cell.common_failure(), cell.passed()) {
        (_, true) => "pass",
        (Some(Verdict::NotAttempted), _) => "todo",
        (Some(_), _) => "fail",
        (None, _) => "",
    };
    let gained = cell.score.gained;
    let word = cell.word(WORD);
    let common = cell.common_failure().map(Verdict::word);
    let below = match (common, cell.score.undecided) {
        (Some(common), _) if common == word => format!("<small>{common}</small>"),
        (_, 0) => String::new(),
        (_, undecided) => format!("<small>{undecided} undecided</small>"),
    };
    format!("<td class=\"{class}\">{gained}{below}</td>")
}

/// Each exercise's checks as they are in the last row.
fn standing(progress: &Progress) -> String {
    let Some(last) = progress.rows.last() else {
        return String::new();
    };
    let mut text = String::from("<h2>Where it stands</h2>\n");
    for (column, cell) in progress.columns.iter().zip(&last.cells) {
        let title = escaped(&format!("{}: {}", column.name, column.title));
        let (gained, worth) = (cell.score.gained, column.worth);
        text += &format!("<h3>{title} <small>{gained} of {worth}</small></h3>\n");
        let Some(known) = &cell.known else {
            text += "<p class=\"aside\">It is not in this branch.</p>\n";
            continue;
        };
        if cell.passed() {
            text += "<p class=\"pass\">Every check passes.</p>\n";
            continue;
        }
        text += "<ul>\n";
        for (name, verdict, message) in &known.checks {
            let class = match verdict {
                Verdict::Passed => "pass",
                Verdict::NotAttempted | Verdict::Inconclusive | Verdict::GraderFault => "todo",
                _ => "fail",
            };
            let message = match verdict {
                Verdict::Passed => String::new(),
                _ => format!(": {}", escaped(message)),
            };
            let (word, name) = (verdict.word(), escaped(name));
            text += &format!(
                "<li><span class=\"{class}\">{word}</span> <code>{name}</code>{message}</li>\n"
            );
        }
        text += "</ul>\n";
    }
    text
}

/// Text that is nothing but text in a page.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            c if c.is_control() => safe.push('\u{fffd}'),
            c => safe.push(c),
        }
    }
    safe
}
