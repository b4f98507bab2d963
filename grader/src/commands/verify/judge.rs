//! Compares what came of a fixture with what must come of it.

use course::{CheckSpec, Outcome, Verdict};

use super::Inconsistency;
use super::fixture::Kind;
use super::trial::Trial;
use crate::workspace::Workspace;

/// Every way in which the trial is not what its fixture declares.
pub fn inconsistencies(workspace: &Workspace, trial: &Trial<'_>) -> Vec<Inconsistency> {
    let fixture = trial.fixture;
    let exercise = fixture.exercise;
    let found = |place: String, problem, detail| Inconsistency {
        exercise: exercise.name.clone(),
        place,
        problem,
        detail,
    };
    let place = workspace.shown(&fixture.place).to_string();

    let checks = exercise.spec.checks.iter();
    let differences: Vec<_> = match &trial.outcomes {
        // One reason for all of them is said once.
        Err(outcome) => checks
            .filter_map(|check| difference(check, fixture.expected.of(&check.name), &[outcome]))
            .take(1)
            .collect(),
        Ok(outcomes) => checks
            .zip(outcomes)
            .filter_map(|(check, outcomes)| {
                let outcomes: Vec<_> = outcomes.iter().collect();
                difference(check, fixture.expected.of(&check.name), &outcomes)
            })
            .collect(),
    };
    let mut inconsistencies: Vec<_> = differences
        .into_iter()
        .map(|(problem, detail)| found(place.clone(), problem, Some(detail)))
        .collect();

    if fixture.kind == Kind::Solution
        && let Some(solution) = &trial.solution
    {
        let toml: Vec<_> = exercise
            .spec
            .checks
            .iter()
            .map(|check| check.name.as_str())
            .collect();
        let problem = match &solution.listed {
            Ok(listed) => lists_differ(&toml, listed),
            Err(error) => Some(format!("its program does not list its checks: {error}")),
        };
        let place = workspace.shown(&exercise.checks_rs()).to_string();
        inconsistencies.extend(problem.map(|problem| found(place, problem, None)));
    }
    inconsistencies
}

/// In how many runs a check gave another verdict, with what was said in the first of them.
fn difference(
    check: &CheckSpec,
    expected: Verdict,
    outcomes: &[&Outcome],
) -> Option<(String, String)> {
    let differ = |outcome: &&&Outcome| outcome.verdict != expected;
    let first = outcomes.iter().find(differ)?;
    let of = match (outcomes.iter().filter(differ).count(), outcomes.len()) {
        (_, 1) => String::new(),
        (count, runs) if count == runs => format!(" in all {runs} runs"),
        (count, runs) => format!(" in {count} of {runs} runs"),
    };
    let problem = format!(
        "{}: expected {expected}, got {}{of}",
        check.name, first.verdict
    );
    Some((problem, first.detail()))
}

/// What `exercise.toml` and `checks::main!` do not have in common.
fn lists_differ(toml: &[&str], listed: &[String]) -> Option<String> {
    let missing = toml
        .iter()
        .filter(|name| !listed.iter().any(|other| other == *name));
    let missing: Vec<_> = missing
        .map(|name| format!("`{name}` of exercise.toml is not in checks::main!"))
        .collect();
    let extra = listed.iter().filter(|name| !toml.contains(&name.as_str()));
    let extra: Vec<_> = extra
        .map(|name| format!("`{name}` of checks::main! is not in exercise.toml"))
        .collect();
    let differences = [missing, extra].concat();
    (!differences.is_empty())
        .then(|| format!("{}; list it in both or in neither", differences.join("; ")))
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{Expected, Fixture};
    use super::*;
    use crate::fixture::exercise;

    #[test]
    fn what_kept_all_checks_from_running_is_said_once() {
        let exercise = exercise("ex03_race_conditions");
        let workspace = Workspace {
            root: "/course".into(),
            exercises: vec![],
        };
        let dir = "/course/tests/submissions/ex03/right/atomics.rs".into();
        let expected = Expected::all(Verdict::Passed);
        let fixture = Fixture {
            exercise: &exercise,
            kind: Kind::Right,
            place: dir,
            files: None,
            expected,
        };
        let failed = Box::new(Outcome::of(Verdict::BuildFailed, "mismatched types"));
        let trial = |outcomes| Trial {
            fixture: &fixture,
            outcomes,
            solution: None,
        };

        let found = inconsistencies(&workspace, &trial(Err(failed.clone())));
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].place, "tests/submissions/ex03/right/atomics.rs");
        assert_eq!(
            found[0].problem,
            "the_order_is_kept: expected passed, got build_failed"
        );

        let outcomes = vec![vec![Outcome::passed("")], vec![*failed]];
        let found = inconsistencies(&workspace, &trial(Ok(outcomes)));
        assert_eq!(found.len(), 1);
        assert_eq!(
            found[0].problem,
            "no_update_is_lost: expected passed, got build_failed"
        );
    }

    #[test]
    fn runs_that_differ_are_counted_and_the_first_is_told() {
        let check = CheckSpec {
            name: "no_update_is_lost".to_owned(),
            points: 1,
            about: String::new(),
        };
        let race = Outcome::of(Verdict::Race, "one update is lost");
        let wrong = Outcome::of(Verdict::Wrong, "left 1, right 2");
        assert_eq!(difference(&check, Verdict::Race, &[&race, &race]), None);
        let (problem, detail) = difference(&check, Verdict::Race, &[&race, &wrong]).unwrap();
        assert_eq!(
            problem,
            "no_update_is_lost: expected race, got wrong in 1 of 2 runs"
        );
        assert_eq!(detail, "left 1, right 2");
        let (problem, _) = difference(&check, Verdict::Race, &[&wrong, &wrong]).unwrap();
        assert!(problem.ends_with("got wrong in all 2 runs"), "{problem}");
        let (problem, _) = difference(&check, Verdict::Race, &[&wrong]).unwrap();
        assert_eq!(problem, "no_update_is_lost: expected race, got wrong");
    }

    #[test]
    fn lists_may_differ_in_order_only() {
        let listed = |names: [&str; 2]| names.map(str::to_owned);
        assert_eq!(lists_differ(&["a", "b"], &listed(["b", "a"])), None);
        let problem = lists_differ(&["a", "b"], &listed(["b", "c"])).unwrap();
        assert!(
            problem.contains("`a` of exercise.toml is not in checks::main!"),
            "{problem}"
        );
        assert!(
            problem.contains("`c` of checks::main! is not in exercise.toml"),
            "{problem}"
        );
    }
}
