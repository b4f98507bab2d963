//! The verdicts: what can come of a check, in the spelling of JSON and in the word said to a person.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// What came of a check.
///
/// [`name`](Verdict::name) (and `Display`, `FromStr`, serde) is the spelling of JSON and of the keys of
/// `[hints]`; [`word`](Verdict::word) is what a person reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The check holds.
    Passed,
    /// An assertion fails whatever the interleaving.
    Wrong,
    /// An assertion fails in some interleavings and holds in others.
    Race,
    /// Every thread waits for another.
    Deadlock,
    /// Virtual time over the bound.
    TooSlow,
    /// The rendezvous never filled, or no two tasks overlapped.
    NotConcurrent,
    /// The submission's own code panicked.
    Panicked,
    /// `todo!()` was reached.
    NotAttempted,
    /// The wall-clock limit of the run.
    TimedOut,
    /// Killed by a signal, aborted, or left without a verdict (`exit(0)`).
    Crashed,
    /// Memory, output, processes or steps.
    LimitExceeded,
    /// Does not compile.
    BuildFailed,
    /// A banned construct, or an edit outside the editable files.
    Forbidden,
    /// The machine could not decide; never costs points silently.
    Inconclusive,
    /// The grader's own fault; never costs points.
    GraderFault,
}

impl Verdict {
    /// Every verdict, in the order of the course's documentation.
    pub const ALL: [Self; 15] = [
        Self::Passed,
        Self::Wrong,
        Self::Race,
        Self::Deadlock,
        Self::TooSlow,
        Self::NotConcurrent,
        Self::Panicked,
        Self::NotAttempted,
        Self::TimedOut,
        Self::Crashed,
        Self::LimitExceeded,
        Self::BuildFailed,
        Self::Forbidden,
        Self::Inconclusive,
        Self::GraderFault,
    ];

    /// Columns that the longest [`word`](Verdict::word) needs, for reports that align them.
    pub const WIDTH: usize = 14;

    /// The spelling of JSON: `"too_slow"`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Wrong => "wrong",
            Self::Race => "race",
            Self::Deadlock => "deadlock",
            Self::TooSlow => "too_slow",
            Self::NotConcurrent => "not_concurrent",
            Self::Panicked => "panicked",
            Self::NotAttempted => "not_attempted",
            Self::TimedOut => "timed_out",
            Self::Crashed => "crashed",
            Self::LimitExceeded => "limit_exceeded",
            Self::BuildFailed => "build_failed",
            Self::Forbidden => "forbidden",
            Self::Inconclusive => "inconclusive",
            Self::GraderFault => "grader_fault",
        }
    }

    /// What is said to a person: `"TOO SLOW"`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Passed => "PASS",
            Self::Wrong => "WRONG",
            Self::Race => "RACE",
            Self::Deadlock => "DEADLOCK",
            Self::TooSlow => "TOO SLOW",
            Self::NotConcurrent => "NOT CONCURRENT",
            Self::Panicked => "PANIC",
            Self::NotAttempted => "TODO",
            Self::TimedOut => "TIMEOUT",
            Self::Crashed => "CRASH",
            Self::LimitExceeded => "LIMIT",
            Self::BuildFailed => "BUILD",
            Self::Forbidden => "FORBIDDEN",
            Self::Inconclusive => "UNSURE",
            Self::GraderFault => "GRADER",
        }
    }

    /// True for [`Verdict::Passed`] alone.
    pub const fn passed(self) -> bool {
        matches!(self, Self::Passed)
    }

    /// True if nothing was found out about the submission, so that no points may be taken for it.
    pub const fn undecided(self) -> bool {
        matches!(self, Self::Inconclusive | Self::GraderFault)
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A name that is no verdict's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a verdict; the verdicts are {all}", all = names())]
pub struct UnknownVerdict(pub String);

impl FromStr for Verdict {
    type Err = UnknownVerdict;

    fn from_str(name: &str) -> Result<Self, UnknownVerdict> {
        Self::ALL
            .into_iter()
            .find(|verdict| verdict.name() == name)
            .ok_or_else(|| UnknownVerdict(name.to_owned()))
    }
}

fn names() -> String {
    Verdict::ALL.map(Verdict::name).join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_spelling_of_json_display_and_parse_is_one() {
        for verdict in Verdict::ALL {
            let json = serde_json::to_string(&verdict).unwrap();
            assert_eq!(json, format!("\"{}\"", verdict.name()));
            assert_eq!(verdict.to_string(), verdict.name());
            assert_eq!(verdict.name().parse(), Ok(verdict));
        }
    }

    #[test]
    fn the_width_is_that_of_the_longest_word() {
        let longest = Verdict::ALL
            .map(|verdict| verdict.word().len())
            .into_iter()
            .max();
        assert_eq!(longest, Some(Verdict::WIDTH));
    }

    #[test]
    fn an_unknown_name_is_refused_with_the_known_ones() {
        let error = "TOO SLOW".parse::<Verdict>().unwrap_err();
        assert!(error.to_string().contains("`TOO SLOW`"), "{error}");
        assert!(
            error.to_string().contains("too_slow, not_concurrent"),
            "{error}"
        );
    }
}
