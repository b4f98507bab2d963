//! Progress on stderr, for a person who waits: nothing is drawn unless stderr is a terminal.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

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
        // What is too wide is cut off: in two lines it could not be taken back.
        let style = ProgressStyle::with_template("{spinner} {wide_msg}");
        let bar = ProgressBar::new_spinner()
            .with_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()))
            .with_message(what)
            .with_finish(ProgressFinish::AndClear);
        bar.enable_steady_tick(TURN);
        Self(bar)
    }

    /// `count` things are to be done. The bar has what the figures leave of the line.
    pub fn counting(count: usize, what: &'static str) -> Self {
        Self::of(count, what, "{pos}/{len} {msg}, {elapsed} {wide_bar}")
    }

    /// `count` things are to be done, each of which takes a while: with the rate and the time that is left.
    pub fn estimating(count: usize, what: &'static str) -> Self {
        let template = "{pos}/{len} {msg}, {per_sec}, {eta} left {wide_bar}";
        Self::of(count, what, template)
    }

    fn of(count: usize, what: &'static str, template: &str) -> Self {
        let style = ProgressStyle::with_template(template);
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
                let what = "preparing checks (a minute at first)";
                *shown = Some(Progress::spinner(what));
            }
            Event::ClassBegun { files } => {
                *shown = Some(Progress::estimating(*files, "files graded"));
            }
            Event::SubmissionBegun { exercises, .. } => {
                *shown = Some(Progress::counting(*exercises, "exercises graded"));
            }
            Event::ExerciseEnded { .. } => {
                if let Some(bar) = shown.as_ref() {
                    bar.advance();
                }
            }
            Event::Prepared { .. } | Event::SubmissionEnded { .. } | Event::ClassEnded => {
                *shown = None;
            }
            _ => {}
        }
    }
}

/// The progress of a class in plain lines, for a log: one for each tenth of it.
#[derive(Debug, Default)]
pub struct Lines(Mutex<Option<Counted>>);

#[derive(Debug)]
struct Counted {
    done: usize,
    files: usize,
    begun: Instant,
}

impl Listener for Lines {
    fn hear(&self, event: &Event<'_>) {
        let mut counted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match event {
            Event::Preparing => eprintln!("grader: preparing the checks (a minute the first time)"),
            Event::ClassBegun { files } => {
                *counted = Some(Counted {
                    done: 0,
                    files: *files,
                    begun: Instant::now(),
                });
            }
            Event::ExerciseEnded { .. } => {
                if let Some(line) = counted.as_mut().and_then(Counted::one_more) {
                    eprintln!("grader: {line}");
                }
            }
            _ => {}
        }
    }
}

impl Counted {
    /// The line that is due when one more is done, if one is.
    fn one_more(&mut self) -> Option<String> {
        let tenths = |done: usize| done * 10 / self.files.max(1);
        let before = tenths(self.done);
        self.done += 1;
        if tenths(self.done) == before {
            return None;
        }
        let (done, files) = (self.done, self.files);
        let seconds = self.begun.elapsed().as_secs_f64();
        let left = seconds / done as f64 * (files - done) as f64;
        Some(format!(
            "{done} of {files} files graded in {seconds:.0} s, about {left:.0} s left"
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_gets_a_line_for_each_tenth() {
        let mut counted = Counted {
            done: 0,
            files: 40,
            begun: Instant::now(),
        };
        let lines: Vec<String> = (0..40).filter_map(|_| counted.one_more()).collect();
        assert_eq!(lines.len(), 10);
        assert!(
            lines[0].starts_with("4 of 40 files graded in "),
            "{lines:?}"
        );
        assert!(lines[9].ends_with("about 0 s left"), "{lines:?}");
    }
}
