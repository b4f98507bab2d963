//! A failing run as data.

use std::fmt;

use serde::Serialize;

use super::trace::{Site, Trace};
use super::{Style, Timeline, replay};
use crate::report::{json, svg, wrap};

/// What kind of wrong a run went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FailureKind {
    /// A panic that reached the main thread of the model (assertions included).
    Panic,
    /// No thread can go on.
    Deadlock,
    /// More operations than the limit, or threads that spin for ever: something that never ends.
    StepLimit,
    /// `process::exit` or `abort` was called inside the model.
    Exit,
    /// The program did something else when the same schedule was repeated (a real clock, real randomness).
    NotReplayable,
}

/// A panic as the hook saw it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PanicInfo {
    /// Thread as people call it.
    pub thread: String,
    /// What the panic said.
    pub message: String,
    /// Where it was raised; if that is inside the standard library, the line of its thread's last operation.
    #[serde(flatten)]
    pub site: Site,
    /// Whether it was raised inside the standard library, of whose lines none is told.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub inside_std: bool,
}

/// A failing run: what went wrong, and the record of it, to be read, drawn or handed on.
///
/// ```
/// use model_std::model::{Exhaustive, Style};
/// use model_std::sync::Mutex;
///
/// let failure = Exhaustive::new().run(|| {
///     let total = Mutex::new(0);
///     let guard = total.lock().unwrap();
///     let again = total.lock().unwrap(); // never comes back
///     drop((guard, again));
/// });
/// let failure = failure.unwrap_err();
/// assert!(failure.message.contains("that it holds itself"));
/// print!("{}", failure.text(Style::new().width(100).colour(true)));
/// assert!(failure.svg().starts_with("<svg"));
/// assert!(failure.json().contains("\"kind\": \"deadlock\""));
/// assert_eq!(failure.trace.steps[0].op, "lock");
/// ```
#[derive(Debug, Clone, Serialize)]
pub struct Failure {
    /// What kind of wrong.
    pub kind: FailureKind,
    /// One line.
    pub message: String,
    /// True if no execution passed (always true in virtual time): wrong whatever the interleaving.
    pub always: bool,
    /// Executions looked at (1 in virtual time).
    pub executions: u64,
    /// The panics of the failing run, in order; of more than 21 the first 20 and the last. The last is the one that
    /// reached main.
    pub panics: Vec<PanicInfo>,
    /// What went wrong at more length than `message`: a few lines, not wrapped.
    pub account: String,
    /// The failing run, step by step.
    pub trace: Trace,
    /// Who waited for what, when, up to the failure. Only of a run in virtual time in which the clock moved.
    pub timeline: Option<Timeline>,
    /// Runs exactly this execution again, given to [`crate::model::replay`]. Empty if it cannot be.
    pub schedule: String,
}

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

    /// How it came to that: the timeline of a run in virtual time, else the steps, and the closing sentence. Empty if
    /// nothing happened before.
    #[must_use]
    pub fn picture(&self, style: Style) -> String {
        match &self.timeline {
            Some(timeline) => timeline.text_up_to_a_failure(&self.trace.closing, style),
            None => self.trace.text(style),
        }
    }

    /// What went wrong, and how it came to that, as a picture: a document of its own.
    #[must_use]
    pub fn svg(&self) -> String {
        match &self.timeline {
            Some(timeline) => svg::timeline::draw(
                &timeline.up_to_a_failure(&self.trace.closing),
                &self.account,
            ),
            None => svg::trace::draw(&self.trace, &self.account),
        }
    }

    /// All of it as JSON.
    #[must_use]
    pub fn json(&self) -> String {
        json::of(self)
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
        write!(f, "\n\nRun it again: {}", replay::call(&self.schedule))
    }
}

impl std::error::Error for Failure {}
