//! What loom says of a closure: it holds, it fails, or loom cannot tell.

/// What `explore` found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Word {
    /// It holds in every execution that was run.
    Holds(Explored),
    /// Some execution fails.
    Fails(Box<Failure>),
    /// Loom is no judge of it, for this reason: a part of a sentence that begins with "loom cannot: ".
    Cannot(String),
}

/// What was run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Explored {
    /// Executions, each another interleaving or another value that an atomic may be seen with.
    pub executions: u64,
    /// Preemptions that an execution had at most; `None` if their number was not bounded.
    pub preemptions: Option<usize>,
}

/// An execution that fails.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// In which way.
    pub kind: Kind,
    /// One line.
    pub message: String,
    /// Every panic of the execution, in order.
    pub panics: Vec<Panic>,
    /// Executions that were run, with those that hold.
    pub executions: u64,
    /// Whether none holds of those that were run.
    pub always: bool,
}

/// A way to fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A panic reached the closure's end: an assertion that fails is one.
    Panic,
    /// Every thread waits for another.
    Deadlock,
}

/// One panic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Panic {
    /// `main`, `worker 1`, or the name that the thread was given.
    pub thread: String,
    /// What it said.
    pub message: String,
    /// The source file, as the compiler calls it.
    pub file: String,
    /// The line, counted from 1.
    pub line: u32,
}
