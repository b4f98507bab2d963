//! Data as JSON, no longer than a person can look through.

use serde::Serialize;

use crate::{Annotated, Failure, Limits, Timeline};

impl Timeline {
    /// It as JSON, within [`Limits::JSON`].
    #[must_use]
    pub fn json(&self) -> String {
        of(&self.bounded(Limits::JSON))
    }
}

impl Annotated {
    /// All of it as JSON, within [`Limits::JSON`]: the timeline's, with `marked`, `legend` and
    /// `sentence`.
    #[must_use]
    pub fn json(&self) -> String {
        of(&self.bounded(Limits::JSON))
    }
}

impl Failure {
    /// All of it as JSON, within [`Limits::JSON`].
    #[must_use]
    pub fn json(&self) -> String {
        of(&self.bounded(Limits::JSON))
    }
}

/// `data` as JSON, indented.
fn of(data: &impl Serialize) -> String {
    serde_json::to_string_pretty(data)
        .expect("what a run showed is text, numbers and lists, which JSON can all say")
}
