//! A timeline as text: one row a thread, time to the right, `^` under what is marked.

use std::fmt::Write as _;
use std::time::Duration;

use super::columns::{columns, fitted};
use super::style::Tone;
use super::{table, wrap};
use crate::{Annotated, Interval, Style, ThreadTimeline, Timeline, Waiting};

/// Threads shown.
const MOST_LANES: usize = 24;

/// Columns that the name of a thread may take.
const LONGEST_NAME: usize = 16;

/// How each way to spend time is drawn, and what the legend says.
const MARKS: [(Waiting, char, &str, Tone); 6] = [
    (Waiting::Sleep, '█', "sleeps", Tone::Asleep),
    (Waiting::Work, '▓', "works", Tone::AtWork),
    (Waiting::Core, '×', "waits for a core", Tone::HeldUp),
    (Waiting::Lock, '░', "waits for a lock", Tone::HeldUp),
    (
        Waiting::Thread,
        '┄',
        "waits for a thread to end",
        Tone::Aside,
    ),
    (
        Waiting::Other,
        '·',
        "waits for a message or a signal",
        Tone::Aside,
    ),
];

impl Annotated {
    /// As text: a row for each thread, `^` under what is marked, and the sentence.
    #[must_use]
    pub fn text(&self, style: Style) -> String {
        draw(self, style)
    }
}

impl Timeline {
    /// The timeline as text, a row for each thread and time to the right.
    #[must_use]
    pub fn text(&self, style: Style) -> String {
        Annotated::from(self.clone()).text(style)
    }
}

/// The chart, its legend, and the sentence.
fn draw(told: &Annotated, style: Style) -> String {
    let timeline = &told.timeline;
    let shown = shown(told);
    let names = shown
        .iter()
        .map(|&lane| columns(&timeline.lanes()[lane].name))
        .max()
        .unwrap_or(4)
        .min(LONGEST_NAME);
    let chart = Chart {
        told,
        style,
        names,
        columns: style.columns().saturating_sub(names + 4).max(10),
    };
    let mut text = String::new();
    if !told.heading.is_empty() {
        let _ = writeln!(text, "{}\n", wrap::lines(&told.heading, style.columns()));
    }
    let _ = writeln!(text, "{:names$}  {}", "", chart.ruler());
    for &lane in &shown {
        chart.row(lane, &mut text);
    }
    let hidden = timeline.threads() - shown.len();
    if hidden > 0 {
        let _ = writeln!(text, "... and {hidden} more threads");
    }
    // It stands below the bars, unless it is too wide for that.
    let legend = chart.legend();
    let widest = legend.iter().map(|(width, _)| *width).max().unwrap_or(0);
    let indent = (names + 2).min(style.columns().saturating_sub(widest));
    for (_, line) in legend {
        let _ = writeln!(text, "{:indent$}{line}", "");
    }
    if !told.sentence.is_empty() {
        let _ = write!(text, "\n{}", table::closing(&told.sentence, style));
    }
    text
}

/// The threads to show: main, those with something marked, and of the others as many as there is
/// room for.
pub fn shown(told: &Annotated) -> Vec<usize> {
    let threads = told.timeline.lanes().len();
    let marked = |lane: &usize| told.marked.iter().any(|leg| leg.lane == *lane);
    let (first, rest): (Vec<usize>, Vec<usize>) =
        (0..threads).partition(|lane| *lane == 0 || marked(lane));
    let mut shown: Vec<usize> = first.into_iter().chain(rest).take(MOST_LANES).collect();
    shown.sort_unstable();
    shown
}

/// How well the cores were used, if there was work for them: `4 cores, busy 25 % of the time`.
pub fn busy(timeline: &Timeline) -> Option<String> {
    let (worked, cores) = (timeline.worked().as_nanos(), timeline.cores());
    let possible = timeline.elapsed().as_nanos() * cores as u128;
    if worked == 0 || possible == 0 {
        return None;
    }
    let percent = worked * 100 / possible;
    Some(match cores {
        1 => format!("1 core, busy {percent} % of the time"),
        _ => format!("{cores} cores, busy {percent} % of the time"),
    })
}

/// The ways to spend time that some thread shown has used, in the order of the legend.
pub fn used(timeline: &Timeline) -> impl Iterator<Item = (Waiting, char, &'static str, Tone)> {
    let used = |waiting: Waiting| {
        let mut intervals = timeline.lanes().iter().flat_map(|lane| &lane.intervals);
        intervals.any(|at| at.waiting == waiting)
    };
    MARKS
        .into_iter()
        .filter(move |(waiting, ..)| used(*waiting))
}

