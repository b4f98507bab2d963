//! Turns outcomes into points. Everything here is pure, and every sum is made here and nowhere
//! else: what is printed, exported and shown is one number.

use checks::exercise::Exercise as Spec;
use checks::{Outcome, Verdict};
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
    pub score: f64,
    /// Points that could be gained.
    pub max_score: f64,
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
    pub score: f64,
    /// Points that could be gained.
    pub max_score: f64,
    /// What its checks are worth together, whoever was at fault.
    #[serde(skip)]
    pub worth: f64,
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
    pub points: f64,
    /// Points that could be gained: none if the grader was at fault, so that it costs nobody
    /// anything.
    pub max_points: f64,
    /// What it would have been worth if the grader had done its part; differs from `max_points`
    /// only then.
    #[serde(skip)]
    pub worth: f64,
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
    pub trace: Vec<checks::Step>,
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
            schema: SCHEMA,
            submission: submission.to_owned(),
            score: total(exercises.iter().map(|exercise| exercise.score)),
            max_score: total(exercises.iter().map(|exercise| exercise.max_score)),
            exercises,
        }
    }

    /// Every check of every exercise.
    pub fn checks(&self) -> impl Iterator<Item = &CheckReport> {
        self.exercises.iter().flat_map(|exercise| &exercise.checks)
    }

    /// How many checks have that verdict.
    pub fn count(&self, verdict: Verdict) -> usize {
        self.checks()
            .filter(|check| check.verdict == verdict)
            .count()
    }

    /// Points of checks that have that verdict, as if each had been passed.
    pub fn worth(&self, verdict: Verdict) -> f64 {
        total(
            self.checks()
                .filter(|check| check.verdict == verdict)
                .map(|check| check.worth),
        )
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
                let hint = hint(&exercise.spec, outcome.verdict).filter(|_| hints);
                CheckReport::new(&check.name, check.points, outcome, hint.map(str::to_owned))
            })
            .collect();
        Self {
            name: exercise.name.clone(),
            folder: exercise.folder.clone(),
            title: exercise.spec.title.clone(),
            practical: exercise.spec.practical.clone(),
            score: total(checks.iter().map(|check| check.points)),
            max_score: total(checks.iter().map(|check| check.max_points)),
            worth: total(checks.iter().map(|check| check.worth)),
            checks,
        }
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
    fn new(name: &str, worth: f64, outcome: Outcome, hint: Option<String>) -> Self {
        let detail = match &hint {
            Some(hint) => format!("{}\n\nHint: {hint}", outcome.detail),
            None => outcome.detail.clone(),
        };
        Self {
            name: name.to_owned(),
            verdict: outcome.verdict,
            points: if outcome.verdict.passed() { worth } else { 0.0 },
            max_points: if outcome.verdict == Verdict::GraderFault {
                0.0
            } else {
                worth
            },
            worth,
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
}

/// The first hint for a verdict. Where the fault is not in how the exercise was solved, only a hint
/// written for that very verdict is of use, not the one for any.
fn hint(spec: &Spec, verdict: Verdict) -> Option<&str> {
    use Verdict::{BuildFailed, Forbidden, GraderFault, Inconclusive, NotAttempted, Passed};
    let is_own = spec.hints.contains_key(verdict.name());
    match verdict {
        Passed => None,
        NotAttempted | BuildFailed | Forbidden | Inconclusive | GraderFault if !is_own => None,
        _ => spec.hint(verdict, 0),
    }
}

/// A sum of points in hundredths, so that 0.1 + 0.2 is 0.3.
fn total(points: impl Iterator<Item = f64>) -> f64 {
    points.map(|points| (points * 100.0).round()).sum::<f64>() / 100.0
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
    fn only_a_pass_gains_points() {
        for verdict in Verdict::ALL {
            let expected = if verdict.passed() { 10.0 } else { 3.0 };
            assert_eq!(
                graded([Verdict::Passed, verdict]).score,
                expected,
                "{verdict}"
            );
        }
    }

    #[test]
    fn the_graders_own_fault_costs_nothing() {
        let report = graded([Verdict::Passed, Verdict::GraderFault]);
        assert_eq!((report.score, report.max_score), (3.0, 3.0));
        assert_eq!(report.worth(Verdict::GraderFault), 7.0);
        let report = graded([Verdict::Passed, Verdict::Inconclusive]);
        assert_eq!((report.score, report.max_score), (3.0, 10.0));
    }

    #[test]
    fn sums_are_exact_in_hundredths() {
        assert_eq!(total([0.1, 0.2].into_iter()), 0.3);
        assert_eq!(total([3.33, 3.33, 3.34].into_iter()), 10.0);
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
