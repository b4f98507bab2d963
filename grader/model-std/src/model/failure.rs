//! A failing run as data.

use std::fmt;

/// Where in the source an operation was called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    /// File as the compiler names it.
    pub file: String,
    /// Line, from 1.
    pub line: u32,
}

/// One operation of one thread, in the order they happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Thread as people call it: `main`, `worker 1`, or the name given to `Builder::name`.
    pub thread: String,
    /// Operation: `load`, `store`, `lock`, `unlock`, `send`, `sleep`, `join`...
    pub op: String,
    /// What it acted on, e.g. `Mutex (line 12)`; empty if nothing.
    pub object: String,
    /// The value read or written, if there is one.
    pub value: Option<String>,
    /// Where it was called.
    pub site: Site,
}

/// What kind of wrong a run went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FailureKind {
    /// A panic that reached the main thread of the model (assertions included).
    Panic,
    /// No thread can go on.
    Deadlock,
    /// More operations than the limit, or threads that spin for ever: something that never ends.
    StepLimit,
    /// `process::exit` or `abort` was called inside the model.
    Exit,
    /// The program did something else when the same schedule was repeated (a real clock, real randomness).
    NotReplayable,
}

/// A panic as the hook saw it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PanicInfo {
    /// Thread as people call it.
    pub thread: String,
    /// What the panic said.
    pub message: String,
    /// Where it was raised.
    pub site: Site,
}

/// A failing run.
#[derive(Debug, Clone)]
pub struct Failure {
    /// What kind of wrong.
    pub kind: FailureKind,
    /// One line.
    pub message: String,
    /// True if no execution passed (always true in virtual time): wrong whatever the interleaving.
    pub always: bool,
    /// Executions looked at (1 in virtual time).
    pub executions: u64,
    /// Every panic of the failing run, in order; the last is the one that reached main.
    pub panics: Vec<PanicInfo>,
    /// The failing run, step by step.
    pub trace: Vec<Step>,
    /// Runs exactly this execution again, given to [`crate::model::replay`]. Empty if it cannot be.
    pub schedule: String,
    /// What a person reads: trace table (exhaustive) or timeline (virtual time), with its closing sentence.
    pub report: String,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.report)
    }
}

impl std::error::Error for Failure {}
