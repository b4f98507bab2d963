//! A failing run, step by step, as data: what the text, the picture and the JSON are drawn from.

use serde::{Deserialize, Serialize};

/// Where in the source an operation was called.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Site {
    /// File as the compiler names it.
    pub file: String,
    /// Line, from 1.
    pub line: u32,
}

/// One operation of one thread, in the order they happened.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Thread as people call it: `main`, `worker 1`, or the name given to `Builder::name`.
    pub thread: String,
    /// Operation: `load`, `store`, `lock`, `unlock`, `send`, `sleep`, `join`...
    pub op: String,
    /// What it acted on, e.g. `Mutex of line 12`; empty if nothing.
    pub object: String,
    /// The value read or written, if there is one.
    pub value: Option<String>,
    /// Where it was called.
    #[serde(flatten)]
    pub site: Site,
}

/// The failing run.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trace {
    /// Every operation, for programs; of more than 200 the first and the last 100.
    pub steps: Vec<Step>,
    /// What each thread was about to do when nothing could go on any more, in the order of the
    /// threads: for programs, in the words of `steps`. Empty unless the run ended because every
    /// thread waits for another.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stuck: Vec<Step>,
    /// What each thread that went round for ever looked at, where that is why the run ended: for
    /// programs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub spins: Vec<Step>,
    /// The threads that main did not wait for although what it looked at was still theirs to do.
    /// Empty unless that is what `closing` tells.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub late: Vec<String>,
    /// How often a thread was interrupted that could have gone on. `None` in virtual time, which
    /// does not count it.
    pub interruptions: Option<u32>,
    /// The threads that `rows` are about, in the order of their columns.
    pub threads: Vec<String>,
    /// The same as `steps`, as it is told to people: without what only the model knows of, without
    /// the rounds of a loop that show nothing new, and with the reason why another thread goes on.
    /// At most 50.
    pub rows: Vec<Row>,
    /// The lines of source that the rows came from, in order of place.
    pub sources: Vec<Source>,
    /// What went wrong, in a sentence or two; empty if the steps must speak for themselves.
    pub closing: String,
}

/// One line of a trace as it is told to people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// What kind of line.
    pub kind: RowKind,
    /// Number of the step, from 1, if it is one.
    pub number: Option<usize>,
    /// Index of its thread in [`Trace::threads`].
    pub thread: usize,
    /// The step in a few words: `load 0`, `lock Mutex`, `waits: worker 1`.
    pub text: String,
    /// The same in fewer and fewer words, where columns are narrow: `lock (0)` and `lock` for
    /// `lock counter (0)`. Empty if nothing can be left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub brief: Vec<String>,
    /// What it shows of something that threads share, if it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known: Option<Known>,
    /// Where in the source: `src/lib.rs:12`. Empty if no line says it, as for a guard dropped at
    /// the end of its block.
    pub place: String,
    /// Whether this is one of the steps that made the run fail; [`Trace::closing`] tells how.
    pub marked: bool,
}

/// What a step shows of something that threads share.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    /// As the program calls it, or its kind: `counter`, `Mutex of line 7`.
    pub name: String,
    /// What is in it from then on, as far as it can be shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// Whether the thread holds it from then on; `None` if it is nothing that is held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held: Option<bool>,
}

/// What kind of line of a trace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum RowKind {
    /// A step that was done.
    Step,
    /// A step that a thread would do next and never can.
    Stuck,
    /// A panic, raised by what the thread did after the row before.
    Panic,
    /// Why another thread goes on: this one was interrupted, or waits.
    Switch,
    /// Stands for rounds of a loop that show nothing new.
    Rounds,
    /// Stands for rows that are left out, of whatever threads, because there are too many.
    LeftOut,
}

/// A line of source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// `src/lib.rs:12`.
    pub place: String,
    /// Its text, without the indentation.
    pub text: String,
}
