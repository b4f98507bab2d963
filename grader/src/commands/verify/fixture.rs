//! The submissions that the course holds of itself, and what each must give.

use std::collections::BTreeMap;
use std::path::PathBuf;

use course::Verdict;

use super::Inconsistency;
use crate::compile::{Builder, CheckBinary};
use crate::intake::SourceFile;
use crate::pipeline::{Rejected, prepare, prepare_files};
use crate::samples::{self, Head, SUBMISSIONS};
use crate::workspace::{Exercise, SOLUTIONS, Workspace};

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
    /// Its folder, or its one file.
    pub place: PathBuf,
    /// Its editable files, if it is not a folder of the layout of `exercises/`.
    pub files: Option<Vec<SourceFile>>,
    /// What must come of it.
    pub expected: Expected,
}

/// Whether a run that comes to this verdict does nothing but wait until its time is over.
pub fn waits(verdict: Verdict) -> bool {
    matches!(verdict, Verdict::TimedOut | Verdict::NotConcurrent)
}

/// The verdict of each check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expected {
    /// Verdict of every check that is not listed.
    others: Verdict,
    verdicts: BTreeMap<String, Verdict>,
}

impl Fixture<'_> {
    /// Screens and builds it.
    ///
    /// # Errors
    /// What rejected it.
    pub fn prepare(&self, builder: &Builder) -> Result<CheckBinary, Rejected> {
        match &self.files {
            Some(files) => prepare_files(self.exercise, files, builder),
            None => prepare(self.exercise, &self.place, builder),
        }
    }

    /// `right/statics` for a sample, `solution`, `stub`.
    pub fn called(&self) -> String {
        let name = self.place.file_stem().unwrap_or_default().to_string_lossy();
        match self.kind {
            Kind::Stub => "stub".to_owned(),
            Kind::Solution => "solution".to_owned(),
            Kind::Wrong => format!("wrong/{name}"),
            Kind::Right => format!("right/{name}"),
        }
    }
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

    /// Whether some check is to wait until its time is over: it takes long, and no processor.
    pub fn takes_long(&self) -> bool {
        let mut all = self.verdicts.values().chain([&self.others]);
        all.any(|verdict| waits(*verdict))
    }

    /// What the head of a sample of that kind declares.
    ///
    /// # Errors
    /// What cannot be meant, for an author.
    fn declared(head: Head, kind: Kind, exercise: &Exercise) -> Result<Self, String> {
        if kind == Kind::Right {
            return match head.others.is_none() && head.verdicts.is_empty() {
                true => Ok(Self::all(Verdict::Passed)),
                false => Err(
                    "a right submission passes whole and declares no verdicts; remove them"
                        .to_owned(),
                ),
            };
        }
        let declares = "declare the verdict of the other checks: `others = \"passed\"`";
        let others = head.others.ok_or(declares)?;
        let expected = Self {
            others,
            verdicts: head.verdicts,
        };
        let checks = &exercise.spec.checks;
        if let Some(unknown) = expected
            .verdicts
            .keys()
            .find(|name| exercise.spec.check(name).is_none())
        {
            let of = &exercise.name;
            return Err(format!(
                "`{unknown}` is no check of {of}; correct the name or remove it"
            ));
        }
        match checks.iter().all(|check| expected.of(&check.name).passed()) {
            true => Err(
                "a wrong submission must fail some check, and this one expects to pass them all"
                    .to_owned(),
            ),
            false => Ok(expected),
        }
    }
}

/// Every fixture of `exercise`, and what kept others from being one.
pub fn find<'a>(
    workspace: &Workspace,
    exercise: &'a Exercise,
) -> (Vec<Fixture<'a>>, Vec<Inconsistency>) {
    let solution = workspace.root.join(SOLUTIONS).join(&exercise.folder);
    let tree = |kind, place, verdict| Fixture {
        exercise,
        kind,
        place,
        files: None,
        expected: Expected::all(verdict),
    };
    let mut fixtures = vec![
        tree(Kind::Stub, exercise.dir.clone(), Verdict::NotAttempted),
        tree(Kind::Solution, solution.clone(), Verdict::Passed),
    ];
    let mut problems = Vec::new();
    // A solution that cannot be read is found out by grading it.
    let editable = exercise.spec.editable.first();
    let solution = editable.and_then(|file| std::fs::read_to_string(solution.join(file)).ok());
    let solution = solution.unwrap_or_default();
    let samples = workspace.root.join(SUBMISSIONS).join(&exercise.name);
    for (kind, folder) in [(Kind::Wrong, "wrong"), (Kind::Right, "right")] {
        for read in samples::read_all(&samples.join(folder), exercise, &solution) {
            let fixture =
                read.map_err(|no| (no.path, no.problem)).and_then(
                    |sample| match Expected::declared(sample.head, kind, exercise) {
                        Ok(expected) => Ok(Fixture {
                            exercise,
                            kind,
                            place: sample.path,
                            files: Some(sample.files),
                            expected,
                        }),
                        Err(problem) => Err((sample.path, problem)),
                    },
                );
            match fixture {
                Ok(fixture) => fixtures.push(fixture),
                Err((place, problem)) => problems.push(Inconsistency {
                    exercise: exercise.name.clone(),
                    place: workspace.shown(&place).to_string(),
                    problem,
                    detail: None,
                }),
            }
        }
    }
    (fixtures, problems)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::exercise;

    fn declared(toml: &str, kind: Kind) -> Result<Expected, String> {
        let toml: String = toml.lines().map(|line| format!("//! {line}\n")).collect();
        let head = Head::parse(&format!("//! x\n//! ```toml\n{toml}//! ```\n")).unwrap();
        Expected::declared(head, kind, &exercise("ex03_race_conditions"))
    }

    #[test]
    fn a_check_that_is_not_listed_has_the_verdict_of_the_others() {
        let toml = "others = \"passed\"\nno_update_is_lost = \"race\"";
        let expected = declared(toml, Kind::Wrong).unwrap();
        assert_eq!(expected.of("no_update_is_lost"), Verdict::Race);
        assert_eq!(expected.of("the_order_is_kept"), Verdict::Passed);
    }

    #[test]
    fn what_waits_for_its_end_takes_long() {
        for (toml, takes_long) in [
            ("others = \"passed\"\nno_update_is_lost = \"race\"", false),
            (
                "others = \"passed\"\nno_update_is_lost = \"timed_out\"",
                true,
            ),
            ("others = \"not_concurrent\"", true),
        ] {
            assert_eq!(
                declared(toml, Kind::Wrong).unwrap().takes_long(),
                takes_long
            );
        }
    }

    #[test]
    fn an_expectation_that_cannot_be_meant_is_refused() {
        for (toml, kind, wanted) in [
            (
                "others = \"wrong\"\nno_updat = \"race\"",
                Kind::Wrong,
                "`no_updat` is no check of ex03",
            ),
            ("others = \"passed\"", Kind::Wrong, "must fail some check"),
            ("no_update_is_lost = \"race\"", Kind::Wrong, "`others = "),
            ("others = \"passed\"", Kind::Right, "declares no verdicts"),
        ] {
            let error = declared(toml, kind).unwrap_err();
            assert!(error.contains(wanted), "{error}");
        }
    }
}
