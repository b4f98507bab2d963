//! Which levels were won, and how.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::last::Last;
use crate::remembered;

/// What is remembered of the game.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// The fewest interruptions that each level was won with.
    won: BTreeMap<String, u32>,
}

/// Where it is kept: beside what was found last in the student's own files.
pub fn path(root: &Path) -> PathBuf {
    Last::path(root, "game")
}

impl Progress {
    /// What was written there; nothing if that cannot be read.
    pub fn read(path: &Path) -> Self {
        remembered::read(path).unwrap_or_default()
    }

    /// Writes it, whole or not at all.
    ///
    /// # Errors
    /// The folder or the file cannot be written.
    pub fn write(&self, path: &Path) -> io::Result<()> {
        remembered::write(path, self)
    }

    /// The fewest interruptions that the level was won with; none if it was not won.
    pub fn fewest(&self, level: &str) -> Option<u32> {
        self.won.get(level).copied()
    }

    /// The level was won.
    pub fn win(&mut self, level: &str, interruptions: u32) {
        let fewest = self.won.entry(level.to_owned()).or_insert(interruptions);
        *fewest = interruptions.min(*fewest);
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn the_best_of_each_level_is_remembered() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("last/game.json");
        let mut progress = Progress::read(&path);
        assert_eq!(progress.fewest("ex03/a"), None);
        progress.win("ex03/a", 2);
        progress.win("ex03/a", 3);
        progress.write(&path).unwrap();
        let read = Progress::read(&path);
        assert_eq!((read.fewest("ex03/a"), &read), (Some(2), &progress));
        fs::write(&path, "nonsense").unwrap();
        assert_eq!(Progress::read(&path), Progress::default());
    }
}
