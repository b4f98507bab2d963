//! All that can happen in a watch, and all that can be done about it.

use std::path::PathBuf;

use course::Outcome;
use ratatui_crossterm::crossterm::event::KeyEvent;

use super::state::Check;
use crate::standing::Standing;

/// Something that happened.
#[derive(Debug)]
pub enum Message {
    /// A key was pressed.
    Key(KeyEvent),
    /// The terminal has another size, or was handed back: it is drawn anew.
    Redraw,
    /// Some time has passed in which nothing else happened.
    Tick,
    /// The libraries of the checks are built.
    Prepared,
    /// They do not build: why.
    Unprepared(String),
    /// An exercise was opened.
    Opened {
        /// Its index.
        exercise: usize,
        /// Its checks, with what is remembered of them.
        checks: Vec<Check>,
        /// How far it is.
        standing: Standing,
    },
    /// A file was saved that the verdicts on an exercise depend on.
    Saved {
        /// The exercise's index.
        exercise: usize,
        /// How far it is now.
        standing: Standing,
    },
    /// There is a program that runs the checks.
    Compiled {
        /// The run's number.
        run: u64,
    },
    /// A check has ended.
    CheckEnded {
        /// The run's number.
        run: u64,
        /// The function's name.
        check: String,
        /// What was found.
        outcome: Box<Outcome>,
    },
    /// Every check has ended.
    Ended {
        /// The run's number.
        run: u64,
        /// The exercise's index.
        exercise: usize,
        /// What was found, in the order of the checks.
        outcomes: Vec<Outcome>,
        /// How far the exercise is now.
        standing: Standing,
    },
    /// What is found cannot be remembered: why.
    Forgetful(String),
    /// The next hint.
    Hint(String),
    /// A line about what was done, or why it was not.
    Note(String),
    /// A text to read.
    Page {
        /// Above it.
        title: String,
        /// It, with colours.
        text: String,
    },
    /// The watch is to end.
    Quit,
}

/// Something to do.
#[derive(Debug, PartialEq, Eq)]
pub enum Effect {
    /// Look up what is known of an exercise.
    Open {
        /// Its index.
        exercise: usize,
    },
    /// Cancel what runs, and run the checks of an exercise.
    Run {
        /// Its index.
        exercise: usize,
        /// The run's number.
        run: u64,
    },
    /// Cancel what runs.
    Cancel,
    /// Give the next hint for a check of an exercise.
    Hint {
        /// The exercise's index.
        exercise: usize,
        /// The check's name.
        check: String,
    },
    /// Open a file in the person's editor.
    Edit {
        /// Relative to the exercise: `src/lib.rs`; its first editable file if none is known.
        file: Option<PathBuf>,
        /// The line to go to, from 1.
        line: Option<u32>,
        /// The exercise's index.
        exercise: usize,
    },
    /// Make the files of an exercise the stub again.
    Reset {
        /// Its index.
        exercise: usize,
    },
    /// Compare an exercise with its solution.
    Diff {
        /// Its index.
        exercise: usize,
    },
    /// Show the solution of an exercise.
    Solution {
        /// Its index.
        exercise: usize,
    },
    /// End the watch.
    Quit,
}
