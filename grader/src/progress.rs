//! Progress on stderr, for a person who waits: nothing is drawn unless stderr is a terminal.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressFinish, ProgressStyle};

use crate::event::{Event, Listener};

/// How often a spinner turns.
const TURN: Duration = Duration::from_millis(120);

/// A line that goes away when it is dropped.
#[derive(Debug)]
pub struct Progress(ProgressBar);

impl Progress {
    /// Something of unknown length is going on.
    pub fn spinner(what: &'static str) -> Self {
        let bar = ProgressBar::new_spinner()
            .with_message(what)
            .with_finish(ProgressFinish::AndClear);
        bar.enable_steady_tick(TURN);
        Self(bar)
    }

    /// `count` things are to be done.
    pub fn counting(count: usize, what: &'static str) -> Self {
        let style = ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}, {elapsed}");
        let bar = ProgressBar::new(count as u64)
            .with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
            .with_message(what)
            .with_finish(ProgressFinish::AndClear);
        bar.enable_steady_tick(TURN);
        Self(bar)
    }

    /// One of them is done.
    pub fn advance(&self) {
        self.0.inc(1);
    }
}

/// A bar for what goes on, drawn as events tell of it.
#[derive(Debug, Default)]
pub struct Bars(Mutex<Option<Progress>>);

impl Listener for Bars {
    fn hear(&self, event: &Event<'_>) {
        let mut shown = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match event {
            Event::Preparing => {
                let what = "preparing the checks (a minute the first time)";
                *shown = Some(Progress::spinner(what));
            }
            Event::SubmissionBegun { exercises, .. } => {
                *shown = Some(Progress::counting(*exercises, "exercises graded"));
            }
            Event::ExerciseEnded { .. } => {
                if let Some(bar) = shown.as_ref() {
                    bar.advance();
                }
            }
            Event::Prepared { .. } | Event::SubmissionEnded { .. } => *shown = None,
            _ => {}
        }
    }
}
