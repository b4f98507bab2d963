//! What every build shows of a failure, with or without the reports.

use std::fmt;

use super::rerun;
use crate::{Annotated, Failure, prose};

impl Failure {
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

/// In 80 columns, without colours, and below it how to run exactly this again. Without the feature
/// `report` it is only what went wrong and why, not wrapped.
impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        #[cfg(feature = "report")]
        let text = self.text(crate::Style::new());
        #[cfg(not(feature = "report"))]
        let text = format!("{}\n\n{}", self.account, self.trace.closing);
        f.write_str(text.trim_end())?;
        if self.schedule.is_empty() {
            return Ok(());
        }
        write!(f, "\n\nRun it again: {}", rerun::call(&self.schedule))
    }
}

impl std::error::Error for Failure {}
