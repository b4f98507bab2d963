//! The second opinion: loom judges what the model has judged, and has to agree.
//!
//! Every fixture of an exercise is compiled once more with loom for its std, and its exhaustive checks are run. Which
//! checks these are is told by what the solution's outcomes hold. An exercise takes part if it has a file of known
//! differences ([`known`]). What is not known, and what is known and gone, are inconsistencies.
//!
//! - `agreement` compares two outcomes (pure);
//! - `known` reads the file;
//! - `table` shows what was found.

mod agreement;
mod known;
mod table;

use course::{Outcome, Verdict};
use rayon::prelude::*;

use super::Inconsistency;
use super::fixture::{Fixture, Kind};
use super::trial::Trial;
use crate::compile::Builder;
use crate::progress::Progress;
use crate::run::run_one;
use crate::samples::SUBMISSIONS;
use crate::workspace::{Exercise, Workspace};

pub use table::render;

use agreement::{Agreement, agreement};
use known::{Difference, Known};

/// What loom makes of the submissions of one exercise.
#[derive(Debug)]
pub struct SecondOpinion {
    /// `ex03`
    exercise: String,
    /// Submissions that can be run at all.
    submissions: usize,
    /// Of these, those that loom judges in every exhaustive check.
    judged: usize,
    /// Verdicts that both gave.
    agreed: usize,
    /// Why loom does not judge, for each submission and check.
    not_judged: Vec<NotJudged>,
    /// Disagreements, known or not.
    disagreed: usize,
}

/// A submission, or one check of it, that loom does not judge.
#[derive(Debug, Clone, PartialEq, Eq)]
struct NotJudged {
    /// `right/statics`, or with a check: `right/statics: no_update_is_lost`
    what: String,
    why: String,
}

/// The comparison of one submission.
struct Compared {
    /// `right/statics`
    submission: String,
    /// For each exhaustive check by name; or why there is none.
    checks: Result<Vec<(String, Agreement)>, String>,
}

