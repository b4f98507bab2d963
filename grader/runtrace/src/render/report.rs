//! A failure as text and as a picture.

#[cfg(feature = "svg")]
use super::svg;
use super::wrap;
use crate::{Failure, Style};

impl Failure {
    /// What a person reads: what went wrong, and how it came to that.
    #[must_use]
    pub fn text(&self, style: Style) -> String {
        let account = wrap::lines(&self.account, style.columns());
        match self.picture(style) {
            picture if picture.is_empty() => account,
            picture => format!("{account}\n\n{picture}"),
        }
    }

    /// How it came to that: the timeline of a run in virtual time, else the steps, and the closing
    /// sentence. Empty if nothing happened before.
    #[must_use]
    pub fn picture(&self, style: Style) -> String {
        self.up_to_then()
            .map_or_else(|| self.trace.text(style), |run| run.text(style))
    }

    /// What went wrong, and how it came to that, as a picture: a document of its own.
    #[cfg(feature = "svg")]
    #[must_use]
    pub fn svg(&self) -> String {
        match self.up_to_then() {
            Some(run) => svg::timeline::draw(&run, &self.account),
            None => svg::trace::draw(&self.trace, &self.account),
        }
    }
}
