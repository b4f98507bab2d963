//! Turns outcomes into a report. Everything here is pure, and every sum is that of [`Score`]: what is printed, exported
//! and shown is one number.

use course::{Cause, Outcome, Points, Score, Verdict};
use serde::Serialize;

use crate::grade::Graded;
use crate::workspace::Exercise;

/// The version of the JSON that a [`Report`] is written as. Fields are only ever added to it.
pub const SCHEMA: u32 = 1;

/// A graded submission. Its fields are those of the published JSON; the rest is for people.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// [`SCHEMA`].
    pub schema: u32,
    /// The submission's name.
    pub submission: String,
    /// Points gained.
    pub score: Points,
    /// Points of all checks, whatever came of them.
    pub max_score: Points,
    /// Points of checks that could not be decided: neither gained nor lost.
    pub undecided: Points,
    /// In the order of the course.
    pub exercises: Vec<ExerciseReport>,
}

/// A graded exercise.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ExerciseReport {
    /// `ex03`
    pub name: String,
    /// `ex03_race_conditions`
    #[serde(skip)]
    pub folder: String,
    /// "Race conditions and Mutex"
    pub title: String,
    /// `23-practical`
    pub practical: String,
    /// Points gained.
    pub score: Points,
    /// Points of all its checks, whatever came of them.
    pub max_score: Points,
    /// Points of checks that could not be decided: neither gained nor lost.
    pub undecided: Points,
    /// In the order of `exercise.toml`.
    pub checks: Vec<CheckReport>,
}

/// A graded check.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CheckReport {
    /// The name of its function.
    pub name: String,
    /// What came of it.
    pub verdict: Verdict,
    /// Points gained.
    pub points: Points,
    /// What a pass is worth.
    pub max_points: Points,
    /// What led to the verdict, where that does not tell.
    #[serde(skip)]
    pub cause: Option<Cause>,
    /// What a pass proves, or what went wrong.
    pub message: String,
    /// The whole text a student sees: [`account`](Self::account), then the hint.
    pub detail: String,
    /// What happened, at length: the message, then a timeline or trace where there is one.
    #[serde(skip)]
    pub account: String,
    /// The first hint for this verdict.
    #[serde(skip)]
    pub hint: Option<String>,
    /// Virtual time of its longest run.
    pub virtual_seconds: Option<f64>,
    /// Interleavings that were run.
    pub executions: Option<u64>,
    /// Whether those were all.
    pub exhaustive: Option<bool>,
    /// The failing run.
    pub trace: Vec<course::Step>,
}

impl Report {
    /// Scores the outcomes of each exercise's checks, which are in the order of its
    /// `exercise.toml`.
    pub fn new(submission: &str, graded: Vec<(&Exercise, Graded)>) -> Self {
        let exercises: Vec<_> = graded
            .into_iter()
            .map(|(exercise, graded)| ExerciseReport::new(exercise, graded))
            .collect();
        let score: Score = exercises.iter().map(ExerciseReport::total).sum();
        Self {
            schema: SCHEMA,
            submission: submission.to_owned(),
            score: score.gained,
            max_score: score.possible,
            undecided: score.undecided,
            exercises,
        }
    }

    /// Every check of every exercise.
    pub fn checks(&self) -> impl Iterator<Item = &CheckReport> {
        self.exercises.iter().flat_map(|exercise| &exercise.checks)
    }

    /// The points of all exercises.
    pub fn total(&self) -> Score {
        self.exercises.iter().map(ExerciseReport::total).sum()
    }

    /// How many checks have that verdict.
    pub fn count(&self, verdict: Verdict) -> usize {
        self.checks()
            .filter(|check| check.verdict == verdict)
            .count()
    }

    /// True if every check passed.
    pub fn passed(&self) -> bool {
        self.checks().all(|check| check.verdict.passed())
    }
}

