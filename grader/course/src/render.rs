//! The text of an outcome: one renderer, so that `cargo test`, the grader and the JSON say the same.

use runtrace::Style;
use runtrace::html::Frame;

use crate::evidence::{CompilerErrors, Evidence, LastWords};
use crate::note::Note;
use crate::outcome::Outcome;
use crate::text::paragraphs;

/// Columns that an account is drawn in: those of a terminal, less a margin.
pub const COLUMNS: usize = 76;

impl Outcome {
    /// What is told below the message: notes, what the run showed, and notes about that, with an empty line between two.
    /// Empty of a pass, whose message says it all.
    pub fn account(&self, style: Style) -> String {
        if self.verdict.passed() {
            return String::new();
        }
        let is_new = |note: &&Note| !matches!(note, Note::Said(text) if *text == self.message);
        let (after, before): (Vec<_>, Vec<_>) = self
            .notes
            .iter()
            .filter(is_new)
            .partition(|note| note.follows_evidence());
        let words = |note: &Note| paragraphs(&note.text(), style.columns());
        let mut parts: Vec<String> = before.into_iter().map(words).collect();
        parts.push(self.evidence.text(style));
        parts.extend(after.into_iter().map(words));
        parts.retain(|part| !part.trim().is_empty());
        let parts: Vec<_> = parts
            .iter()
            .map(|part| part.trim_matches('\n').trim_end())
            .collect();
        parts.join("\n\n")
    }

    /// What is told beside the message, in paragraphs that are not wrapped.
    pub fn said(&self) -> Vec<String> {
        let is_new = |note: &&Note| !matches!(note, Note::Said(text) if *text == self.message);
        self.notes.iter().filter(is_new).map(Note::text).collect()
    }

    /// The message and the account, in [`COLUMNS`] columns without colours.
    pub fn detail(&self) -> String {
        let account = self.account(Style::new().width(COLUMNS));
        let parts = [self.message.clone(), account];
        let parts = parts.into_iter().filter(|part| !part.is_empty());
        parts.collect::<Vec<_>>().join("\n\n")
    }
}

impl Evidence {
    /// It as text, in the columns and colours of `style`; empty if there is none. Lines of source and what the compiler
    /// has laid out are left as they are.
    pub fn text(&self, style: Style) -> String {
        match self {
            Self::None => String::new(),
            Self::Trace(trace) => trace.text(style),
            Self::Timeline(run) => run.timeline.text(style),
            Self::CompilerErrors(errors) => errors.text(),
            Self::LastWords(words) => words.text(),
        }
    }

    /// It as a picture, a document of its own: of a trace or a timeline only.
    pub fn svg(&self) -> Option<String> {
        match self {
            Self::Trace(trace) => Some(trace.svg()),
            Self::Timeline(run) => Some(run.timeline.svg()),
            Self::None | Self::CompilerErrors(_) | Self::LastWords(_) => None,
        }
    }
}

impl Evidence {
    /// It as a page to step through, a document of its own: of a trace or a timeline only.
    pub fn html(&self, frame: &Frame) -> Option<String> {
        match self {
            Self::Trace(trace) => Some(trace.html(frame)),
            Self::Timeline(run) => Some(run.timeline.html(frame)),
            Self::None | Self::CompilerErrors(_) | Self::LastWords(_) => None,
        }
    }
}

impl CompilerErrors {
    fn text(&self) -> String {
        let rendered = self.errors.iter().map(|error| error.rendered.trim_end());
        let mut parts: Vec<String> = rendered
            .filter(|text| !text.is_empty())
            .map(str::to_owned)
            .collect();
        parts.extend(match self.more {
            0 => None,
            1 => Some("... and 1 more error".to_owned()),
            count => Some(format!("... and {count} more errors")),
        });
        parts.join("\n\n")
    }
}

impl LastWords {
    fn text(&self) -> String {
        let lines = self.lines.iter().map(|line| format!("\n  {line}"));
        format!("The last it wrote to stderr:{}", lines.collect::<String>())
    }
}

#[cfg(test)]
mod tests {
    use runtrace::{Row, RowKind, Site, Trace};

    use super::*;
    use crate::verdict::Verdict;

    fn race() -> Outcome {
        let row = Row {
            kind: RowKind::Step,
            number: Some(1),
            thread: 0,
            text: "load 0".to_owned(),
            brief: Vec::new(),
            known: None,
            place: "src/lib.rs:12".to_owned(),
            marked: false,
        };
        let trace = Trace {
            threads: vec!["main".to_owned()],
            rows: vec![row],
            closing: "one update is lost".to_owned(),
            ..Trace::default()
        };
        let site = Site {
            file: "tests/checks.rs".to_owned(),
            line: 19,
        };
        Outcome::of(Verdict::Race, "got 1, expected 2")
            .noting(Note::OtherOrder { seed: 2 })
            .noting(Note::AssertedAt(site))
            .showing(Evidence::Trace(trace))
    }

    #[test]
    fn an_account_is_notes_then_the_run_then_notes_about_it() {
        let detail = race().detail();
        let order = [
            "got 1, expected 2\n\n(asserted at tests/checks.rs:19)\n\nWhat happened",
            "load 0",
            "\n\none update is lost\n\nThis was seen when",
        ];
        let mut rest = detail.as_str();
        for part in order {
            let (_, after) = rest.split_once(part).expect(&detail);
            rest = after;
        }
    }

    #[test]
    fn colour_and_width_are_the_readers() {
        let coloured = race().account(Style::new().colour(true));
        assert!(coloured.contains("\x1b["), "{coloured}");
        let long = "word ".repeat(40);
        let outcome = Outcome::of(Verdict::Wrong, "").noting(Note::said(long.trim_end()));
        for width in [60, 120] {
            let text = outcome.account(Style::new().width(width));
            let widest = text.lines().map(str::len).max().unwrap_or(0);
            assert!((width - 5..=width).contains(&widest), "{text}");
        }
    }

    #[test]
    fn a_note_that_repeats_the_message_is_left_out() {
        let outcome = Outcome::of(Verdict::Wrong, "same").noting(Note::said("same"));
        assert_eq!(outcome.detail(), "same");
    }

    #[test]
    fn a_pass_is_told_by_its_message_alone() {
        let mut outcome = race();
        outcome.verdict = Verdict::Passed;
        assert_eq!(outcome.detail(), outcome.message);
    }
}
