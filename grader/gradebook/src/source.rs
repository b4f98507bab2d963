//! What somebody handed in for an exercise.

use course::Outcome;
use serde::{Deserialize, Serialize};

use crate::Key;

/// What somebody handed in for an exercise.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// Its editable files, in the order of `exercise.toml`.
    Files(Vec<File>),
    /// Nothing that could be compiled: no file, a link, a file that is too large. Every check has this outcome.
    Refused(Box<Outcome>),
}

/// An editable file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct File {
    /// Relative to the exercise: `src/lib.rs`.
    pub path: String,
    /// Its text.
    pub text: String,
}

impl Source {
    /// Its content address.
    pub fn key(&self) -> Key {
        match self {
            Self::Files(files) => {
                let parts = files.iter().flat_map(|file| [&file.path, &file.text]);
                Key::of(["files"].into_iter().chain(parts.map(String::as_str)))
            }
            Self::Refused(outcome) => {
                Key::of(["refused", outcome.verdict.name(), &outcome.message])
            }
        }
    }
}
