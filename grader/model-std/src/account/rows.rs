//! From the engine's record to the rows of a trace: what is left out, and why another thread goes on.

use std::ops::Range;

use runtrace::{Known, Row, RowKind, Source};

use super::{known, phrase, source};
use crate::engine::objects::{Kind, Site, Tid};
use crate::engine::record::Recorded;
use crate::engine::{Ended, Execution};

/// Rows shown; a longer trace loses its middle.
const MOST_ROWS: usize = 48;

/// Rows shown after the panic that ended the run: what main's guards and handles still did on the way out.
const MOST_ROWS_AFTER: usize = 3;

/// Panics shown at the beginning and at the end of those there are, wherever rows are left out.
const MOST_PANICS: usize = 4;

/// Rows shown of what never ends: how it began, and what it does again and again.
const MOST_ROWS_OF_ENDLESS: usize = 20;

/// The rows, and what they are about.
pub struct Told {
    pub threads: Vec<String>,
    pub rows: Vec<Row>,
    pub sources: Vec<Source>,
}

/// A row before it is put into words.
enum Item {
    /// The step with this index among those shown.
    Step(usize),
    /// Rounds of a loop.
    Rounds(Repeated),
    /// A thread that can never go on.
    Stuck(Tid),
    /// The panic with this index.
    Panic(usize),
    /// So many rows too many.
    LeftOut(usize),
}

/// A row that does not know its column yet.
struct Cell<'run> {
    kind: RowKind,
    number: Option<usize>,
    thread: Tid,
    text: String,
    brief: Vec<String>,
    known: Option<Known>,
    /// File and line.
    site: Option<(&'run str, u32)>,
    marked: bool,
}

/// Steps that only the model knows of would bury the others.
pub fn is_shown(step: &Recorded) -> bool {
    let is_hidden = matches!(
        step.op.kind,
        Kind::Now | Kind::Leave | Kind::Complete | Kind::DropReceiver
    );
    !is_hidden && !step.is_edge_of_a_life()
}

/// The number under which the step with this index in the record is shown.
pub fn number(record: &[Recorded], index: usize) -> usize {
    record[..=index]
        .iter()
        .filter(|step| is_shown(step))
        .count()
}

/// The run in rows. Those of the steps that explain it (indices in the record) are marked and never left out.
pub fn tell(execution: &Execution, record: &[Recorded], explaining: &[usize]) -> Told {
    let shown: Vec<usize> = (0..record.len())
        .filter(|&at| is_shown(&record[at]))
        .collect();
    let steps: Vec<&Recorded> = shown.iter().map(|&at| &record[at]).collect();
    let is_marked = |step: usize| explaining.contains(&shown[step]);
    let most = match execution.ended() {
        Some(Ended::Livelock | Ended::StepLimit) => MOST_ROWS_OF_ENDLESS,
        _ => MOST_ROWS,
    };
    let items = up_to_the_end(execution, items(execution, &steps, &shown), is_marked);
    let items = cut(items, most, is_marked);
    let mut cells = Vec::new();
    for (at, item) in items.iter().enumerate() {
        let step = match item {
            Item::Step(step) => *step,
            other => {
                cells.push(remark(execution, &steps, other));
                continue;
            }
        };
        let words = phrase::step(execution, steps[step]);
        cells.push(Cell {
            kind: RowKind::Step,
            number: Some(step + 1),
            thread: steps[step].thread,
            text: words.text,
            brief: words.brief,
            known: known::shown(execution, steps[step]),
            site: has_a_line(steps[step].op.kind).then(|| place(steps[step].op.site)),
            marked: is_marked(step),
        });
        if let Some(Item::Step(next)) = items.get(at + 1)
            && *next == step + 1
        {
            cells.extend(switch(execution, &steps, step));
        }
    }
    let tids = involved(&cells);
    Told {
        threads: tids.iter().map(|&tid| execution.thread_name(tid)).collect(),
        sources: sources(&cells),
        rows: cells.into_iter().map(|cell| cell.row(&tids)).collect(),
    }
}

