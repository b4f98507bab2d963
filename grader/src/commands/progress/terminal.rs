//! Progress as a table in a terminal of any width.

use course::Verdict;
use course::text::{Paint, fitted, wrapped};

use super::spark::spark;
use super::table::{Cell, Progress, Row};

/// Columns of a commit's name.
const COMMIT: usize = 7;

/// Columns of a date, with the space before it.
const DATE: usize = 11;

/// Columns of the total, with the space before it.
const TOTAL: usize = 6;

/// Fewer are not worth showing of a subject.
const SUBJECT: usize = 12;

/// The columns of one table.
struct Layout {
    date: bool,
    /// Columns of the subject, without the space before it.
    subject: usize,
    /// Columns of an exercise, without the space before it.
    cell: usize,
}

impl Layout {
    /// What fits into `width` columns with that many exercises: first all, then without the date, then without the
    /// subject, then with short words.
    fn new(width: usize, exercises: usize) -> Self {
        let with = |date: bool, cell: usize| {
            let taken = COMMIT + TOTAL + exercises * (cell + 1) + if date { DATE } else { 0 };
            let subject = width.saturating_sub(taken + 1);
            let layout = Self {
                date,
                subject,
                cell,
            };
            (taken <= width).then_some(layout)
        };
        let roomy = |layout: &Self| layout.subject >= SUBJECT;
        let wide = with(true, 5).filter(roomy);
        let without_date = || with(false, 5).filter(roomy);
        let short = || with(false, 4).filter(roomy);
        let mut layout = wide
            .or_else(without_date)
            .or_else(short)
            .or_else(|| with(false, 5))
            .unwrap_or(Self {
                date: false,
                subject: 0,
                cell: 4,
            });
        if !roomy(&layout) {
            layout.subject = 0;
        }
        layout
    }

    /// A line with these texts, before what each exercise has.
    fn left(&self, commit: &str, date: &str, subject: &str) -> String {
        let mut line = format!("{commit:<COMMIT$}");
        if self.date {
            line += &format!(" {date:<10}");
        }
        if self.subject > 0 {
            line += &format!(" {}", fitted(subject, self.subject));
        }
        line
    }
}

/// The whole text.
pub fn text(progress: &Progress, width: usize, paint: Paint) -> String {
    let layout = Layout::new(width, progress.columns.len());
    let cell = layout.cell;
    let mut names = layout.left("commit", "date", "subject");
    let mut worths = layout.left("", "", "");
    for column in &progress.columns {
        names += &format!(" {:>cell$}", column.name);
        worths += &format!(" {:>cell$}", format!("/{}", column.worth));
    }
    let total = TOTAL - 1;
    names += &format!(" {:>total$}", "total");
    worths += &format!(" {:>total$}", format!("/{}", progress.worth()));
    let head = wrapped(&headline(progress), width);
    let head = head.iter().map(|line| paint.bold(line) + "\n");
    let mut text: String = head.collect();
    text += &format!("{}\n\n", spark(&progress.totals(), progress.worth(), width));
    text += &format!("{}\n{}\n", paint.bold(&names), paint.dim(worths.trim_end()));
    let mut before: Option<&Row> = None;
    for row in &progress.rows {
        let commit = row.commit.as_deref().unwrap_or("now");
        text += &layout.left(commit, &row.date, &row.subject);
        for (at, one) in row.cells.iter().enumerate() {
            let is_new = before.is_none_or(|before| before.cells[at] != *one);
            text += &format!(" {}", painted(one, is_new, cell, paint));
        }
        text += &format!(" {:>total$}\n", row.total().gained);
        before = Some(row);
    }
    for note in notes(progress) {
        text += &format!("\n{}\n", wrapped(&note, width).join("\n"));
    }
    text
}

/// What is shown, in one line.
pub fn headline(progress: &Progress) -> String {
    let (repo, branch) = (&progress.repo, &progress.branch);
    let commits = match progress.commits() {
        1 => "1 commit".to_owned(),
        count => format!("{count} commits"),
    };
    let points = progress.points();
    let worth = progress.worth();
    let more = progress.totals().last().copied();
    let more = match progress.rows.last().is_some_and(|row| row.commit.is_none()) {
        true => format!("; {} with what is not committed", more.unwrap_or_default()),
        false => String::new(),
    };
    format!("{branch} in {repo}: {commits}, {points} of {worth} points{more}")
}

/// What a reader has to know about the table.
pub fn notes(progress: &Progress) -> Vec<String> {
    let mut notes = Vec::new();
    if progress.is_cut {
        notes.push(
            "This clone is shallow: earlier commits are not in it. `git fetch --unshallow` there gets them."
                .to_owned(),
        );
    }
    if progress.has_merges() {
        notes.push("Of a merge, the commits are shown that it was merged into.".to_owned());
    }
    notes
}

/// What is as it was before steps back.
fn painted(cell: &Cell, is_new: bool, width: usize, paint: Paint) -> String {
    let word = format!("{:>width$}", cell.word(width));
    if cell.passed() {
        return paint.verdict(Verdict::Passed, &word);
    }
    match (is_new, cell.common_failure()) {
        (true, Some(verdict)) => paint.verdict(verdict, &word),
        (true, None) => word,
        (false, _) => paint.dim(&word),
    }
}
