//! The trace table: one column a thread, time downward.

use std::fmt::Write as _;

use crate::engine::execution::Execution;
use crate::engine::op::{Kind, Site, Tid};
use crate::engine::record::Recorded;
use crate::report::wrap::{self, WIDTH};
use crate::report::{closing, names, source};

/// Rows shown; a longer trace loses its middle.
const MOST_ROWS: usize = 48;

/// One line of the table.
struct Row {
    thread: Tid,
    text: String,
    /// Empty if no line of the source says it: a guard that is dropped at the end of its block.
    place: String,
    /// A remark between two steps, rather than a step.
    is_remark: bool,
    /// How many steps a remark stands for.
    stands_for: usize,
}

/// The failing execution as a table, the source lines it ran through, and one closing sentence.
pub fn table(execution: &Execution, how_simple: &str) -> String {
    let Some(record) = &execution.record else {
        return String::new();
    };
    let steps: Vec<&Recorded> = record.iter().filter(|step| is_shown(step)).collect();
    let rows = rows(execution, &steps);
    let threads = involved(&rows);
    let mut text = format!("What happened{how_simple}, step by step:\n\n");
    draw(execution, &rows, &threads, &mut text);
    quote(execution, &steps, &mut text);
    if let Some(sentence) = closing::sentence(execution) {
        let _ = write!(text, "\n{}\n", wrap::lines(&sentence));
    }
    text
}

/// Steps that only the model knows of would bury the others.
fn is_shown(step: &Recorded) -> bool {
    !matches!(
        step.op.kind,
        Kind::Start | Kind::Now | Kind::Leave | Kind::Complete | Kind::DropReceiver | Kind::Finish
    )
}

/// The steps, and between them why another thread goes on.
fn rows(execution: &Execution, steps: &[&Recorded]) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let mut hidden = 0..0;
    let mut repeated = repeated(steps).into_iter().peekable();
    for (at, step) in steps.iter().enumerate() {
        if let Some(round) = repeated.next_if(|round| round.hidden.start == at) {
            let text = format!("({} times more)", round.times);
            rows.push(Row {
                thread: step.thread,
                text,
                place: String::new(),
                is_remark: true,
                stands_for: round.hidden.len(),
            });
            hidden = round.hidden;
        }
        if hidden.contains(&at) {
            continue;
        }
        let guard_drop = matches!(step.op.kind, Kind::Unlock | Kind::UnlockRead);
        let place = if guard_drop {
            String::new()
        } else {
            names::place(step)
        };
        rows.push(Row {
            thread: step.thread,
            text: names::step(execution, step),
            place,
            is_remark: false,
            stands_for: 0,
        });
        let Some(next) = steps.get(at + 1) else { break };
        if next.thread == step.thread {
            continue;
        }
        let own_next = steps[at + 1..]
            .iter()
            .find(|later| later.thread == step.thread)
            .map(|later| later.op);
        let why = match own_next.or(execution.threads[step.thread].pending) {
            _ if next.interrupts => "(interrupted)".to_owned(),
            Some(op) if waits(op.kind) => {
                format!(
                    "({})",
                    names::awaited(op.kind, &names::object(execution, op.object))
                )
            }
            _ => continue,
        };
        rows.push(Row {
            thread: step.thread,
            text: why,
            place: String::new(),
            is_remark: true,
            stands_for: 0,
        });
    }
    for (tid, thread) in execution.threads.iter().enumerate() {
        if let Some(op) = thread.pending
            && waits(op.kind)
            && !execution.is_enabled(tid)
        {
            let text = names::awaited(op.kind, &names::object(execution, op.object));
            rows.push(Row {
                thread: tid,
                text,
                place: source::place(op.site),
                is_remark: false,
                stands_for: 0,
            });
        }
    }
    rows
}

/// Rounds of a loop that show nothing new.
struct Repeated {
    hidden: std::ops::Range<usize>,
    times: usize,
}

/// Longest round of a loop, in steps of all threads together, that is recognised as one.
const LONGEST_ROUND: usize = 12;

/// Rounds shown of a loop before the rest is summed up; the last is shown too.
const ROUNDS_SHOWN: usize = 2;

