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

    /// Students that have begun and did not pass.
    pub fn failed(&self) -> usize {
        let not_begun = self
            .verdicts
            .get(&Verdict::NotAttempted)
            .copied()
            .unwrap_or_default();
        self.students() - self.passed() - not_begun
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
