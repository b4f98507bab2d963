//! What is asked of a check that is played, and what it answers: lines of JSON on the private pipe, the answers under the
//! nonce.

use course::{Outcome, Verdict};
use runtrace::{Choice, Position};
use serde::{Deserialize, Serialize};

/// The argument that makes a check binary play one check.
pub const PLAY: &str = "--checks-play";

/// What can be asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Request {
    /// The state of a run after some choices.
    At {
        /// Which of the runs, by place in [`Opened::runs`].
        run: usize,
        /// The choices.
        path: Vec<Choice>,
        /// Whether it goes on by itself as long as there is nothing to choose.
        automatic: bool,
        /// Whether each move says what will be done in it. A program that does not come to its next step in one of them
        /// gives no answer.
        peek: bool,
    },
    /// A way to fail from there on.
    Find {
        /// Which of the runs.
        run: usize,
        /// The choices so far.
        path: Vec<Choice>,
        /// Executions that are run for it, at most, in each stage of the search.
        executions: u64,
    },
}

/// What is answered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// Comes first, unasked: what there is to play.
    Opened(Box<Opened>),
    /// To [`Request::At`].
    State(Box<State>),
    /// To [`Request::Find`].
    Found(Found),
    /// The program cannot go that way, for this reason.
    Refused(String),
}

/// What there is to play of a check.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Opened {
    /// Its runs under every interleaving, in order, up to the first that fails.
    pub runs: Vec<PlayedRun>,
    /// How the check ended, unless it ended with the last of the runs.
    pub outcome: Option<Outcome>,
}

/// A run of a check under every interleaving.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlayedRun {
    /// Where `checks.rs` asks for it.
    pub line: u32,
    /// How it fails; none if it holds.
    pub verdict: Option<Verdict>,
    /// In a sentence: the message of the failure, or what was covered.
    pub says: String,
}

/// One state of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// How things stand.
    pub position: Position,
    /// How the run has ended, if it has.
    pub ending: Option<Ending>,
}

/// How a run has ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ending {
    /// What kind of failure; `passed` if it held.
    pub verdict: Verdict,
    /// In a line.
    pub message: String,
    /// What went wrong, step by step, in a sentence or two; empty if the steps must speak for themselves.
    pub explanation: String,
}

/// What a search from a state on has found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Found {
    /// The run fails after these choices, the ones up to the state included.
    Fails(Vec<Choice>),
    /// Whatever is chosen from here on, it does not fail.
    Holds {
        /// Executions that were run.
        executions: u64,
    },
    /// None of the executions that were run fails, and there are more.
    Unknown {
        /// How many were run.
        executions: u64,
    },
}