impl Cell<'_> {
    fn row(self, tids: &[Tid]) -> Row {
        Row {
            kind: self.kind,
            number: self.number,
            thread: tids
                .iter()
                .position(|&tid| tid == self.thread)
                .unwrap_or_default(),
            text: self.text,
            brief: self.brief,
            known: self.known,
            place: self
                .site
                .map_or_else(String::new, |(file, line)| source::place_of(file, line)),
            marked: self.marked,
        }
    }
}

fn place(site: Site) -> (&'static str, u32) {
    (site.file(), site.line())
}

/// A guard is dropped at the end of its block, which is no line that does anything.
fn has_a_line(kind: Kind) -> bool {
    !matches!(kind, Kind::Unlock | Kind::UnlockRead)
}

/// The steps without the rounds of a loop that show nothing new, and the panics between them; then who is stuck where.
/// `shown` are the indices of the steps in the record.
fn items(execution: &Execution, steps: &[&Recorded], shown: &[usize]) -> Vec<Item> {
    // How many of the steps came before each panic.
    let panics = execution.panics().iter().enumerate();
    let mut panics = panics
        .map(|(number, panic)| (shown.partition_point(|&at| at < panic.after), number))
        .peekable();
    let mut items = Vec::new();
    let mut at = 0;
    let mut step_by_step = |items: &mut Vec<Item>, range: Range<usize>| {
        for step in range {
            while let Some((_, panic)) = panics.next_if(|&(before, _)| before <= step) {
                items.push(Item::Panic(panic));
            }
            items.push(Item::Step(step));
        }
    };
    for round in repeated(steps) {
        step_by_step(&mut items, at..round.hidden.start);
        at = round.hidden.end;
        items.push(Item::Rounds(round));
    }
    step_by_step(&mut items, at..steps.len());
    items.extend(panics.map(|(_, panic)| Item::Panic(panic)));
    let is_stuck = |&tid: &Tid| {
        execution.threads()[tid].pending.is_some_and(|op| {
            (waits(op.kind) || op.kind == Kind::Sleep) && !execution.is_enabled(tid)
        })
    };
    let stuck = (0..execution.threads().len()).filter(is_stuck);
    items.extend(stuck.map(Item::Stuck));
    items
}

/// Without what happened after main had panicked, but for the next few rows and what is marked.
fn up_to_the_end(
    execution: &Execution,
    mut items: Vec<Item>,
    is_marked: impl Fn(usize) -> bool,
) -> Vec<Item> {
    let is_last =
        |item: &Item| matches!(item, Item::Panic(panic) if execution.panics()[*panic].thread == 0);
    let ended = items.iter().rposition(is_last);
    let Some(ended) = ended.filter(|_| execution.main_panic().is_some()) else {
        return items;
    };
    let is_marked = |item: &Item| matches!(item, Item::Step(step) if is_marked(*step));
    let rest = items.split_off(items.len().min(ended + 1 + MOST_ROWS_AFTER));
    let Some(last) = rest.iter().rposition(is_marked) else {
        return items;
    };
    let mut gap = 0;
    for item in rest.into_iter().take(last + 1) {
        if !is_marked(&item) {
            gap += 1;
            continue;
        }
        if gap > 0 {
            items.push(Item::LeftOut(std::mem::take(&mut gap)));
        }
        items.push(item);
    }
    items
}

/// Leaves out the middle if there is too much, but no step that is marked.
fn cut(items: Vec<Item>, most: usize, is_marked: impl Fn(usize) -> bool) -> Vec<Item> {
    if items.len() <= most {
        return items;
    }
    let panics = items
        .iter()
        .filter(|item| matches!(item, Item::Panic(_)))
        .count();
    let left_out = most / 3..most / 3 + items.len() - most;
    let mut kept = Vec::new();
    let mut gap = 0;
    for (at, item) in items.into_iter().enumerate() {
        let is_kept = match item {
            Item::Step(step) => is_marked(step),
            Item::Panic(panic) => panic < MOST_PANICS || panic + MOST_PANICS >= panics,
            _ => false,
        };
        if left_out.contains(&at) && !is_kept {
            gap += 1;
            continue;
        }
        if gap > 0 {
            kept.push(Item::LeftOut(gap));
            gap = 0;
        }
        kept.push(item);
    }
    kept
}

