//! Progress as data: what the terminal and the page show.

use course::{Score, Verdict};

use crate::verdicts::Known;

/// The progress on one branch.
#[derive(Debug, Clone, PartialEq)]
pub struct Progress {
    /// The repo's folder.
    pub repo: String,
    /// The branch.
    pub branch: String,
    /// The exercises, in the order of the course.
    pub columns: Vec<Column>,
    /// From the oldest commit to what is not committed.
    pub rows: Vec<Row>,
    /// Whether earlier commits are not in the repo.
    pub is_cut: bool,
}

/// An exercise.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// `ex03`
    pub name: String,
    /// "Race conditions and locks"
    pub title: String,
    /// The points of all its checks.
    pub worth: u32,
}

/// A commit, or what is not committed.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The first letters of the commit's name; none if this is not committed.
    pub commit: Option<String>,
    /// `2026-11-27`, or nothing.
    pub date: String,
    /// The first line of the message, without control characters.
    pub subject: String,
    /// Whether it is a merge.
    pub is_merge: bool,
    /// One for each column.
    pub cells: Vec<Cell>,
}

/// An exercise at a commit.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// Its points; none are gained where it is missing.
    pub score: Score,
    /// Its checks; none if it is not in the commit.
    pub known: Option<Known>,
}

impl Progress {
    /// The points of all exercises.
    pub fn worth(&self) -> u32 {
        self.columns.iter().map(|column| column.worth).sum()
    }

    /// How many commits there are.
    pub fn commits(&self) -> usize {
        let committed = |row: &&Row| row.commit.is_some();
        self.rows.iter().filter(committed).count()
    }

    /// The points at the last commit.
    pub fn points(&self) -> u32 {
        let committed = self.rows.iter().rfind(|row| row.commit.is_some());
        committed.map_or(0, |row| row.total().gained)
    }

    /// Points at each row.
    pub fn totals(&self) -> Vec<u32> {
        self.rows.iter().map(|row| row.total().gained).collect()
    }

    /// Whether some row is a merge.
    pub fn has_merges(&self) -> bool {
        self.rows.iter().any(|row| row.is_merge)
    }
}

impl Row {
    /// The points of all exercises.
    pub fn total(&self) -> Score {
        self.cells.iter().map(|cell| cell.score).sum()
    }
}

impl Cell {
    /// The verdict that all checks share, unless they pass.
    pub fn common_failure(&self) -> Option<Verdict> {
        let common = self.known.as_ref()?.common()?;
        (!common.passed()).then_some(common)
    }

    /// Whether every check passes.
    pub fn passed(&self) -> bool {
        let known = self.known.as_ref();
        known.and_then(Known::common).is_some_and(Verdict::passed)
    }

    /// Its state in few letters: the verdict that all checks share if its word has at most `width` letters, or else the
    /// points, with a `?` if some are undecided; `-` if it is not there.
    pub fn word(&self, width: usize) -> String {
        if self.known.is_none() {
            return "-".to_owned();
        }
        let word = self.common_failure().map(Verdict::word);
        match word.filter(|word| word.len() <= width) {
            Some(word) => word.to_owned(),
            None if self.score.undecided > 0 => format!("{}?", self.score.gained),
            None => self.score.gained.to_string(),
        }
    }
}
