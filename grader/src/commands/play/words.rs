//! What is said of a state, whoever shows it: as lines, on a screen or as a page.

use course::Verdict;
use runtrace::{PlayedStep, Position, Site, Thing, ThreadState};
use supervise::play::{Ending, PlayedRun, State};

use super::sources::Sources;

/// A thread as it is shown: where it is, and what it can do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThreadRow {
    /// `worker 1`
    pub name: String,
    /// Its moves by number, from 0, and what each does.
    pub moves: Vec<(usize, String)>,
    /// What it is at, if it has no move.
    pub at: String,
    /// `src/lib.rs:12`, where it goes on; empty if no line says it.
    pub place: String,
    /// The text of that line.
    pub source: String,
    /// Whether that is in the student's own file.
    pub own: bool,
}

/// Every thread of a state.
pub fn threads(state: &State, sources: &Sources) -> Vec<ThreadRow> {
    let position = &state.position;
    let rows = position.threads.iter().enumerate().map(|(place, thread)| {
        let next = thread.next.as_ref();
        let site = next.map(|next| next.site.clone()).unwrap_or_default();
        let moves = position.moves.iter().enumerate();
        let moves = moves.filter(|(_, one)| one.choice.thread == place);
        let moves: Vec<_> = moves
            .map(|(number, one)| {
                let known = next.map_or("goes on", |next| next.text.as_str());
                let text = if one.text.is_empty() {
                    known
                } else {
                    &one.text
                };
                (number, with_note(text, &one.note))
            })
            .collect();
        ThreadRow {
            name: thread.name.clone(),
            at: match (thread.state, next) {
                (ThreadState::Ended, _) | (_, None) => "has ended".to_owned(),
                (ThreadState::Polls, Some(next)) => {
                    format!(
                        "looks again and again ({}), until another changes something",
                        next.text
                    )
                }
                (_, Some(next)) => next.waits.clone().unwrap_or_else(|| next.text.clone()),
            },
            moves,
            source: sources.line(&site).to_owned(),
            place: place_of(&site),
            own: next.is_some_and(|next| next.own),
        }
    });
    rows.collect()
}

fn with_note(text: &str, note: &str) -> String {
    if note.is_empty() {
        text.to_owned()
    } else {
        format!("{text} ({note})")
    }
}

/// `src/lib.rs:12`; empty if no line says it.
pub fn place_of(site: &Site) -> String {
    match site.line {
        0 => String::new(),
        line => format!("{}:{line}", site.file),
    }
}

/// A step that was done: ``3. worker 1: load `value` 0 (src/lib.rs:12)``.
pub fn step(position: &Position, step: &PlayedStep) -> String {
    let name = position.threads.get(step.thread);
    let name = name.map_or("", |thread| thread.name.as_str());
    let place = place_of(&step.site);
    let place = if place.is_empty() {
        place
    } else {
        format!(" ({place})")
    };
    let number = step
        .number
        .map_or_else(String::new, |number| format!("{number}. "));
    format!("{number}{name}: {}{place}", step.text)
}

/// Whether a step is told: not the beginning and the end of a thread.
pub fn is_told(step: &PlayedStep) -> bool {
    step.number.is_some() || !step.quiet
}

/// How a thing stands, and who waits for it.
pub fn thing(position: &Position, thing: &Thing) -> String {
    let names = thing
        .waiting
        .iter()
        .filter_map(|&tid| position.threads.get(tid));
    let names: Vec<_> = names.map(|thread| thread.name.as_str()).collect();
    match names.as_slice() {
        [] => thing.state.clone(),
        [one] => format!("{}; {one} waits", thing.state),
        many => format!("{}; {} wait", thing.state, many.join(" and ")),
    }
}

/// Names and states.
pub fn things(position: &Position) -> Vec<(String, String)> {
    let each = position.things.iter();
    each.map(|it| (it.name.clone(), thing(position, it)))
        .collect()
}

/// What run it is: `run 2 of 4, tests/checks.rs:36`; nothing to say if it is the only one.
pub fn which_run(runs: &[PlayedRun], run: usize) -> String {
    let line = runs.get(run).map_or(0, |run| run.line);
    match runs.len() {
        0 | 1 => format!("tests/checks.rs:{line}"),
        many => format!("run {} of {many}, tests/checks.rs:{line}", run + 1),
    }
}

/// Whether there is anything to find in the run, in a sentence.
pub fn what_is_known(run: &PlayedRun) -> String {
    match run.verdict {
        Some(verdict) => format!(
            "In some order of its threads this run fails ({}). Find it!",
            verdict.word()
        ),
        None => format!(
            "This run holds ({}). Try to break it: that is how one learns why it holds.",
            run.says
        ),
    }
}

/// How a run has ended: its word, and what there is to say.
pub fn ending(ending: &Ending, position: &Position) -> (String, Vec<String>) {
    let mut text = vec![ending.message.clone()];
    if !ending.explanation.is_empty() {
        text.push(ending.explanation.clone());
    }
    if ending.verdict != Verdict::Passed {
        text.push(interruptions(position.interruptions));
    }
    (ending.verdict.word().to_owned(), text)
}

/// What it took to get there.
pub fn interruptions(count: u32) -> String {
    match count {
        0 => "No thread was interrupted for it: each went on until it had to wait.".to_owned(),
        1 => "It took one interruption of a thread that could have gone on.".to_owned(),
        many => format!("It took {many} interruptions of threads that could have gone on."),
    }
}

/// The keys, and what they do.
pub const KEYS: [(&str, &str); 10] = [
    ("1 2 3...", "let that thread do its next step"),
    (
        "Enter",
        "the move at the cursor, or the next step of what is shown",
    ),
    ("b", "back: take the last move back"),
    (
        "s",
        "show me a way that fails from here, or say that there is none",
    ),
    ("h", "a hint: one move that leads there"),
    ("r", "restart"),
    ("n", "the next run of this check"),
    (
        "a",
        "automatic steps where there is nothing to choose, on or off",
    ),
    ("?", "these words"),
    ("q", "quit"),
];
