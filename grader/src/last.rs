//! The last outcomes of a student's own exercise, of which files they are, and how many of its hints have been read.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use course::{Cause, Outcome, Score, Verdict};
use serde::{Deserialize, Serialize};

use crate::fingerprint::Fingerprint;
use crate::remembered;
use crate::score::ExerciseReport;
use crate::target_dir;
use crate::workspace::Exercise;

/// What is remembered of one exercise.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Last {
    /// Its checks, in order.
    pub checks: Vec<LastCheck>,
    /// The files that were graded; none if they changed meanwhile, or nobody knows.
    #[serde(default)]
    pub of: Option<Fingerprint>,
    /// By the name of the check.
    #[serde(default)]
    read: BTreeMap<String, HintsRead>,
}

/// One check.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LastCheck {
    /// The function's name.
    pub name: String,
    /// What was found.
    pub outcome: Outcome,
    /// Whether hints are of use.
    pub hints: bool,
}

/// How many stages were shown of the hints for one kind of failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct HintsRead {
    verdict: Verdict,
    cause: Option<Cause>,
    stages: usize,
}

impl Last {
    /// Where it is kept: in the target folder, which is never under version control and goes with `cargo clean`.
    pub fn path(root: &Path, exercise: &str) -> PathBuf {
        let target = target_dir::of(root);
        target.join("grader/last").join(format!("{exercise}.json"))
    }

    /// What was written there; none if there is nothing, or something of another version.
    pub fn read(path: &Path) -> Option<Self> {
        remembered::read(path)
    }

    /// Writes it, whole or not at all.
    ///
    /// # Errors
    /// The folder or the file cannot be written.
    pub fn write(&self, path: &Path) -> io::Result<()> {
        remembered::write(path, self)
    }

    /// What is to be remembered after `report`, in which the first hint for each failure is shown. Hints that were read
    /// stay read as long as the check fails in the same way.
    pub fn after(report: &ExerciseReport, before: Option<Self>) -> Self {
        Self::with_hints_read(report, before, 1)
    }

    /// As [`after`](Self::after), if the report is shown without hints.
    pub fn after_without_hints(report: &ExerciseReport, before: Option<Self>) -> Self {
        Self::with_hints_read(report, before, 0)
    }

    fn with_hints_read(report: &ExerciseReport, before: Option<Self>, stages: usize) -> Self {
        let before = before.unwrap_or_default();
        let mut last = Self::default();
        for check in &report.checks {
            let fresh = HintsRead {
                verdict: check.outcome.verdict,
                cause: check.outcome.cause,
                stages,
            };
            let same = before
                .read
                .get(&check.name)
                .filter(|read| (read.verdict, read.cause) == (fresh.verdict, fresh.cause));
            if check.hint.is_some() {
                let read = same.copied().unwrap_or(fresh);
                last.read.insert(check.name.clone(), read);
            }
            last.checks.push(LastCheck {
                name: check.name.clone(),
                outcome: check.outcome.clone(),
                hints: check.hint.is_some(),
            });
        }
        last
    }

    /// The same, graded of these files.
    #[must_use]
    pub fn of(self, files: Option<Fingerprint>) -> Self {
        Self { of: files, ..self }
    }

    /// Whether it is about the exercise's files and checks as they are now.
    pub fn is_current(&self, now: Fingerprint) -> bool {
        self.of == Some(now)
    }

    /// Whether every check passed.
    pub fn passed(&self) -> bool {
        let passed = |check: &LastCheck| check.outcome.verdict.passed();
        !self.checks.is_empty() && self.checks.iter().all(passed)
    }

    /// The points, by what the checks of the exercise are worth.
    pub fn score(&self, exercise: &Exercise) -> Score {
        let of = |check: &LastCheck| {
            let worth = exercise.spec.check(&check.name)?.points;
            Some(Score::of(check.outcome.verdict, worth))
        };
        self.checks.iter().filter_map(of).sum()
    }

    /// The stage of the next hint for that check, counted from 0, which is read from now on.
    pub fn next_stage(&mut self, check: &LastCheck) -> usize {
        let fresh = HintsRead {
            verdict: check.outcome.verdict,
            cause: check.outcome.cause,
            stages: 0,
        };
        let read = self.read.entry(check.name.clone()).or_insert(fresh);
        read.stages += 1;
        read.stages - 1
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::fixture::exercise;
    use crate::score::Graded;
    use crate::score::Report;

    fn after(verdict: Verdict, before: Option<Last>) -> Last {
        let exercise = exercise("ex03_race_conditions");
        let outcomes = vec![Outcome::passed(""), Outcome::of(verdict, "said")];
        let report = Report::new("alice", vec![(&exercise, Graded::ran(outcomes))]);
        Last::after(&report.exercises[0], before)
    }

    fn next(last: &mut Last) -> usize {
        let check = last.checks[1].clone();
        last.next_stage(&check)
    }

    #[test]
    fn hints_go_on_from_the_one_that_the_report_has_shown() {
        let mut last = after(Verdict::Race, None);
        assert_eq!([next(&mut last), next(&mut last)], [1, 2]);
        let mut again = after(Verdict::Race, Some(last));
        assert_eq!(next(&mut again), 3, "it fails as before");
    }

    #[test]
    fn another_failure_begins_with_the_first_hint() {
        let mut last = after(Verdict::Race, None);
        next(&mut last);
        let mut other = after(Verdict::Deadlock, Some(last));
        assert_eq!(next(&mut other), 1, "the report has shown the first");
    }

    #[test]
    fn a_report_without_hints_leaves_the_first_to_be_read() {
        let report = |before| {
            let exercise = exercise("ex03_race_conditions");
            let outcomes = vec![Outcome::passed(""), Outcome::of(Verdict::Race, "said")];
            let report = Report::new("alice", vec![(&exercise, Graded::ran(outcomes))]);
            Last::after_without_hints(&report.exercises[0], before)
        };
        let mut last = report(None);
        assert_eq!(next(&mut last), 0);
        assert_eq!(next(&mut report(Some(last))), 1, "it fails as before");
    }

    #[test]
    fn it_tells_whether_it_is_of_the_files_as_they_are_and_what_they_are_worth() {
        let exercise = exercise("ex03_race_conditions");
        let now = Fingerprint::of(&exercise);
        let last = after(Verdict::Race, None);
        assert!(!last.is_current(now), "nobody knows");
        let last = last.of(Some(now));
        assert!(last.is_current(now) && !last.passed());
        let score = last.score(&exercise);
        assert_eq!((score.gained, score.possible), (3, 10));
        assert!(after(Verdict::Passed, None).passed() && !Last::default().passed());
    }

    #[test]
    fn what_was_written_is_read_back() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a/b.json");
        assert_eq!(Last::read(&path), None);
        let last = after(Verdict::Race, None);
        last.write(&path).unwrap();
        assert_eq!(Last::read(&path), Some(last));
        fs::write(&path, "{}").unwrap();
        assert_eq!(Last::read(&path), None, "of another version");
    }
}
