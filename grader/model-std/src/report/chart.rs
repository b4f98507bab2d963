//! The timeline as a chart: one row a thread, time to the right.

use std::fmt::Write as _;
use std::time::Duration;

use crate::model::Waiting;
use crate::model::timeline::Lane;

/// Rows shown.
const MOST_LANES: usize = 24;

/// How each way to spend time is drawn, and what the legend says.
const MARKS: [(Waiting, char, &str); 6] = [
    (Waiting::Sleep, '█', "sleeps"),
    (Waiting::Work, '▓', "works"),
    (Waiting::Core, '×', "waits for a core"),
    (Waiting::Lock, '░', "waits for a lock"),
    (Waiting::Thread, '┄', "waits for a thread to end"),
    (Waiting::Other, '·', "waits for a message or a signal"),
];

/// The chart, `width` columns wide.
pub fn draw(lanes: &[Lane], cores: usize, elapsed: Duration, width: usize) -> String {
    let names = lanes
        .iter()
        .take(MOST_LANES)
        .map(|lane| lane.name.chars().count())
        .max()
        .unwrap_or(4)
        .min(16);
    let columns = width.saturating_sub(names + 4).max(10);
    let mut text = String::new();
    let _ = writeln!(text, "{:names$}  {}", "", ruler(elapsed, columns));
    for lane in lanes.iter().take(MOST_LANES) {
        let name: String = lane.name.chars().take(names).collect();
        let bar: String = (0..columns)
            .map(|column| cell(lane, elapsed, column, columns))
            .collect();
        let _ = writeln!(text, "{name:names$} |{bar}|");
    }
    if lanes.len() > MOST_LANES {
        let _ = writeln!(text, "... and {} more threads", lanes.len() - MOST_LANES);
    }
    let used = |waiting: Waiting| {
        lanes
            .iter()
            .flat_map(|lane| &lane.intervals)
            .any(|at| at.waiting == waiting)
    };
    let legend: Vec<String> = MARKS
        .iter()
        .filter(|(waiting, ..)| used(*waiting))
        .map(|(_, mark, words)| format!("{mark} {words}"))
        .collect();
    // Two to a line: more do not fit.
    for pair in legend.chunks(2) {
        let _ = writeln!(text, "{:names$}  {}", "", pair.join("   "));
    }
    if let Some(busy) = busy(lanes, cores, elapsed) {
        let _ = writeln!(text, "{:names$}  {busy}", "");
    }
    text
}

/// Time that all threads together were at work.
pub fn worked(lanes: &[Lane]) -> Duration {
    lanes
        .iter()
        .flat_map(|lane| &lane.intervals)
        .filter(|at| at.waiting == Waiting::Work)
        .map(|at| at.until - at.since)
        .sum()
}

/// How well the cores were used, if there was work for them: `4 cores, at work 25 % of the time`.
fn busy(lanes: &[Lane], cores: usize, elapsed: Duration) -> Option<String> {
    let (worked, possible) = (worked(lanes).as_nanos(), elapsed.as_nanos() * cores as u128);
    if worked == 0 || possible == 0 {
        return None;
    }
    let percent = worked * 100 / possible;
    Some(match cores {
        1 => format!("1 core, busy {percent} % of the time"),
        _ => format!("{cores} cores, busy {percent} % of the time"),
    })
}

/// Zero on the left, the end on the right, the middle between.
fn ruler(elapsed: Duration, columns: usize) -> String {
    let show = |time: Duration| format!("{} s", (time.as_secs_f64() * 1000.0).round() / 1000.0);
    let (left, middle, right) = ("0 s".to_owned(), show(elapsed / 2), show(elapsed));
    let space = columns.saturating_sub(left.len() + middle.len() + right.len());
    if elapsed.is_zero() {
        return left;
    }
    format!(
        "{left}{}{middle}{}{right}",
        " ".repeat(space / 2),
        " ".repeat(space - space / 2)
    )
}

/// What most of the column's stretch of time was spent at.
fn cell(lane: &Lane, elapsed: Duration, column: usize, columns: usize) -> char {
    let at = |column: usize| elapsed.as_nanos() * column as u128 / columns as u128;
    let (from, to) = (at(column), at(column + 1));
    if to == from {
        return ' ';
    }
    let best = lane
        .intervals
        .iter()
        .map(|interval| {
            let overlap = interval
                .until
                .as_nanos()
                .min(to)
                .saturating_sub(interval.since.as_nanos().max(from));
            (overlap, interval.waiting)
        })
        .filter(|&(overlap, _)| overlap > 0)
        .max_by_key(|&(overlap, _)| overlap);
    match best {
        Some((_, waiting)) => MARKS
            .iter()
            .find(|(other, ..)| *other == waiting)
            .map_or('?', |&(_, mark, _)| mark),
        None => ' ',
    }
}