/// Finds where the same steps (of the same threads, at the same places) follow each other many times.
fn repeated(steps: &[&Recorded]) -> Vec<Repeated> {
    let alike = |a: usize, b: usize| {
        let (a, b) = (steps[a], steps[b]);
        a.thread == b.thread
            && a.op.kind == b.op.kind
            && a.op.object == b.op.object
            && a.op.site == b.op.site
    };
    let mut found = Vec::new();
    let mut at = 0;
    while at < steps.len() {
        let rounds = |length: usize| {
            let run = (at..steps.len() - length)
                .take_while(|&step| alike(step, step + length))
                .count();
            1 + run / length
        };
        let longest = LONGEST_ROUND.min(steps.len() - at - 1);
        match (1..=longest)
            .map(|length| (length, rounds(length)))
            .find(|&(_, rounds)| rounds > ROUNDS_SHOWN + 2)
        {
            Some((length, rounds)) => {
                let times = rounds - ROUNDS_SHOWN - 1;
                let start = at + ROUNDS_SHOWN * length;
                found.push(Repeated {
                    hidden: start..start + times * length,
                    times,
                });
                at += rounds * length;
            }
            None => at += 1,
        }
    }
    found
}

/// Operations at which a thread can be held up.
fn waits(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Join
            | Kind::Park
            | Kind::Lock
            | Kind::Read
            | Kind::Wake
            | Kind::Send
            | Kind::Taken
            | Kind::Recv
            | Kind::Enter
            | Kind::Leave
    )
}

fn involved(rows: &[Row]) -> Vec<Tid> {
    let mut threads: Vec<Tid> = rows.iter().map(|row| row.thread).collect();
    threads.sort_unstable();
    threads.dedup();
    threads
}

fn draw(execution: &Execution, rows: &[Row], threads: &[Tid], text: &mut String) {
    let places = rows
        .iter()
        .map(|row| row.place.chars().count())
        .max()
        .unwrap_or(0);
    let available = WIDTH.saturating_sub(6 + places + 1);
    let widest = rows
        .iter()
        .map(|row| row.text.chars().count() + 2)
        .max()
        .unwrap_or(0)
        .max(10);
    let width = (available / threads.len().max(1)).min(widest).max(12);
    let _ = write!(text, "      ");
    for &tid in threads {
        let _ = write!(text, "{:width$}", clip(&execution.thread_name(tid), width));
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    let left_out = rows.len().saturating_sub(MOST_ROWS);
    let (from, to) = (MOST_ROWS / 3, MOST_ROWS / 3 + left_out);
    let mut number = 0;
    for (at, row) in rows.iter().enumerate() {
        number += usize::from(!row.is_remark) + row.stands_for;
        if left_out > 0 && (from..to).contains(&at) {
            if at == from {
                let _ = writeln!(text, "      ... {left_out} rows left out ...");
            }
            continue;
        }
        if row.is_remark {
            let _ = write!(text, "      ");
        } else {
            let _ = write!(text, "{number:>4}  ");
        }
        for &tid in threads {
            let cell = if tid == row.thread {
                clip(&row.text, width)
            } else {
                String::new()
            };
            let _ = write!(text, "{cell:width$}");
        }
        let _ = write!(text, " {}", row.place);
        text.truncate(text.trim_end().len());
        text.push('\n');
    }
}

/// At most `width - 1` characters.
fn clip(text: &str, width: usize) -> String {
    if text.chars().count() < width {
        text.to_owned()
    } else {
        text.chars()
            .take(width.saturating_sub(2))
            .chain(['~'])
            .collect()
    }
}

/// The source lines that the steps came from, in order of place.
fn quote(execution: &Execution, steps: &[&Recorded], text: &mut String) {
    let mut sites: Vec<Site> = steps.iter().map(|step| step.op.site).collect();
    let stuck = (0..execution.threads.len()).filter(|&tid| !execution.is_enabled(tid));
    sites.extend(
        stuck
            .filter_map(|tid| execution.threads[tid].pending)
            .filter(|op| waits(op.kind))
            .map(|op| op.site),
    );
    sites.sort_by_key(|site| (site.file(), site.line()));
    sites.dedup_by_key(|site| (site.file(), site.line()));
    let quoted: Vec<(String, String)> = sites
        .into_iter()
        .filter_map(|site| Some((source::place(site), source::line(site)?)))
        .collect();
    if quoted.is_empty() {
        return;
    }
    text.push('\n');
    let width = quoted
        .iter()
        .map(|(place, _)| place.chars().count())
        .max()
        .unwrap_or(0);
    for (place, line) in quoted {
        let room = WIDTH.saturating_sub(width + 6).max(20);
        let _ = writeln!(text, "  {place:width$}  | {}", clip(&line, room));
    }
}