/// Has loom judge the trials of `exercises`, compiled by `builder`.
pub fn ask(
    workspace: &Workspace,
    exercises: &[&Exercise],
    trials: &[Trial<'_>],
    builder: &Builder,
) -> (Vec<SecondOpinion>, Vec<Inconsistency>) {
    let mut opinions = Vec::new();
    let mut inconsistencies = Vec::new();
    for exercise in exercises {
        let path = workspace
            .root
            .join(SUBMISSIONS)
            .join(&exercise.name)
            .join("loom.toml");
        let place = workspace.shown(&path).to_string();
        let found = |problem| Inconsistency {
            exercise: exercise.name.clone(),
            place: place.clone(),
            problem,
            detail: None,
        };
        let known = match Known::read(&path) {
            Ok(Some(known)) => known,
            Ok(None) => continue,
            Err(problem) => {
                inconsistencies.push(found(problem));
                continue;
            }
        };
        let own = trials
            .iter()
            .filter(|trial| trial.fixture.exercise.name == exercise.name);
        let compared = compare(&own.collect::<Vec<_>>(), builder);
        inconsistencies.extend(problems(&known, &compared).into_iter().map(found));
        opinions.push(SecondOpinion::of(exercise, &compared));
    }
    (opinions, inconsistencies)
}

/// The checks that search, by their place in the exercise.
fn exhaustive(trials: &[&Trial<'_>]) -> Vec<usize> {
    let solution = trials
        .iter()
        .find(|trial| trial.fixture.kind == Kind::Solution);
    let outcomes = solution.and_then(|solution| solution.outcomes.as_ref().ok());
    let searched = outcomes
        .into_iter()
        .flatten()
        .enumerate()
        .filter(|(_, runs)| {
            runs.iter()
                .any(|outcome| outcome.figures.executions.is_some())
        });
    searched.map(|(place, _)| place).collect()
}

fn compare(trials: &[&Trial<'_>], builder: &Builder) -> Vec<Compared> {
    let searched = exhaustive(trials);
    let progress = Progress::counting(trials.len(), "submissions judged by loom");
    let compared = trials.par_iter().filter_map(|trial| {
        let outcomes = trial.outcomes.as_ref().ok();
        // What does not compile for the model either is nobody's to judge.
        let compared = outcomes.map(|outcomes| Compared {
            submission: trial.fixture.called(),
            checks: judge(trial.fixture, builder, &searched, outcomes),
        });
        progress.advance();
        compared
    });
    compared.collect()
}

/// Loom's opinion on a fixture, beside the model's outcomes.
fn judge(
    fixture: &Fixture<'_>,
    builder: &Builder,
    searched: &[usize],
    outcomes: &[Vec<Outcome>],
) -> Result<Vec<(String, Agreement)>, String> {
    let binary = fixture.prepare(builder).map_err(|rejected| {
        let outcome = rejected.outcome;
        match agreement(&Outcome::passed(""), &outcome) {
            Agreement::NotJudged(why) => why,
            _ => format!("{}: {}", outcome.verdict, outcome.message),
        }
    })?;
    let checks = searched.par_iter().filter_map(|&place| {
        let name = &fixture.exercise.spec.checks.get(place)?.name;
        let model = outcomes.get(place)?.first()?;
        Some((name.clone(), agreement(model, &run_one(&binary, name))))
    });
    Ok(checks.collect())
}

/// Every way in which what was found is not what is known.
fn problems(known: &Known, compared: &[Compared]) -> Vec<String> {
    let found: Vec<_> = differences(compared).collect();
    let is_known = |(submission, check, model, loom): &(&str, &str, Verdict, Verdict)| {
        known.differences.iter().any(|it| {
            (it.submission.as_str(), it.check.as_str(), it.model, it.loom)
                == (*submission, *check, *model, *loom)
        })
    };
    let mut problems: Vec<_> = found
        .iter()
        .filter(|difference| !is_known(difference))
        .map(|(submission, check, model, loom)| {
            format!(
                "{check} of {submission}: the model says {model}, loom says {loom}; find out which is right, and list the \
                 difference with its reason if it stays"
            )
        })
        .collect();
    let gone = |it: &&Difference| {
        !found.contains(&(it.submission.as_str(), it.check.as_str(), it.model, it.loom))
    };
    problems.extend(known.differences.iter().filter(gone).map(|it| {
        format!(
            "{} of {}: the difference that is listed is gone; remove it",
            it.check, it.submission
        )
    }));
    let judged = judged(compared);
    if judged < known.judged {
        problems.push(format!(
            "loom judges {judged} submissions, and it must be {} at least",
            known.judged
        ));
    }
    problems
}

fn differences(compared: &[Compared]) -> impl Iterator<Item = (&str, &str, Verdict, Verdict)> {
    compared.iter().flat_map(|it| {
        let checks = it.checks.iter().flatten();
        checks.filter_map(|(check, agreement)| match agreement {
            Agreement::Disagreed { model, loom } => {
                Some((it.submission.as_str(), check.as_str(), *model, *loom))
            }
            _ => None,
        })
    })
}

/// How many are judged in every check.
fn judged(compared: &[Compared]) -> usize {
    let whole = |it: &&Compared| {
        it.checks.as_ref().is_ok_and(|checks| {
            let not =
                |(_, agreement): &(_, Agreement)| matches!(agreement, Agreement::NotJudged(_));
            !checks.iter().any(not)
        })
    };
    compared.iter().filter(whole).count()
}

impl SecondOpinion {
    fn of(exercise: &Exercise, compared: &[Compared]) -> Self {
        let mut not_judged = Vec::new();
        let mut agreed = 0;
        for it in compared {
            match &it.checks {
                Err(why) => not_judged.push(NotJudged {
                    what: it.submission.clone(),
                    why: why.clone(),
                }),
                Ok(checks) => {
                    for (check, agreement) in checks {
                        match agreement {
                            Agreement::Agreed => agreed += 1,
                            Agreement::NotJudged(why) => not_judged.push(NotJudged {
                                what: format!("{}: {check}", it.submission),
                                why: why.clone(),
                            }),
                            Agreement::Disagreed { .. } => {}
                        }
                    }
                }
            }
        }
        Self {
            exercise: exercise.name.clone(),
            submissions: compared.len(),
            judged: judged(compared),
            agreed,
            not_judged,
            disagreed: differences(compared).count(),
        }
    }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