/// The row of an item that is no step.
fn remark<'run>(execution: &'run Execution, steps: &[&Recorded], item: &Item) -> Cell<'run> {
    let remark = |kind, thread, text| Cell {
        kind,
        number: None,
        thread,
        text,
        brief: Vec::new(),
        known: None,
        site: None,
        marked: false,
    };
    match item {
        Item::Rounds(round) => remark(
            RowKind::Rounds,
            steps[round.hidden.start].thread,
            format!("({} times more)", round.times),
        ),
        Item::Stuck(tid) => {
            let op = execution.threads()[*tid]
                .pending
                .expect("who is stuck is stuck at something");
            Cell {
                site: Some(place(op.site)),
                ..remark(RowKind::Stuck, *tid, phrase::awaited(execution, *tid, &op))
            }
        }
        Item::Panic(number) => {
            let panic = &execution.panics()[*number];
            Cell {
                site: panic
                    .site
                    .as_ref()
                    .map(|(file, line)| (file.as_str(), *line)),
                ..remark(RowKind::Panic, panic.thread, "panics".to_owned())
            }
        }
        Item::LeftOut(rows) => remark(RowKind::LeftOut, 0, format!("... {rows} rows left out ...")),
        Item::Step(_) => unreachable!("a step has a row of its own"),
    }
}

/// Why another thread goes on after this step, if it does and if there is a reason to tell.
fn switch(execution: &Execution, steps: &[&Recorded], at: usize) -> Option<Cell<'static>> {
    let (step, next) = (steps[at], steps[at + 1]);
    if next.thread == step.thread {
        return None;
    }
    let own_next = || {
        let later = steps[at + 1..]
            .iter()
            .find(|later| later.thread == step.thread);
        later
            .map(|later| later.op)
            .or(execution.threads()[step.thread].pending)
    };
    let text = if next.interrupts {
        "(interrupted)".to_owned()
    } else {
        let op = own_next().filter(|op| waits(op.kind))?;
        format!("({})", phrase::awaited(execution, step.thread, &op))
    };
    Some(Cell {
        kind: RowKind::Switch,
        number: None,
        thread: step.thread,
        text,
        brief: Vec::new(),
        known: None,
        site: None,
        marked: false,
    })
}

/// Rounds of a loop that show nothing new.
struct Repeated {
    hidden: Range<usize>,
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
pub fn waits(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Join
            | Kind::ScopeEnd
            | Kind::Park
            | Kind::Lock
            | Kind::Write
            | Kind::Read
            | Kind::Wake
            | Kind::Send
            | Kind::Taken
            | Kind::Recv
            | Kind::Enter
            | Kind::Pass
            | Kind::Await
            | Kind::Leave
    )
}

fn involved(cells: &[Cell<'_>]) -> Vec<Tid> {
    let mut threads: Vec<Tid> = cells
        .iter()
        .filter(|cell| cell.kind != RowKind::LeftOut)
        .map(|cell| cell.thread)
        .collect();
    threads.sort_unstable();
    threads.dedup();
    threads
}

/// The lines that the rows came from, in order of place.
fn sources(cells: &[Cell<'_>]) -> Vec<Source> {
    let mut sites: Vec<(&str, u32)> = cells.iter().filter_map(|cell| cell.site).collect();
    sites.sort_unstable();
    sites.dedup();
    let quoted = |(file, line)| {
        Some(Source {
            place: source::place_of(file, line),
            text: source::line(file, line)?,
        })
    };
    sites.into_iter().filter_map(quoted).collect()
}
