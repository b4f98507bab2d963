//! Colour, where it can be seen and is wanted.

use runtrace::Style;

use crate::verdict::Verdict;

/// Whether to use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paint {
    /// Letters only.
    Plain,
    /// ANSI colours: green for passed, red for failed, yellow where nothing is done or known yet.
    Colour,
}

impl Paint {
    /// Colour for a terminal that knows it, unless `NO_COLOR` is set to something.
    pub fn for_terminal(is_terminal: bool) -> Self {
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        if is_terminal && !refused && !dumb {
            Self::Colour
        } else {
            Self::Plain
        }
    }

    /// How pictures of runs are drawn in `width` columns.
    pub fn style(self, width: usize) -> Style {
        Style::new().width(width).colour(self == Self::Colour)
    }

    /// `text` in the colour of `verdict`.
    pub fn verdict(self, verdict: Verdict, text: &str) -> String {
        let code = match verdict {
            Verdict::Passed => "1;32",
            Verdict::NotAttempted | Verdict::Inconclusive | Verdict::GraderFault => "1;33",
            _ => "1;31",
        };
        self.with(code, text)
    }

    /// `text` that stands out.
    pub fn bold(self, text: &str) -> String {
        self.with("1", text)
    }

    /// `text` that steps back.
    pub fn dim(self, text: &str) -> String {
        self.with("2", text)
    }

    /// A line that only the first of two texts has.
    pub fn removed(self, text: &str) -> String {
        self.with("31", text)
    }

    /// A line that only the second of two texts has.
    pub fn added(self, text: &str) -> String {
        self.with("32", text)
    }

    fn with(self, code: &str, text: &str) -> String {
        match self {
            Self::Plain => text.to_owned(),
            Self::Colour => format!("\x1b[{code}m{text}\x1b[0m"),
        }
    }
}
