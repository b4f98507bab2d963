//! The record of one check: what a check's process tells its parent, and the line it travels in.

use model_std::model::Style;
use serde::{Deserialize, Serialize};

use crate::cause::Cause;
use crate::clip::{clip, clip_block};
use crate::verdict::Verdict;

/// How traces and timelines are drawn in a record: plain, because it is stored, and for a terminal of 80 columns in which
/// the grader indents them by 4.
pub(crate) const STYLE: Style = Style::new().width(76);

/// Steps of a trace that a record carries at most; a longer trace keeps its end, where things went wrong.
pub const MAX_STEPS: usize = 1_000;

/// Bytes of [`Outcome::detail`] that a record carries at most.
pub const MAX_DETAIL: usize = 100_000;

/// Characters of [`Outcome::message`] at most, without the note on how many were left out.
pub const MAX_MESSAGE: usize = 600;

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
    pub(crate) fn saying(mut self, more: &str) -> Self {
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

    /// The line that carries this outcome, ending in a line break; [`Outcome::decode`] is its inverse.
    ///
    /// What is too long is cut here, on the sending side, because a check's report must never be the reason why its
    /// verdict does not arrive.
    pub fn encode(&self, nonce: &str) -> String {
        let json = serde_json::to_string(&self.clone().bounded());
        let json = json.expect("a record is plain data with string keys");
        format!("{nonce} {json}\n")
    }

    /// The same, with nothing longer than it may be.
    fn bounded(mut self) -> Self {
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

    /// Reads a line that [`Outcome::encode`] wrote with the same nonce.
    ///
    /// # Errors
    /// Everything else is refused, a wrong nonce first: such a line was not written by the checker.
    pub fn decode(line: &str, nonce: &str) -> Result<Self, Disbelief> {
        let json = under_nonce(line, nonce)?;
        serde_json::from_str(json).map_err(|error| Disbelief::Shape(error.to_string()))
    }
}

/// What a line on the private pipe says under that nonce.
fn under_nonce<'line>(line: &'line str, nonce: &str) -> Result<&'line str, Disbelief> {
    let (given, said) = line.trim_end().split_once(' ').ok_or(Disbelief::Nonce)?;
    if given == nonce {
        Ok(said)
    } else {
        Err(Disbelief::Nonce)
    }
}

/// What begins a line that names the call which the check is at, in place of a record.
const CALLING: &str = "calling ";

/// The line that says which call of the submission the check is at, so that its parent can name it if no record comes.
pub(crate) fn encode_call(call: &str, nonce: &str) -> String {
    format!("{nonce} {CALLING}{}\n", one_line(call))
}

/// Reads a line that [`encode_call`] wrote with the same nonce.
pub(crate) fn decode_call(line: &str, nonce: &str) -> Option<String> {
    let said = under_nonce(line, nonce).ok()?;
    Some(clip(said.strip_prefix(CALLING)?, MAX_WORDS))
}

/// Why a line on the private pipe is not believed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Disbelief {
    /// It does not begin with the nonce of this run.
    #[error("the line does not carry the nonce of this run")]
    Nonce,
    /// The nonce is right and the rest is no record: checker and parent are of different versions.
    #[error("the record cannot be read: {0}")]
    Shape(String),
}

/// Text on one line, its runs of white space made single spaces.
pub(crate) fn one_line(text: &str) -> String {
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
    fn a_record_travels_in_one_line() {
        let line = race().encode("n0nce");
        assert_eq!(line.matches('\n').count(), 1);
        assert!(line.ends_with('\n'));
        assert_eq!(Outcome::decode(&line, "n0nce"), Ok(race()));
    }

    #[test]
    fn the_field_names_are_those_of_the_published_schema() {
        let line = race().encode("n");
        let json: serde_json::Value =
            serde_json::from_str(line.strip_prefix("n ").unwrap()).unwrap();
        assert_eq!(json["verdict"], "race");
        assert_eq!(json["virtual_seconds"], serde_json::Value::Null);
        assert_eq!(json["trace"][0]["op"], "load");
        assert_eq!(json["trace"][0]["line"], 12);
    }

    #[test]
    fn a_line_without_the_nonce_of_this_run_is_not_believed() {
        let forged = Outcome::passed("").encode("another");
        assert_eq!(Outcome::decode(&forged, "n0nce"), Err(Disbelief::Nonce));
        assert_eq!(Outcome::decode("", "n0nce"), Err(Disbelief::Nonce));
        assert_eq!(Outcome::decode("n0nce", "n0nce"), Err(Disbelief::Nonce));
        let prefix = Outcome::passed("").encode("n0n");
        assert_eq!(Outcome::decode(&prefix, "n0nce"), Err(Disbelief::Nonce));
    }

    #[test]
    fn a_call_travels_in_a_line_that_is_no_record() {
        let line = encode_call("do_tasks(3)", "n0nce");
        assert_eq!(decode_call(&line, "n0nce").as_deref(), Some("do_tasks(3)"));
        assert_eq!(decode_call(&line, "another"), None);
        assert_eq!(decode_call(&race().encode("n0nce"), "n0nce"), None);
    }

    #[test]
    fn the_right_nonce_with_no_record_is_told_apart() {
        assert!(matches!(
            Outcome::decode("n0nce {}\n", "n0nce"),
            Err(Disbelief::Shape(_))
        ));
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
    fn what_is_too_long_is_cut_and_still_arrives() {
        let mut outcome = race().with_report(&"é".repeat(MAX_DETAIL));
        outcome.trace = (0..3_000)
            .map(|line| Step {
                line,
                ..outcome.trace[0].clone()
            })
            .collect();
        let read = Outcome::decode(&outcome.encode("n"), "n").unwrap();
        assert_eq!(read.trace.len(), MAX_STEPS);
        assert_eq!(
            read.trace.last().map(|step| step.line),
            Some(2_999),
            "the end is what matters"
        );
        assert!(read.detail.len() < MAX_DETAIL + 100);
        assert!(read.detail.ends_with("are left out]"), "{}", read.detail);
    }

    #[test]
    fn long_messages_names_and_values_do_not_lose_the_record() {
        let long = "é".repeat(1_000_000);
        let mut outcome = Outcome::of(Verdict::Panicked, &long).with_report(&long);
        assert!(outcome.message.chars().count() < MAX_MESSAGE + 100);
        assert!(
            outcome.message.ends_with("(999400 more characters)"),
            "{}",
            outcome.message
        );
        outcome.message = long.clone();
        outcome.detail = format!("{long}\n\nhow it came to that");
        let step = Step {
            thread: long.clone(),
            op: long.clone(),
            value: Some(long.clone()),
            file: long,
            line: 1,
        };
        outcome.trace = vec![step; 2];
        let line = outcome.encode("n");
        assert!(line.len() < 2 * MAX_DETAIL, "{} bytes", line.len());
        let read = Outcome::decode(&line, "n").unwrap();
        assert!(read.detail.starts_with(&read.message), "{}", read.detail);
        assert!(read.detail.ends_with("\n\nhow it came to that"));
    }

    #[test]
    fn words_are_added_to_the_message_wherever_it_stands() {
        let outcome = race().saying(" (in do_tasks(3))");
        assert_eq!(outcome.message, "one update is lost (in do_tasks(3))");
        assert!(outcome.detail.starts_with(&outcome.message));
        assert!(outcome.detail.ends_with("| load"), "{}", outcome.detail);
    }
}
