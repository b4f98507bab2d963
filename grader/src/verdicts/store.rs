//! Where verdicts are kept: a file each, in the target folder, which is never under version control and goes with
//! `cargo clean`.

use std::io;
use std::path::{Path, PathBuf};

use course::{CheckSpec, Outcome, Score, Verdict};
use serde::{Deserialize, Serialize};

use super::Key;
use crate::remembered;
use crate::workspace::Exercise;

/// What is kept of each check: its name, its verdict, and what was said about it in one line.
type Check = (String, Verdict, String);

/// The verdicts of one exercise, for those who count them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    /// In the order of `exercise.toml`.
    pub checks: Vec<Check>,
}

/// The folder of all that is known.
#[derive(Debug, Clone)]
pub struct Store(PathBuf);

impl Known {
    /// What is kept of `outcomes`, which are in the order of the exercise's checks.
    pub fn of(exercise: &Exercise, outcomes: &[Outcome]) -> Self {
        let checks = exercise.spec.checks.iter().zip(outcomes);
        let check = |(check, outcome): (&CheckSpec, &Outcome)| {
            (check.name.clone(), outcome.verdict, outcome.message.clone())
        };
        Self {
            checks: checks.map(check).collect(),
        }
    }

    /// Its points, by what `exercise.toml` gives for each check.
    pub fn score(&self, exercise: &Exercise) -> Score {
        let points = exercise.spec.checks.iter();
        let scores = points.zip(&self.checks);
        scores
            .map(|(check, (_, verdict, _))| Score::of(*verdict, check.points))
            .sum()
    }

    /// The verdict that all checks share, if they share one.
    pub fn common(&self) -> Option<Verdict> {
        let (_, first, _) = self.checks.first()?;
        let all = self.checks.iter().all(|(_, verdict, _)| verdict == first);
        all.then_some(*first)
    }

    /// Whether the same would be found another day: what could not be decided might be then.
    fn is_settled(&self) -> bool {
        !self
            .checks
            .iter()
            .any(|(_, verdict, _)| verdict.undecided())
    }
}

impl Store {
    /// The one of a course whose target folder that is.
    pub fn in_target(target: &Path) -> Self {
        Self(target.join("grader").join("verdicts"))
    }

    /// What is known of that key.
    pub fn get(&self, key: &Key) -> Option<Known> {
        remembered::read(&self.path(key))
    }

    /// Keeps it, whole or not at all, unless it is not settled.
    ///
    /// # Errors
    /// It cannot be written; then it is found out anew the next time.
    pub fn put(&self, key: &Key, known: &Known) -> io::Result<()> {
        if !known.is_settled() {
            return Ok(());
        }
        remembered::write(&self.path(key), known)
    }

    fn path(&self, key: &Key) -> PathBuf {
        self.0.join(format!("{key}.json"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::exercise;

    fn known(verdicts: [Verdict; 2]) -> Known {
        let outcomes = verdicts.map(|verdict| Outcome::of(verdict, "said\nat length"));
        Known::of(&exercise("ex03_race_conditions"), &outcomes)
    }

    #[test]
    fn what_is_settled_is_kept_and_what_a_machine_could_not_decide_is_not() {
        let dir = tempfile::tempdir().unwrap();
        let key = Key::of(["a file"]);
        let store = Store::in_target(dir.path());
        assert_eq!(store.get(&key), None);
        let unsure = known([Verdict::Passed, Verdict::Inconclusive]);
        store.put(&key, &unsure).unwrap();
        assert_eq!(store.get(&key), None);
        let settled = known([Verdict::Passed, Verdict::Race]);
        store.put(&key, &settled).unwrap();
        assert_eq!(store.get(&key), Some(settled));
    }

    #[test]
    fn points_are_those_of_the_exercise_and_a_common_verdict_is_that_of_all() {
        let exercise = exercise("ex03_race_conditions");
        let mixed = known([Verdict::Passed, Verdict::Race]);
        assert_eq!(mixed.score(&exercise).gained, 3);
        assert_eq!(mixed.score(&exercise).possible, 10);
        assert_eq!(mixed.common(), None);
        assert_eq!(mixed.checks[1].2, "said at length");
        let build = known([Verdict::BuildFailed, Verdict::BuildFailed]);
        assert_eq!(build.common(), Some(Verdict::BuildFailed));
    }
}