impl ExerciseReport {
    fn new(exercise: &Exercise, graded: Graded) -> Self {
        let Graded { outcomes, hints } = graded;
        let scored = exercise.spec.checks.iter().zip(outcomes);
        let checks: Vec<_> = scored
            .map(|(check, outcome)| {
                let hint = exercise
                    .spec
                    .hint(&check.name, &outcome, 0)
                    .filter(|_| hints);
                let hint = hint.map(str::to_owned);
                CheckReport::new(&check.name, check.points, outcome, hint)
            })
            .collect();
        let score: Score = checks.iter().map(CheckReport::score).sum();
        Self {
            name: exercise.name.clone(),
            folder: exercise.folder.clone(),
            title: exercise.spec.title.clone(),
            practical: exercise.spec.practical.clone(),
            score: score.gained,
            max_score: score.possible,
            undecided: score.undecided,
            checks,
        }
    }

    /// Its points.
    pub fn total(&self) -> Score {
        self.checks.iter().map(CheckReport::score).sum()
    }

    /// True if every check passed.
    pub fn passed(&self) -> bool {
        self.checks.iter().all(|check| check.verdict.passed())
    }

    /// The verdict that all checks share, if what is said about one holds for the others: nothing
    /// was written yet, or nothing could be built.
    pub fn common_failure(&self) -> Option<&CheckReport> {
        let first = self.checks.first()?;
        let same = |check: &CheckReport| {
            check.verdict == first.verdict
                && (check.verdict == Verdict::NotAttempted || check.account == first.account)
        };
        let all = self.checks.len() > 1 && self.checks.iter().all(same);
        (all && !first.verdict.passed()).then_some(first)
    }
}

impl CheckReport {
    fn new(name: &str, max_points: Points, outcome: Outcome, hint: Option<String>) -> Self {
        let detail = match &hint {
            Some(hint) => format!("{}\n\nHint: {hint}", outcome.detail),
            None => outcome.detail.clone(),
        };
        Self {
            name: name.to_owned(),
            verdict: outcome.verdict,
            points: Score::of(outcome.verdict, max_points).gained,
            max_points,
            cause: outcome.cause,
            message: outcome.message,
            detail,
            account: outcome.detail,
            hint,
            virtual_seconds: outcome.virtual_seconds,
            executions: outcome.executions,
            exhaustive: outcome.exhaustive,
            trace: outcome.trace,
        }
    }

    /// Its points.
    pub fn score(&self) -> Score {
        Score::of(self.verdict, self.max_points)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::exercise;

    fn graded(verdicts: [Verdict; 2]) -> Report {
        let exercise = exercise("ex03_race_conditions");
        let outcomes = verdicts
            .map(|verdict| Outcome::of(verdict, "said"))
            .to_vec();
        Report::new("alice", vec![(&exercise, Graded::ran(outcomes))])
    }

    #[test]
    fn a_file_that_was_refused_gets_no_hint() {
        let exercise = exercise("ex03_race_conditions");
        let outcomes = vec![Outcome::of(Verdict::LimitExceeded, "too large"); 2];
        let graded = Graded {
            outcomes,
            hints: false,
        };
        let report = Report::new("alice", vec![(&exercise, graded)]);
        assert!(
            report
                .checks()
                .all(|check| check.hint.is_none() && check.detail == "too large")
        );
    }

    #[test]
    fn a_hint_follows_what_went_wrong_but_not_what_never_ran() {
        let detail = |verdict| {
            graded([verdict, Verdict::Passed]).exercises[0].checks[0]
                .detail
                .clone()
        };
        assert_eq!(
            detail(Verdict::Race),
            "said\n\nHint: What if both read first?"
        );
        assert_eq!(
            detail(Verdict::Deadlock),
            "said\n\nHint: Read the lesson once more."
        );
        for verdict in [
            Verdict::Passed,
            Verdict::BuildFailed,
            Verdict::NotAttempted,
            Verdict::GraderFault,
        ] {
            assert_eq!(detail(verdict), "said", "{verdict}");
        }
    }
}
