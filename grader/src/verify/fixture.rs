//! The submissions that the course holds of itself, and what each must give.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use course::Verdict;
use serde::Deserialize;

use super::Inconsistency;
use crate::workspace::{Exercise, Workspace, folders};

/// Where wrong and right submissions lie, by exercise.
pub const SUBMISSIONS: &str = "tests/submissions";

/// Where solutions lie, in the layout of `exercises/`.
pub const SOLUTIONS: &str = "solutions";

/// What a submission is there to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// As handed out: compiles, and every check is `not_attempted`.
    Stub,
    /// Ours: passes whole.
    Solution,
    /// A plausible mistake: gives the verdicts it declares.
    Wrong,
    /// The same job written in another way: passes whole.
    Right,
}

/// A submission of one exercise with its expectation.
#[derive(Debug)]
pub struct Fixture<'a> {
    /// The exercise.
    pub exercise: &'a Exercise,
    /// What it is there to show.
    pub kind: Kind,
    /// Its folder.
    pub dir: PathBuf,
    /// What must come of it.
    pub expected: Expected,
}

/// The verdict of each check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expected {
    /// Verdict of every check that is not listed.
    others: Verdict,
    verdicts: BTreeMap<String, Verdict>,
}

/// `expected.toml` of a wrong submission.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ExpectedToml {
    /// What a student was thinking.
    about: String,
    others: Verdict,
    #[serde(default)]
    verdicts: BTreeMap<String, Verdict>,
}

impl Expected {
    /// The same verdict of every check.
    pub fn all(others: Verdict) -> Self {
        Self {
            others,
            verdicts: BTreeMap::new(),
        }
    }

    /// The verdict that the check must give.
    pub fn of(&self, check: &str) -> Verdict {
        self.verdicts.get(check).copied().unwrap_or(self.others)
    }

    /// Reads the text of an `expected.toml`.
    ///
    /// # Errors
    /// What is wrong with it, for an author.
    fn parse(text: &str, exercise: &Exercise) -> Result<Self, String> {
        let ExpectedToml {
            about,
            others,
            verdicts,
        } = toml::from_str(text).map_err(|error| format!("not a valid expected.toml: {error}"))?;
        let expected = Self { others, verdicts };
        if about.trim().is_empty() {
            return Err("`about` is empty; say what the student was thinking".to_owned());
        }
        if let Some(unknown) = expected
            .verdicts
            .keys()
            .find(|name| exercise.spec.check(name).is_none())
        {
            return Err(format!(
                "`{unknown}` is no check of {}; correct the name or remove it",
                exercise.name
            ));
        }
        if exercise
            .spec
            .checks
            .iter()
            .all(|check| expected.of(&check.name).passed())
        {
            return Err(
                "a wrong submission must fail some check, and this one expects to pass them all"
                    .to_owned(),
            );
        }
        Ok(expected)
    }
}

/// Every fixture of `exercise`, and what kept others from being one.
pub fn find<'a>(
    workspace: &Workspace,
    exercise: &'a Exercise,
) -> (Vec<Fixture<'a>>, Vec<Inconsistency>) {
    let whole = |kind, dir, verdict| Fixture {
        exercise,
        kind,
        dir,
        expected: Expected::all(verdict),
    };
    let mut fixtures = vec![
        whole(Kind::Stub, exercise.dir.clone(), Verdict::NotAttempted),
        whole(
            Kind::Solution,
            workspace.root.join(SOLUTIONS).join(&exercise.folder),
            Verdict::Passed,
        ),
    ];
    let mut problems = Vec::new();
    let samples = workspace.root.join(SUBMISSIONS).join(&exercise.name);
    for dir in below(&samples.join("wrong")) {
        match read(&dir, exercise) {
            Ok(expected) => fixtures.push(Fixture {
                exercise,
                kind: Kind::Wrong,
                dir,
                expected,
            }),
            Err(problem) => problems.push(Inconsistency {
                exercise: exercise.name.clone(),
                place: workspace.shown(&dir.join("expected.toml")).to_string(),
                problem,
                detail: None,
            }),
        }
    }
    fixtures.extend(
        below(&samples.join("right"))
            .into_iter()
            .map(|dir| whole(Kind::Right, dir, Verdict::Passed)),
    );
    (fixtures, problems)
}

fn read(dir: &Path, exercise: &Exercise) -> Result<Expected, String> {
    let text = fs::read_to_string(dir.join("expected.toml"))
        .map_err(|error| format!("cannot be read: {error}"))?;
    Expected::parse(&text, exercise)
}

/// The folders in `path`; none if it is not there, which is seen by their number.
fn below(path: &Path) -> Vec<PathBuf> {
    folders(path)
        .unwrap_or_default()
        .into_iter()
        .map(|name| path.join(name))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::exercise;

    fn parse(text: &str) -> Result<Expected, String> {
        Expected::parse(text, &exercise("ex03_race_conditions"))
    }

    #[test]
    fn a_check_that_is_not_listed_has_the_verdict_of_the_others() {
        let expected =
            parse("about = \"x\"\nothers = \"passed\"\n[verdicts]\nno_update_is_lost = \"race\"")
                .unwrap();
        assert_eq!(expected.of("no_update_is_lost"), Verdict::Race);
        assert_eq!(expected.of("the_order_is_kept"), Verdict::Passed);
    }

    #[test]
    fn an_expectation_that_cannot_be_meant_is_refused() {
        let unknown = parse("about = \"x\"\nothers = \"wrong\"\n[verdicts]\nno_updat = \"race\"")
            .unwrap_err();
        assert!(
            unknown.contains("`no_updat` is no check of ex03"),
            "{unknown}"
        );
        let passing = parse("about = \"x\"\nothers = \"passed\"").unwrap_err();
        assert!(passing.contains("must fail some check"), "{passing}");
        let verdict = parse("about = \"x\"\nothers = \"racy\"").unwrap_err();
        assert!(verdict.contains("racy"), "{verdict}");
        assert!(
            parse("about = \"\"\nothers = \"race\"")
                .unwrap_err()
                .contains("`about` is empty")
        );
    }
}
