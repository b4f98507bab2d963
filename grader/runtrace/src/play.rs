//! A run that is played: somebody chooses, step by step, which thread goes on. One state of it, as data.

use serde::{Deserialize, Serialize};

use crate::trace::Site;

/// What was chosen at one state: the thread that goes on and, where its operation can end in several ways, in which.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Choice {
    /// Its number, from 0, which is main.
    pub thread: usize,
    /// By number, from 0; mostly empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub outcomes: Vec<usize>,
}

impl Choice {
    /// That this thread goes on, with an operation that ends in one way only.
    pub fn of(thread: usize) -> Self {
        Self {
            thread,
            outcomes: Vec::new(),
        }
    }
}

/// The state after some choices.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    /// The choices that led here, the ones included that were made by themselves because there was only one.
    pub path: Vec<Choice>,
    /// What was done so far; of a long run the latest.
    pub steps: Vec<PlayedStep>,
    /// How many steps came before these.
    pub earlier: usize,
    /// Every thread that was started, in order; a choice names it by its place here.
    pub threads: Vec<PlayedThread>,
    /// Locks, atomics, channels and their like, in the order in which they were first used.
    pub things: Vec<Thing>,
    /// What could be done next; empty if the run is over.
    pub moves: Vec<Move>,
    /// How often a thread was interrupted that could have gone on.
    pub interruptions: u32,
}

/// A step that was done.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlayedStep {
    /// Its number, from 1, by which a failure's explanation names it; none of what only the model knows of.
    pub number: Option<usize>,
    /// By its place among the threads.
    pub thread: usize,
    /// In a few words: ``load `hits` 0``.
    pub text: String,
    /// Where it was called; without a line if none of the program says it.
    #[serde(flatten)]
    pub site: Site,
    /// Whether that is a line of the program itself, and not of the test that runs it.
    pub own: bool,
    /// Whether nobody could notice it, as the beginning of a thread.
    pub quiet: bool,
    /// Whether it is a panic.
    #[serde(default)]
    pub panic: bool,
}

/// A thread of the run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlayedThread {
    /// `main`, `worker 1`, or the name that it was given.
    pub name: String,
    /// Whether it could go on.
    pub state: ThreadState,
    /// What it is about to do; none if it has ended.
    pub next: Option<NextStep>,
}

/// Whether a thread could go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ThreadState {
    /// It could.
    Ready,
    /// It waits.
    Waits,
    /// It has only looked, again and again, and is passed over until another changes something.
    Polls,
    /// It has ended.
    Ended,
}

/// What a thread is about to do.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NextStep {
    /// In a few words, without what cannot be known before it is done.
    pub text: String,
    /// Where it is called; without a line if none of the program says it.
    #[serde(flatten)]
    pub site: Site,
    /// Whether that is a line of the program itself, and not of the test that runs it.
    pub own: bool,
    /// What it waits for, as it goes on after the thread's name: "waits for the Mutex held by main".
    pub waits: Option<String>,
}

/// Something that threads meet at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Thing {
    /// ``AtomicU64 `hits` ``
    pub name: String,
    /// How it stands: `3`, `free`, `held by worker 1 (src/lib.rs:12)`, `2 messages wait`.
    pub state: String,
    /// The threads that wait for it, by place.
    pub waiting: Vec<usize>,
}

/// What could be done next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Move {
    /// What to choose for it.
    pub choice: Choice,
    /// What is done then, with its values: ``load `hits` 0``.
    pub text: String,
    /// Why it can be chosen, where that is no matter of course: `an older value: worker 2 has not heard of the newest`.
    #[serde(default)]
    pub note: String,
    /// Whether nobody can notice it, so that nothing depends on when it is done.
    pub quiet: bool,
}
