//! Statistics of a class: how each check went, which are hardest, and the commonest wrong turns.

use std::collections::BTreeMap;

use course::{Cause, Verdict};

use crate::export::Class;

/// How one check went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckStats {
    /// `ex03`
    pub exercise: String,
    /// The name of its function.
    pub check: String,
    /// How many students have which verdict.
    pub verdicts: BTreeMap<Verdict, usize>,
    /// Of those that did not pass, how many for which cause, where one is known.
    pub causes: BTreeMap<(Verdict, Cause), usize>,
}

impl CheckStats {
    /// Students that have a verdict.
    pub fn students(&self) -> usize {
        self.verdicts.values().sum()
    }

    /// Students that passed.
    pub fn passed(&self) -> usize {
        self.verdicts
            .get(&Verdict::Passed)
            .copied()
            .unwrap_or_default()
    }

    /// Students that have begun and did not pass. Those whose work could not be judged are none.
    pub fn failed(&self) -> usize {
        let failures = self.verdicts.iter();
        let failures = failures.filter(|(verdict, _)| is_failure(**verdict));
        failures.map(|(_, count)| count).sum()
    }

    /// Students that have begun, as far as their work could be judged.
    pub fn begun(&self) -> usize {
        self.passed() + self.failed()
    }

    /// The verdicts but a pass, the commonest first.
    pub fn wrong_turns(&self) -> Vec<(Verdict, usize)> {
        let mut wrong: Vec<_> = self
            .verdicts
            .iter()
            .filter(|(verdict, _)| !verdict.passed() && **verdict != Verdict::NotAttempted)
            .map(|(&verdict, &count)| (verdict, count))
            .collect();
        wrong.sort_by_key(|&(verdict, count)| (std::cmp::Reverse(count), verdict));
        wrong
    }
}

/// A way in which some students fail a check, or all of an exercise at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrongTurn {
    /// `ex03`
    pub exercise: String,
    /// The check; `None` if all of them fail for one reason, such as a file that does not compile.
    pub check: Option<String>,
    /// How it fails.
    pub verdict: Verdict,
    /// What led to it, where the verdict alone does not tell.
    pub cause: Option<Cause>,
    /// How many students fail it so.
    pub students: usize,
}

impl WrongTurn {
    /// "no_update_is_lost", or "all checks".
    pub fn of(&self) -> &str {
        self.check.as_deref().unwrap_or("all checks")
    }
}

/// The ways to fail, the commonest first. What was not attempted and what could not be decided is none.
pub fn wrong_turns(class: &Class) -> Vec<WrongTurn> {
    let mut turns = BTreeMap::<_, usize>::new();
    let reports = class.students.iter().map(|student| &student.report);
    for exercise in reports.flat_map(|report| &report.exercises) {
        let common = exercise.common_failure().map(std::slice::from_ref);
        for check in common.unwrap_or(&exercise.checks) {
            let name = Some(check.name.clone()).filter(|_| common.is_none());
            let kind = (check.verdict(), check.outcome.cause);
            if is_failure(check.verdict()) {
                *turns
                    .entry((exercise.name.clone(), name, kind))
                    .or_default() += 1;
            }
        }
    }
    let turn = |((exercise, check, (verdict, cause)), students)| WrongTurn {
        exercise,
        check,
        verdict,
        cause,
        students,
    };
    let mut turns: Vec<_> = turns.into_iter().map(turn).collect();
    turns.sort_by_key(|turn| std::cmp::Reverse(turn.students));
    turns
}

fn is_failure(verdict: Verdict) -> bool {
    !(verdict.passed() || verdict.undecided() || verdict == Verdict::NotAttempted)
}

/// The checks of the class, in the order of the course.
pub fn of(class: &Class) -> Vec<CheckStats> {
    let mut stats: Vec<CheckStats> = Vec::new();
    for report in class.students.iter().map(|student| &student.report) {
        for exercise in &report.exercises {
            for check in &exercise.checks {
                let is_it =
                    |it: &&mut CheckStats| it.exercise == exercise.name && it.check == check.name;
                let at = match stats.iter_mut().find(is_it) {
                    Some(at) => at,
                    None => stats.push_mut(CheckStats {
                        exercise: exercise.name.clone(),
                        check: check.name.clone(),
                        verdicts: BTreeMap::new(),
                        causes: BTreeMap::new(),
                    }),
                };
                *at.verdicts.entry(check.verdict()).or_default() += 1;
                if let Some(cause) = check.outcome.cause.filter(|_| !check.verdict().passed()) {
                    *at.causes.entry((check.verdict(), cause)).or_default() += 1;
                }
            }
        }
    }
    stats.sort_by(|a, b| a.exercise.cmp(&b.exercise));
    stats
}

/// The checks that most of those who have begun do not pass, the hardest first.
pub fn hardest(stats: &[CheckStats]) -> Vec<&CheckStats> {
    let mut hard: Vec<_> = stats.iter().filter(|it| it.failed() > 0).collect();
    // By the share of failures, compared without fractions.
    hard.sort_by(|a, b| {
        let (of_a, of_b) = (a.failed() + a.passed(), b.failed() + b.passed());
        (b.failed() * of_a)
            .cmp(&(a.failed() * of_b))
            .then(b.failed().cmp(&a.failed()))
    });
    hard
}

#[cfg(test)]
mod tests {
    use course::Outcome;

    use super::*;
    use crate::export::Student;
    use crate::fixture::exercise;
    use crate::score::Graded;
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
    fn the_hardest_check_is_the_one_that_fewest_of_those_who_have_begun_pass() {
        use Verdict::{GraderFault, NotAttempted, Passed, Race};
        let class = class(&[
            [Passed, NotAttempted],
            [Race, NotAttempted],
            [Race, GraderFault],
            [Race, Passed],
        ]);
        let stats = of(&class);
        let hardest = hardest(&stats);
        let shares = hardest.iter().map(|check| (check.passed(), check.begun()));
        assert_eq!(shares.collect::<Vec<_>>(), [(1, 4)]);
        assert_eq!(
            stats[1].begun(),
            1,
            "what could not be judged counts nowhere"
        );
    }

    #[test]
    fn wrong_turns_are_counted_and_the_commonest_is_first() {
        use Verdict::{Deadlock, Inconclusive, NotAttempted, Race};
        let class = class(&[[Deadlock, Race], [NotAttempted, Race], [Inconclusive, Race]]);
        let turns = wrong_turns(&class);
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
        let turns = wrong_turns(&class);
        assert_eq!(turns.len(), 1, "{turns:?}");
        assert_eq!((turns[0].of(), turns[0].students), ("all checks", 2));
        let stats = of(&class);
        let passed = stats.iter().map(|it| (it.passed(), it.begun()));
        assert_eq!(passed.collect::<Vec<_>>(), [(1, 3), (1, 3)]);
    }
}
