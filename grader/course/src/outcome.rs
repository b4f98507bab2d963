//! The outcome of one check, with everything that is said about it.

use serde::{Deserialize, Serialize};

use crate::cause::Cause;
use crate::clip::{clip, clip_block};
use crate::verdict::Verdict;

/// Steps of a trace that a record carries at most; a longer trace keeps its end, where things went wrong.
pub const MAX_STEPS: usize = 1_000;

/// Bytes of [`Outcome::detail`] that a record carries at most.
pub const MAX_DETAIL: usize = 100_000;

/// Characters of [`Outcome::message`] at most, without the note on how many were left out.
pub const MAX_MESSAGE: usize = 600;

/// Said, after what was proven, of a check whose runs in virtual time were left out for want of a clock.
pub const LEFT_OUT: &str = "the rest needs a clock, which loom has not";

/// Characters of each text of a [`Step`] at most: names, values and paths have any length that a program gives them.
pub const MAX_WORDS: usize = 200;

/// What came of one check, with everything that is said about it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// What kind of right or wrong.
    pub verdict: Verdict,
    /// What led to it, where the verdict alone does not tell.
    #[serde(default)]
    pub cause: Option<Cause>,
    /// One line: what a pass proves, or what went wrong.
    pub message: String,
    /// The whole text a student sees: the message, then a timeline or a trace where there is one.
    pub detail: String,
    /// Virtual time in seconds: of the run that failed, or of the longest if all passed.
    pub virtual_seconds: Option<f64>,
    /// Interleavings that were run, over all exhaustive runs of the check.
    pub executions: Option<u64>,
    /// Whether nothing was left out: for a pass, that every interleaving was run; a failure that was
    /// found is certain, so there it is true. `None` if the check ran nothing exhaustively.
    pub exhaustive: Option<bool>,
    /// The failing run, step by step; empty if the check passed or has no steps.
    pub trace: Vec<Step>,
}

/// One operation of one thread in a failing run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// The thread's name as people see it: `main`, `worker 1`.
    pub thread: String,
    /// `load`, `lock`, `send`, `sleep`...
    pub op: String,
    /// The value read or written, if there is one.
    pub value: Option<String>,
    /// The source file, as a student knows it: `src/lib.rs`.
    pub file: String,
    /// The line, counted from 1.
    pub line: u32,
}

impl Outcome {
    /// A passed check; `proven` says what the pass proves and may be empty.
    pub fn passed(proven: impl Into<String>) -> Self {
        Self::of(Verdict::Passed, proven)
    }

    /// An outcome whose message is all there is to say. Line breaks in it become spaces, and of a long one the end is
    /// left out.
    pub fn of(verdict: Verdict, message: impl Into<String>) -> Self {
        let message = clip(&one_line(&message.into()), MAX_MESSAGE);
        Self {
            verdict,
            cause: None,
            detail: message.clone(),
            message,
            virtual_seconds: None,
            executions: None,
            exhaustive: None,
            trace: Vec::new(),
        }
    }

    /// Says what led to the verdict, if that is known.
    #[must_use]
    pub fn because(mut self, cause: impl Into<Option<Cause>>) -> Self {
        self.cause = cause.into().or(self.cause);
        self
    }

    /// Adds words to the message, in `detail` too, which begins with it.
    #[must_use]
    pub fn saying(mut self, more: &str) -> Self {
        let rest = self.detail.strip_prefix(&self.message).unwrap_or_default();
        let message = format!("{}{more}", self.message);
        self.detail = format!("{message}{rest}");
        self.message = message;
        self
    }

    /// Adds a block of text (a timeline, a trace table) below what `detail` holds already.
    #[must_use]
    pub fn with_report(mut self, report: &str) -> Self {
        let report = report.trim_matches('\n').trim_end();
        // A report that only repeats the message would be read twice.
        if report.is_empty() || report == self.detail {
            return self;
        }
        if !self.detail.is_empty() {
            self.detail.push_str("\n\n");
        }
        self.detail.push_str(report);
        self.detail = clip_block(&self.detail, MAX_DETAIL);
        self
    }

    /// The same, with nothing longer than it may be: a report must never be the reason why a verdict does not arrive.
    #[must_use]
    pub fn bounded(mut self) -> Self {
        let message = clip(&self.message, MAX_MESSAGE + MAX_WORDS);
        if message != self.message {
            let rest = self.detail.strip_prefix(&self.message);
            self.detail =
                rest.map_or_else(|| self.detail.clone(), |rest| format!("{message}{rest}"));
            self.message = message;
        }
        self.detail = clip_block(&self.detail, MAX_DETAIL);
        let surplus = self.trace.len().saturating_sub(MAX_STEPS);
        self.trace.drain(..surplus);
        for step in &mut self.trace {
            for words in [&mut step.thread, &mut step.op, &mut step.file] {
                *words = clip(words, MAX_WORDS);
            }
            step.value = step.value.take().map(|value| clip(&value, MAX_WORDS));
        }
        self
    }
}

/// Text on one line, its runs of white space made single spaces.
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn race() -> Outcome {
        Outcome {
            executions: Some(9),
            exhaustive: Some(true),
            cause: Some(Cause::PanickedRace),
            trace: vec![Step {
                thread: "worker 1".to_owned(),
                op: "load".to_owned(),
                value: Some("0".to_owned()),
                file: "src/lib.rs".to_owned(),
                line: 12,
            }],
            ..Outcome::of(Verdict::Race, "one update is lost")
                .with_report("main | worker 1\n     | load\n")
        }
    }

    #[test]
    fn a_message_is_one_line() {
        let outcome = Outcome::of(Verdict::Wrong, "left\n  right\n");
        assert_eq!(outcome.message, "left right");
        assert_eq!(outcome.detail, "left right");
    }

    #[test]
    fn a_report_that_repeats_the_message_is_left_out() {
        assert_eq!(
            Outcome::of(Verdict::Wrong, "same")
                .with_report("same\n")
                .detail,
            "same"
        );
    }

    #[test]
    fn words_are_added_to_the_message_wherever_it_stands() {
        let outcome = race().saying(" (in do_tasks(3))");
        assert_eq!(outcome.message, "one update is lost (in do_tasks(3))");
        assert!(outcome.detail.starts_with(&outcome.message));
        assert!(outcome.detail.ends_with("| load"), "{}", outcome.detail);
    }
}
