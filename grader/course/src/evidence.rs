//! Evidence: what a check's run showed, as data. Readers draw it, at their width and in their colours.

use runtrace::{Annotated, Limits, Site, Step, Trace};
use serde::{Deserialize, Serialize};

use crate::clip::{MAX_WORDS, clip, clip_block};

/// What a run in virtual time shows that passed: as much as a picture of it needs.
const OF_A_PASS: Limits = Limits {
    threads: 32,
    intervals: 128,
    marked: 0,
    ..Limits::RECORD
};

/// Bytes of one message of the compiler at most.
const MAX_RENDERED: usize = 20_000;

/// What shows that the verdict is right.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// The message says it all.
    #[default]
    None,
    /// A failing execution, step by step.
    Trace(Trace),
    /// A run in virtual time.
    Timeline(TimedRun),
    /// Why a file does not compile.
    CompilerErrors(CompilerErrors),
    /// What a process wrote before it ended without a record.
    LastWords(LastWords),
}

/// A run in virtual time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TimedRun {
    /// Who slept, worked and waited when, with what matters marked and said.
    pub timeline: Annotated,
    /// The same run step by step, if it failed by what it did rather than by how long it took.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step>,
}

/// What the compiler complains of.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CompilerErrors {
    /// The first errors; the others mostly follow from them.
    pub errors: Vec<CompilerError>,
    /// How many more there are.
    pub more: usize,
}

/// One error.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CompilerError {
    /// `E0308`, or the name of a lint.
    pub code: Option<String>,
    /// `mismatched types`.
    pub message: String,
    /// Where it is, if it is about a place: `src/lib.rs`, line 12.
    pub place: Option<Site>,
    /// As the compiler lays it out: lines of source with marks below them.
    pub rendered: String,
}

/// The end of what a process wrote to stderr.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LastWords {
    /// The last lines that are not empty.
    pub lines: Vec<String>,
}

impl Evidence {
    /// The steps of the failing run; empty if it has none.
    pub fn steps(&self) -> &[Step] {
        match self {
            Self::Trace(trace) => &trace.steps,
            Self::Timeline(run) => &run.steps,
            Self::None | Self::CompilerErrors(_) | Self::LastWords(_) => &[],
        }
    }

    /// The same with nothing longer than it may be. What passed needs less to be shown.
    #[must_use]
    pub(crate) fn bounded(self, passed: bool) -> Self {
        match self {
            Self::None => Self::None,
            Self::Trace(trace) => Self::Trace(trace.bounded(Limits::RECORD)),
            Self::Timeline(run) => Self::Timeline(run.bounded(passed)),
            Self::CompilerErrors(mut all) => {
                for error in &mut all.errors {
                    error.message = clip(&error.message, MAX_WORDS);
                    error.rendered = clip_block(&error.rendered, MAX_RENDERED);
                }
                Self::CompilerErrors(all)
            }
            Self::LastWords(mut words) => {
                for line in &mut words.lines {
                    *line = clip(line, MAX_WORDS);
                }
                Self::LastWords(words)
            }
        }
    }
}

impl TimedRun {
    fn bounded(self, passed: bool) -> Self {
        let limits = if passed { OF_A_PASS } else { Limits::RECORD };
        let steps = Trace {
            steps: self.steps,
            ..Trace::default()
        };
        Self {
            timeline: self.timeline.bounded(limits),
            steps: steps.bounded(limits).steps,
        }
    }
}

impl From<Annotated> for Evidence {
    fn from(timeline: Annotated) -> Self {
        Self::Timeline(TimedRun {
            timeline,
            steps: Vec::new(),
        })
    }
}
