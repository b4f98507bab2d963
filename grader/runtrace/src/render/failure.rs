//! A failure as text and as a picture.

use std::fmt;

use super::{rerun, svg, wrap};
use crate::{Annotated, Failure, Style, prose};

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
    #[must_use]
    pub fn svg(&self) -> String {
        match self.up_to_then() {
            Some(run) => svg::timeline::draw(&run, &self.account),
            None => svg::trace::draw(&self.trace, &self.account),
        }
    }

    /// The timeline up to the failure, if there is one, and what went wrong in words.
    #[must_use]
    pub fn up_to_then(&self) -> Option<Annotated> {
        let timeline = self.timeline.clone()?;
        Some(Annotated {
            heading: format!(
                "Up to then, in virtual time ({}):",
                prose::duration(timeline.elapsed())
            ),
            sentence: self.trace.closing.clone(),
            ..timeline.into()
        })
    }
}

/// In 80 columns, without colours, and below it how to run exactly this again.
impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.text(Style::new());
        f.write_str(text.trim_end())?;
        if self.schedule.is_empty() {
            return Ok(());
        }
        write!(f, "\n\nRun it again: {}", rerun::call(&self.schedule))
    }
}

impl std::error::Error for Failure {}
