//! A failing run as data.

use serde::{Deserialize, Serialize};

use crate::{Site, Timeline, Trace};

/// What kind of wrong a run went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum FailureKind {
    /// A panic that reached the main thread of the model (assertions included).
    Panic,
    /// No thread can go on.
    Deadlock,
    /// More operations than the limit, or threads that spin for ever: something that never ends.
    StepLimit,
    /// `process::exit` or `abort` was called inside the model.
    Exit,
    /// The program did something else when the same schedule was repeated (a real clock, real
    /// randomness).
    NotReplayable,
}

/// A panic as the hook saw it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PanicInfo {
    /// Thread as people call it.
    pub thread: String,
    /// What the panic said.
    pub message: String,
    /// Where it was raised; if that is inside the standard library, the line of its thread's last
    /// operation.
    #[serde(flatten)]
    pub site: Site,
    /// Whether it was raised inside the standard library, of whose lines none is told.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub inside_std: bool,
    /// How it follows from an earlier panic, if it says nothing new.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub echo: Option<Echo>,
}

/// How a panic follows from an earlier one: it notices what that one left behind, and its own text
/// says nothing new.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Echo {
    /// A lock was poisoned.
    PoisonedLock,
    /// A thread was joined that had panicked.
    Joined,
    /// A scope ended in which a thread had panicked, and nobody had joined it.
    Scoped,
}

impl Echo {
    /// What a panic is by its message, asked once, where the panic is noted: std has no other sign
    /// of it.
    pub fn of(message: &str) -> Option<Self> {
        let unwrapped = message.contains("an `Err` value: ")
            || message.contains(": Any {")
            || message.contains(": Poison");
        match message {
            "a scoped thread panicked" => Some(Self::Scoped),
            _ if unwrapped && message.contains("PoisonError") => Some(Self::PoisonedLock),
            _ if unwrapped && message.ends_with("Any { .. }") => Some(Self::Joined),
            _ => None,
        }
    }
}

/// A failing run: what went wrong, and the record of it, to be read, drawn or handed on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// What kind of wrong.
    pub kind: FailureKind,
    /// One line.
    pub message: String,
    /// True if no execution passed (always true in virtual time): wrong whatever the interleaving.
    pub always: bool,
    /// Executions looked at (1 in virtual time).
    pub executions: u64,
    /// The panics of the failing run, in order; of more than 21 the first 20 and the last. The last
    /// is the one that reached main.
    pub panics: Vec<PanicInfo>,
    /// What went wrong at more length than `message`: a few lines, not wrapped.
    pub account: String,
    /// The failing run, step by step.
    pub trace: Trace,
    /// Who waited for what, when, up to the failure. Only of a run in virtual time in which the
    /// clock moved.
    pub timeline: Option<Timeline>,
    /// Runs exactly this execution again, given to `model_std::model::replay`. Empty if it cannot
    /// be.
    pub schedule: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_echo_is_what_std_says_of_anothers_panic() {
        let unwrap = "called `Result::unwrap()` on an `Err` value: ";
        for (message, echo) in [
            (
                format!("{unwrap}PoisonError {{ .. }}"),
                Some(Echo::PoisonedLock),
            ),
            (format!("{unwrap}Any {{ .. }}"), Some(Echo::Joined)),
            ("worker failed: Any { .. }".to_owned(), Some(Echo::Joined)),
            ("a scoped thread panicked".to_owned(), Some(Echo::Scoped)),
            (format!("{unwrap}ParseIntError"), None),
            ("no PoisonError here".to_owned(), None),
        ] {
            assert_eq!(Echo::of(&message), echo, "{message}");
        }
    }
}
