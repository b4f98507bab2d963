//! Turns outcomes into a report. Everything here is pure, and every sum is that of [`Score`]: what is printed, exported
//! and shown is one number.

use course::{Outcome, Points, Score, Verdict};

use crate::workspace::Exercise;

/// What was found of an exercise, to be scored.
#[derive(Debug, Clone)]
pub struct Graded {
    /// The outcome of each check, in order.
    pub outcomes: Vec<Outcome>,
    /// Whether hints are of use. They are about how the exercise was solved, which nobody has looked
    /// at if the file was refused for what kind of file it is.
    pub hints: bool,
}

impl Graded {
    /// The outcomes of checks that were run.
    pub fn ran(outcomes: Vec<Outcome>) -> Self {
        Self {
            outcomes,
            hints: true,
        }
    }
}

/// A graded submission.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// The submission's name.
    pub submission: String,
    /// In the order of the course.
    pub exercises: Vec<ExerciseReport>,
}

/// A graded exercise.
#[derive(Debug, Clone, PartialEq)]
pub struct ExerciseReport {
    /// `ex03`
    pub name: String,
    /// `ex03_race_conditions`
    pub folder: String,
    /// "Race conditions and Mutex"
    pub title: String,
    /// `23-practical`
    pub practical: String,
    /// In the order of `exercise.toml`.
    pub checks: Vec<CheckReport>,
}

/// A graded check.
#[derive(Debug, Clone, PartialEq)]
pub struct CheckReport {
    /// The name of its function.
    pub name: String,
    /// What a pass is worth.
    pub max_points: Points,
    /// What was found.
    pub outcome: Outcome,
    /// The first hint for that.
    pub hint: Option<String>,
}

impl Report {
    /// Scores the outcomes of each exercise's checks, which are in the order of its
    /// `exercise.toml`.
    pub fn new(submission: &str, graded: Vec<(&Exercise, Graded)>) -> Self {
        let exercises: Vec<_> = graded
            .into_iter()
            .map(|(exercise, graded)| ExerciseReport::new(exercise, graded))
            .collect();
        Self {
            submission: submission.to_owned(),
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
            .filter(|check| check.verdict() == verdict)
            .count()
    }

    /// True if every check passed. Somebody of whom nothing could be read has none, and has passed nothing.
    pub fn passed(&self) -> bool {
        !self.exercises.is_empty() && self.exercises.iter().all(ExerciseReport::passed)
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
                CheckReport {
                    name: check.name.clone(),
                    max_points: check.points,
                    outcome,
                    hint,
                }
            })
            .collect();
        Self {
            name: exercise.name.clone(),
            folder: exercise.folder.clone(),
            title: exercise.spec.title.clone(),
            practical: exercise.spec.practical.clone(),
            checks,
        }
    }

    /// Its points.
    pub fn total(&self) -> Score {
        self.checks.iter().map(CheckReport::score).sum()
    }

    /// True if every check passed.
    pub fn passed(&self) -> bool {
        self.checks.iter().all(|check| check.verdict().passed())
    }

    /// The verdict that all checks share, if what is said about one holds for the others: nothing
    /// was written yet, or nothing could be built.
    pub fn common_failure(&self) -> Option<&CheckReport> {
        let first = self.checks.first()?;
        let same = |check: &CheckReport| {
            check.verdict() == first.verdict()
                && (check.verdict() == Verdict::NotAttempted || check.outcome == first.outcome)
        };
        let all = self.checks.len() > 1 && self.checks.iter().all(same);
        (all && !first.verdict().passed()).then_some(first)
    }
}

impl CheckReport {
    /// What was found, in a word.
    pub fn verdict(&self) -> Verdict {
        self.outcome.verdict
    }

    /// Its points.
    pub fn score(&self) -> Score {
        Score::of(self.verdict(), self.max_points)
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
                .all(|check| check.hint.is_none() && check.outcome.message == "too large")
        );
    }

    #[test]
    fn who_has_no_mark_has_not_passed() {
        assert!(graded([Verdict::Passed; 2]).passed());
        assert!(!graded([Verdict::Passed, Verdict::Race]).passed());
        assert!(!Report::new("alice", Vec::new()).passed());
    }

    #[test]
    fn a_hint_follows_what_went_wrong_but_not_what_never_ran() {
        let hint = |verdict| {
            let report = graded([verdict, Verdict::Passed]);
            report.exercises[0].checks[0].hint.clone()
        };
        assert_eq!(
            hint(Verdict::Race).as_deref(),
            Some("What if both read first?")
        );
        assert_eq!(
            hint(Verdict::Deadlock).as_deref(),
            Some("Read the lesson once more.")
        );
        for verdict in [
            Verdict::Passed,
            Verdict::BuildFailed,
            Verdict::NotAttempted,
            Verdict::GraderFault,
        ] {
            assert_eq!(hint(verdict), None, "{verdict}");
        }
    }
}
