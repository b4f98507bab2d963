//! How often each verdict was given: which checks are hard, and which wrong turns are common.

use std::collections::BTreeMap;

use course::{Cause, Verdict};

use crate::export::Class;
use crate::score::{CheckReport, ExerciseReport};

/// A verdict and what led to it.
type Kind = (Verdict, Option<Cause>);

/// The verdicts of a class, counted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// In the order of the course.
    pub checks: Vec<CheckTally>,
    /// How many students failed all of an exercise for one reason, such as a file that does not compile.
    whole: BTreeMap<(String, Kind), usize>,
}

/// The verdicts of one check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckTally {
    /// `ex03`
    pub exercise: String,
    /// The place of the check in its exercise, from 0.
    pub number: usize,
    /// `no_update_is_lost`
    pub check: String,
    /// How many students got each verdict, by its cause.
    pub verdicts: BTreeMap<(Verdict, Option<Cause>), usize>,
    /// The same without those who failed the whole exercise for one reason.
    own: BTreeMap<Kind, usize>,
}

/// A way in which some students fail a check, or a whole exercise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WrongTurn<'t> {
    /// `ex03`
    pub exercise: &'t str,
    /// The check; `None` if all of them fail for one reason.
    pub check: Option<&'t CheckTally>,
    /// How it fails.
    pub verdict: Verdict,
    /// What led to it, where the verdict alone does not tell.
    pub cause: Option<Cause>,
    /// How many students fail it so.
    pub students: usize,
}

impl Tally {
    /// Counts the verdicts of a class.
    pub fn of(class: &Class) -> Self {
        let mut tally = Self::default();
        for exercise in class.exercises() {
            let checks = exercise.checks.iter().enumerate();
            tally
                .checks
                .extend(checks.map(|(number, check)| CheckTally {
                    exercise: exercise.name.clone(),
                    number,
                    check: check.name.clone(),
                    verdicts: BTreeMap::new(),
                    own: BTreeMap::new(),
                }));
        }
        let reports = class.students.iter().map(|student| &student.report);
        for exercise in reports.flat_map(|report| &report.exercises) {
            tally.count(exercise);
        }
        tally
    }

    fn count(&mut self, exercise: &ExerciseReport) {
        let common = exercise
            .common_failure()
            .filter(|check| is_attempt(check.verdict()));
        if let Some(check) = common {
            let key = (exercise.name.clone(), kind(check));
            *self.whole.entry(key).or_default() += 1;
        }
        for check in &exercise.checks {
            let is_it = |tally: &&mut CheckTally| {
                tally.exercise == exercise.name && tally.check == check.name
            };
            if let Some(tally) = self.checks.iter_mut().find(is_it) {
                *tally.verdicts.entry(kind(check)).or_default() += 1;
                if common.is_none() {
                    *tally.own.entry(kind(check)).or_default() += 1;
                }
            }
        }
    }

    /// The checks that somebody has attempted, the hardest first: by the share of those who passed, then by how many
    /// tried.
    pub fn hardest(&self) -> Vec<&CheckTally> {
        let attempted = |check: &&CheckTally| check.attempted() > 0;
        let mut checks: Vec<_> = self.checks.iter().filter(attempted).collect();
        // Shares are compared as fractions, exactly.
        checks.sort_by(|a, b| {
            let (left, right) = (a.passed() * b.attempted(), b.passed() * a.attempted());
            left.cmp(&right).then(b.attempted().cmp(&a.attempted()))
        });
        checks
    }

    /// The ways to fail, the commonest first. What was not attempted and what could not be decided is none.
    pub fn wrong_turns(&self) -> Vec<WrongTurn<'_>> {
        let whole = self.whole.iter().map(|((exercise, kind), &students)| {
            let (verdict, cause) = *kind;
            WrongTurn {
                exercise,
                check: None,
                verdict,
                cause,
                students,
            }
        });
        let of_checks = self.checks.iter().flat_map(|check| {
            let own = check.own.iter();
            own.map(move |(&(verdict, cause), &students)| WrongTurn {
                exercise: &check.exercise,
                check: Some(check),
                verdict,
                cause,
                students,
            })
        });
        let is_wrong = |turn: &WrongTurn| is_attempt(turn.verdict) && !turn.verdict.passed();
        let mut turns: Vec<_> = whole.chain(of_checks).filter(is_wrong).collect();
        turns.sort_by(|a, b| {
            let of_course = a.exercise.cmp(b.exercise);
            b.students.cmp(&a.students).then(of_course)
        });
        turns
    }
}

