//! The outcome of one check: data, from which every report is drawn.

use serde::{Deserialize, Serialize};

use crate::cause::Cause;
use crate::clip::{MAX_WORDS, clip};
use crate::evidence::Evidence;
use crate::note::Note;
use crate::proof::{self, Proof};
use crate::verdict::Verdict;

/// Characters of [`Outcome::message`] at most, without the note on how many were left out.
pub const MAX_MESSAGE: usize = 600;

/// Characters of each paragraph of [`Outcome::notes`] at most.
const MAX_NOTE: usize = 4_000;

/// Items of a list, notes of an outcome and proofs of it, of each at most.
const MAX_ITEMS: usize = 100;

/// The outcome of one check, with everything that is said about it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// What kind of right or wrong.
    pub verdict: Verdict,
    /// What led to it, where the verdict alone does not tell.
    #[serde(default)]
    pub cause: Option<Cause>,
    /// One line: what a pass proves, or what went wrong.
    pub message: String,
    /// What has been shown to hold, in the order of the check; of a failure, before it.
    #[serde(default)]
    pub proofs: Vec<Proof>,
    /// What is to be said beside the message, in paragraphs.
    #[serde(default)]
    pub notes: Vec<Note>,
    /// What the run showed.
    #[serde(default)]
    pub evidence: Evidence,
    /// What was counted and measured.
    #[serde(default)]
    pub figures: Figures,
}

/// What was counted and measured in a check.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Figures {
    /// Virtual time in seconds: of the run that failed, or of the longest if all passed.
    pub virtual_seconds: Option<f64>,
    /// Interleavings that were run, over all exhaustive runs of the check.
    pub executions: Option<u64>,
    /// Whether nothing was left out: for a pass, that every interleaving was run; a failure that was
    /// found is certain, so there it is true. `None` if the check ran nothing exhaustively.
    pub exhaustive: Option<bool>,
}

impl Outcome {
    /// A passed check of which nothing more is known than what `message` says.
    pub fn passed(message: impl Into<String>) -> Self {
        Self::of(Verdict::Passed, message)
    }

    /// A passed check; its message says what was proven.
    pub fn proven(proofs: Vec<Proof>) -> Self {
        Self {
            proofs: proofs.clone(),
            ..Self::passed(proof::sentence(&proofs))
        }
    }

    /// An outcome whose message is all there is to say. Line breaks in it become spaces, and of a long one the end is
    /// left out.
    pub fn of(verdict: Verdict, message: impl Into<String>) -> Self {
        Self {
            verdict,
            cause: None,
            message: clip(&one_line(&message.into()), MAX_MESSAGE),
            proofs: Vec::new(),
            notes: Vec::new(),
            evidence: Evidence::None,
            figures: Figures::default(),
        }
    }

    /// Says what led to the verdict, if that is known.
    #[must_use]
    pub fn because(mut self, cause: impl Into<Option<Cause>>) -> Self {
        self.cause = cause.into().or(self.cause);
        self
    }

    /// Adds words to the message.
    #[must_use]
    pub fn saying(mut self, more: &str) -> Self {
        self.message.push_str(more);
        self
    }

    /// Adds a paragraph.
    #[must_use]
    pub fn noting(mut self, note: Note) -> Self {
        self.notes.push(note);
        self
    }

    /// Shows what the run showed.
    #[must_use]
    pub fn showing(mut self, evidence: impl Into<Evidence>) -> Self {
        self.evidence = evidence.into();
        self
    }

    /// Whether it is a pass that no check has reported, of which a person has to know.
    pub fn is_forged(&self) -> bool {
        self.cause == Some(Cause::ForbiddenForged)
    }

    /// The same, with nothing longer than it may be: a report must never be the reason why a verdict does not arrive.
    #[must_use]
    pub fn bounded(mut self) -> Self {
        self.message = clip(&self.message, MAX_MESSAGE + MAX_WORDS);
        self.notes.truncate(MAX_ITEMS);
        self.proofs.truncate(MAX_ITEMS);
        for note in &mut self.notes {
            match note {
                Note::Said(text) => *text = clip(text, MAX_NOTE),
                Note::AssertedAt(site) => site.file = clip(&site.file, MAX_WORDS),
                Note::List { head, items } => {
                    items.truncate(MAX_ITEMS);
                    for text in items.iter_mut().chain([head]) {
                        *text = clip(text, MAX_MESSAGE);
                    }
                }
                Note::OtherOrder { .. } => {}
            }
        }
        self.evidence = self.evidence.bounded(self.verdict.passed());
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

    #[test]
    fn a_message_is_one_line() {
        let outcome = Outcome::of(Verdict::Wrong, "left\n  right\n");
        assert_eq!(outcome.message, "left right");
    }

    #[test]
    fn of_a_long_message_it_is_said_how_much_was_left_out() {
        let outcome = Outcome::of(Verdict::Panicked, "é".repeat(1_000_000));
        assert!(outcome.message.chars().count() < MAX_MESSAGE + 100);
        assert!(
            outcome.message.ends_with("(999400 more characters)"),
            "{}",
            outcome.message
        );
    }

    #[test]
    fn a_pass_says_what_was_proven() {
        let met = Proof::Met {
            count: 3,
            kind: "processes".to_owned(),
        };
        let outcome = Outcome::proven(vec![met.clone()]);
        assert_eq!(outcome.message, "3 processes at work at once");
        assert_eq!(outcome.proofs, [met]);
    }
}
