//! A verdict: the outcome of each check of an exercise.

use course::{Outcome, Points, Score};
use serde::{Deserialize, Serialize};

/// A graded exercise. It holds what its checks were called and worth then, so that a mark stays what it was when the
/// course changes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Graded {
    /// In the order of `exercise.toml`.
    pub checks: Vec<GradedCheck>,
    /// Whether hints are of use for it.
    pub hints: bool,
}

/// A graded check.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GradedCheck {
    /// The name of its function.
    pub name: String,
    /// What a pass is worth.
    pub max_points: Points,
    /// What was found.
    pub outcome: Outcome,
}

impl Graded {
    /// The points of all checks.
    pub fn score(&self) -> Score {
        let scores = self.checks.iter();
        scores
            .map(|check| Score::of(check.outcome.verdict, check.max_points))
            .sum()
    }

    /// Whether something in it was our fault or could not be decided: then it is graded again the next time.
    pub fn is_undecided(&self) -> bool {
        self.checks
            .iter()
            .any(|check| check.outcome.verdict.undecided())
    }
}