impl WrongTurn<'_> {
    /// "no_update_is_lost", or "all checks".
    pub fn of(&self) -> &str {
        self.check.map_or("all checks", |check| &check.check)
    }
}

impl CheckTally {
    /// How many students got that verdict.
    pub fn with(&self, verdict: Verdict) -> usize {
        let counts = self.verdicts.iter();
        let counts = counts.filter(|((found, _), _)| *found == verdict);
        counts.map(|(_, count)| count).sum()
    }

    /// How many students passed.
    pub fn passed(&self) -> usize {
        self.with(Verdict::Passed)
    }

    /// How many students have tried, as far as that could be decided.
    pub fn attempted(&self) -> usize {
        let counts = self.verdicts.iter();
        let counts = counts.filter(|((verdict, _), _)| is_attempt(*verdict));
        counts.map(|(_, count)| count).sum()
    }
}

fn kind(check: &CheckReport) -> Kind {
    (check.verdict(), check.outcome.cause)
}

fn is_attempt(verdict: Verdict) -> bool {
    verdict != Verdict::NotAttempted && !verdict.undecided()
}

#[cfg(test)]
mod tests {
    use course::Outcome;

    use super::*;
    use crate::export::Student;
    use crate::fixture::exercise;
    use crate::pipeline::Graded;
    use crate::score::Report;

    fn class(verdicts: &[[Verdict; 2]]) -> Class {
        let exercise = exercise("ex03_race_conditions");
        let students = verdicts.iter().enumerate().map(|(number, verdicts)| {
            let outcomes = verdicts.map(|verdict| Outcome::of(verdict, "")).to_vec();
            Student {
                id: number.to_string(),
                name: String::new(),
                team: None,
                report: Report::new("", vec![(&exercise, Graded::ran(outcomes))]),
                notes: Vec::new(),
                adjustments: Vec::new(),
            }
        });
        Class {
            title: String::new(),
            students: students.collect(),
        }
    }

    #[test]
    fn the_hardest_check_is_the_one_that_fewest_of_those_who_tried_pass() {
        use Verdict::{GraderFault, NotAttempted, Passed, Race};
        let class = class(&[
            [Passed, NotAttempted],
            [Race, NotAttempted],
            [Race, GraderFault],
            [Race, Passed],
        ]);
        let tally = Tally::of(&class);
        let hardest: Vec<_> = tally.hardest();
        let shares = hardest
            .iter()
            .map(|check| (check.passed(), check.attempted()));
        assert_eq!(shares.collect::<Vec<_>>(), [(1, 4), (1, 1)]);
    }

    #[test]
    fn wrong_turns_are_counted_and_the_commonest_is_first() {
        use Verdict::{Deadlock, Inconclusive, NotAttempted, Race};
        let class = class(&[[Deadlock, Race], [NotAttempted, Race], [Inconclusive, Race]]);
        let tally = Tally::of(&class);
        let turns = tally.wrong_turns();
        let turns = turns
            .iter()
            .map(|turn| (turn.verdict, turn.students, turn.of()));
        assert_eq!(
            turns.collect::<Vec<_>>(),
            [
                (Race, 3, "no_update_is_lost"),
                (Deadlock, 1, "the_order_is_kept")
            ]
        );
    }

    #[test]
    fn a_file_that_does_not_compile_is_one_wrong_turn_and_fails_every_check() {
        use Verdict::{BuildFailed, Passed};
        let class = class(&[[BuildFailed; 2], [BuildFailed; 2], [Passed; 2]]);
        let tally = Tally::of(&class);
        let turns = tally.wrong_turns();
        assert_eq!(turns.len(), 1, "{turns:?}");
        let turn = turns[0];
        assert_eq!((turn.of(), turn.students), ("all checks", 2));
        let passed = tally.checks.iter().map(|it| (it.passed(), it.attempted()));
        assert_eq!(passed.collect::<Vec<_>>(), [(1, 3), (1, 3)]);
    }
}