struct Chart<'c> {
    told: &'c Annotated,
    style: Style,
    /// Columns of the names.
    names: usize,
    /// Columns of the bars.
    columns: usize,
}

impl Chart<'_> {
    /// Zero on the left, the end on the right, the middle between.
    fn ruler(&self) -> String {
        let elapsed = self.told.timeline.elapsed();
        let show = |time: Duration| format!("{} s", (time.as_secs_f64() * 1000.0).round() / 1000.0);
        let (left, middle, right) = ("0 s".to_owned(), show(elapsed / 2), show(elapsed));
        if elapsed.is_zero() {
            return left;
        }
        let space = self
            .columns
            .saturating_sub(left.len() + middle.len() + right.len());
        format!(
            "{left}{}{middle}{}{right}",
            " ".repeat(space / 2),
            " ".repeat(space - space / 2)
        )
    }

    fn row(&self, number: usize, text: &mut String) {
        let (names, lane) = (self.names, &self.told.timeline.lanes()[number]);
        let name = fitted(&lane.name, names);
        let cells: Vec<Option<Waiting>> = (0..self.columns)
            .map(|column| self.cell(lane, column))
            .collect();
        let bar: String = cells
            .chunk_by(|a, b| a == b)
            .map(|run| self.stretch(run[0], run.len()))
            .collect();
        let _ = writeln!(text, "{name} |{bar}|");
        let marks: String = (0..self.columns)
            .map(|column| {
                if self.is_marked(number, column) {
                    '^'
                } else {
                    ' '
                }
            })
            .collect();
        let marks = marks.trim_end();
        if !marks.is_empty() {
            let spaces = marks.len() - marks.trim_start().len();
            let painted = self.style.paint(Tone::Marked, marks.trim_start());
            let _ = writeln!(text, "{:names$}  {:spaces$}{painted}", "", "");
        }
    }

    fn stretch(&self, waiting: Option<Waiting>, columns: usize) -> String {
        let found = MARKS.iter().find(|(other, ..)| Some(*other) == waiting);
        match found {
            Some((_, mark, _, tone)) => self.style.paint(*tone, &mark.to_string().repeat(columns)),
            None => " ".repeat(columns),
        }
    }

    /// The stretch of time that a column stands for, in nanoseconds.
    fn span(&self, column: usize) -> [u128; 2] {
        let elapsed = self.told.timeline.elapsed().as_nanos();
        [column, column + 1].map(|column| elapsed * column as u128 / self.columns as u128)
    }

    /// What most of the column's stretch of time was spent at.
    fn cell(&self, lane: &ThreadTimeline, column: usize) -> Option<Waiting> {
        let span = self.span(column);
        let overlap = |at: &Interval| overlap(span, [at.since, at.until]);
        lane.intervals
            .iter()
            .filter(|at| overlap(at) > 0)
            .max_by_key(|at| overlap(at))
            .map(|at| at.waiting)
    }

    /// Whether most of the column's stretch of time is marked for that thread.
    fn is_marked(&self, lane: usize, column: usize) -> bool {
        let span = self.span(column);
        let legs = self.told.marked.iter().filter(|leg| leg.lane == lane);
        let marked: u128 = legs.map(|leg| overlap(span, [leg.since, leg.until])).sum();
        marked * 2 > span[1] - span[0]
    }

    /// What the signs mean, as many to a line as there is room for; each line with its columns.
    fn legend(&self) -> Vec<(usize, String)> {
        let timeline = &self.told.timeline;
        let used = used(timeline).map(|(_, mark, words, tone)| (mark, words, tone));
        let marked = ('^', self.told.legend.as_str(), Tone::Marked);
        let marked = (!self.told.marked.is_empty()).then_some(marked);
        let mut lines: Vec<(usize, String)> = Vec::new();
        for (mark, words, tone) in used.chain(marked) {
            let width = 2 + columns(words);
            let entry = format!("{} {words}", self.style.paint(tone, &mark.to_string()));
            match lines.last_mut() {
                Some((so_far, line)) if *so_far + 3 + width <= self.columns => {
                    *so_far += 3 + width;
                    *line += &format!("   {entry}");
                }
                _ => lines.push((width, entry)),
            }
        }
        lines.extend(busy(timeline).map(|line| (line.len(), line)));
        lines
    }
}

/// How much of the span (nanoseconds) lies between the two moments.
fn overlap([from, to]: [u128; 2], [since, until]: [Duration; 2]) -> u128 {
    until
        .as_nanos()
        .min(to)
        .saturating_sub(since.as_nanos().max(from))
}
