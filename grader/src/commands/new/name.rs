//! The name of an exercise that is to be: `ex17_rate_limiter`.

use std::path::{Path, PathBuf};

use super::NewError;
use crate::commands::verify::manifests::MODELLED;
use crate::samples::SUBMISSIONS;
use crate::workspace::{EXERCISES, SOLUTIONS, folders};

/// A name that an exercise can have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// `ex17_rate_limiter`
    pub folder: String,
    /// `ex17`
    pub name: String,
    /// `17`
    pub number: String,
    /// `Rate limiter`
    pub title: String,
}

impl Name {
    /// Reads a name.
    ///
    /// # Errors
    /// [`NewError::Name`]
    pub fn parse(folder: &str) -> Result<Self, NewError> {
        Self::read(folder).ok_or_else(|| NewError::Name {
            name: folder.to_owned(),
        })
    }

    fn read(folder: &str) -> Option<Self> {
        let (name, words) = folder.split_once('_')?;
        let number = name.strip_prefix("ex")?;
        // `ex017` would be a second name of `ex17`.
        let value = value(number).filter(|value| number == format!("{value:02}"))?;
        let is_word = |word: &str| {
            let is_small = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
            !word.is_empty() && word.bytes().all(is_small)
        };
        let is_name = words.starts_with(|c: char| c.is_ascii_lowercase());
        (is_name && words.split('_').all(is_word)).then(|| Self {
            folder: folder.to_owned(),
            name: called(value),
            number: number.to_owned(),
            title: format!(
                "{}{}",
                words[..1].to_uppercase(),
                words[1..].replace('_', " ")
            ),
        })
    }

    /// Demands that no exercise has the number, nor a solution.
    ///
    /// # Errors
    /// [`NewError::NumberTaken`]
    pub fn is_free(&self, root: &Path) -> Result<(), NewError> {
        let mut taken = Vec::new();
        for place in [EXERCISES, SOLUTIONS] {
            let names = folders(&root.join(place)).unwrap_or_default();
            taken.extend(names.into_iter().filter_map(|folder| {
                let (name, _) = folder.split_once('_')?;
                let number = value(name.strip_prefix("ex")?)?;
                Some((number, format!("{place}/{folder}")))
            }));
        }
        let own = value(&self.number);
        let Some((_, by)) = taken.iter().find(|(number, _)| Some(*number) == own) else {
            return Ok(());
        };
        let last = taken.iter().map(|(number, _)| *number).max();
        Err(NewError::NumberTaken {
            name: self.name.clone(),
            by: by.clone(),
            free: called(last.map_or(1, |last| last.saturating_add(1))),
        })
    }

    /// The folders that are the exercise's, relative to the root.
    pub fn folders(&self) -> [PathBuf; 4] {
        [
            Path::new(EXERCISES).join(&self.folder),
            Path::new(SOLUTIONS).join(&self.folder),
            Path::new(MODELLED).join(&self.name),
            Path::new(SUBMISSIONS).join(&self.name),
        ]
    }
}

fn called(number: u16) -> String {
    format!("ex{number:02}")
}

/// A number of digits and nothing else.
fn value(digits: &str) -> Option<u16> {
    let is_number = digits.bytes().all(|b| b.is_ascii_digit());
    is_number.then(|| digits.parse().ok())?
}
