//! Classroom 50's `result.json`, of schema `classroom50/result/v1`.

use std::io::{self, Write};

use course::{Points, Verdict};
use jiff::Timestamp;
use serde::Serialize;

use super::Renderer;
use super::{plain_json, words};
use crate::score::{CheckReport, ExerciseReport, Report};

/// The version of the shape.
const SCHEMA: &str = "classroom50/result/v1";

/// What a submission's tag begins with.
const TAG: &str = "submit/";

/// What must be known of a submission beside its report. Classroom 50's runner sets it in the environment, all but
/// `COMMIT_DATETIME`, which is `git log -1 --format=%cI`: see [`Classroom50::from_environment`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Classroom50 {
    classroom: String,
    assignment: String,
    assignment_type: String,
    owner: String,
    submission: String,
    commit: String,
    release: String,
    review: String,
    datetime: String,
}

/// What Classroom 50 demands is not in the environment.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Classroom50Error {
    /// Variables that are not set.
    #[error(
        "--format classroom50 needs {} in the environment; Classroom 50's runner sets all but COMMIT_DATETIME, which is \
         what `git log -1 --format=%cI` says", .0.join(", ")
    )]
    Missing(Vec<&'static str>),
    /// A tag of another kind.
    #[error("SUBMISSION_TAG is `{0}`; Classroom 50 takes tags that begin with `{TAG}`")]
    Tag(String),
    /// No date.
    #[error(
        "COMMIT_DATETIME is `{0}`; write the commit's date as in 2026-12-01T10:59:00Z or 2026-12-01T23:59:00+13:00"
    )]
    DateTime(String),
    /// No kind of assignment.
    #[error("ASSIGNMENT_TYPE is `{0}`; Classroom 50 has `individual`, `group` and `team`")]
    Type(String),
}

impl Classroom50 {
    /// Takes what is needed from environment variables, which `get` reads: `CLASSROOM`, `ASSIGNMENT`,
    /// `ASSIGNMENT_TYPE` (`individual` if it is not set), `OWNER` (or `USERNAME`), `SUBMISSION_TAG`, `COMMIT_URL`,
    /// `RELEASE_URL`, `REVIEW_URL` (`COMMIT_URL` if it is not set) and `COMMIT_DATETIME`. An empty one counts as not
    /// set. In a class, `{id}` in any of them stands for the student's id, and `OWNER` is that id unless it is set.
    ///
    /// # Errors
    /// See [`Classroom50Error`]; all that is missing is named at once.
    pub fn from_environment(
        get: impl Fn(&str) -> Option<String>,
        id: Option<&str>,
    ) -> Result<Self, Classroom50Error> {
        let get = |name: &str| {
            let value = get(name).filter(|value| !value.trim().is_empty())?;
            Some(id.map_or(value.clone(), |id| value.replace("{id}", id)))
        };
        let mut missing = Vec::new();
        let mut need = |name: &'static str, value: Option<String>| {
            value.unwrap_or_else(|| {
                missing.push(name);
                String::new()
            })
        };
        let owner = match id {
            Some(id) => get("OWNER").or_else(|| Some(id.to_owned())),
            None => get("OWNER").or_else(|| get("USERNAME")),
        };
        let commit = need("COMMIT_URL", get("COMMIT_URL"));
        let found = Self {
            classroom: need("CLASSROOM", get("CLASSROOM")),
            assignment: need("ASSIGNMENT", get("ASSIGNMENT")),
            assignment_type: get("ASSIGNMENT_TYPE").unwrap_or_else(|| "individual".to_owned()),
            owner: need("OWNER", owner),
            submission: need("SUBMISSION_TAG", get("SUBMISSION_TAG")),
            release: need("RELEASE_URL", get("RELEASE_URL")),
            review: get("REVIEW_URL").unwrap_or_else(|| commit.clone()),
            datetime: need("COMMIT_DATETIME", get("COMMIT_DATETIME")),
            commit,
        };
        if missing.is_empty() {
            found.checked()
        } else {
            Err(Classroom50Error::Missing(missing))
        }
    }

    /// The same with its date in UTC, if it is what Classroom 50 takes.
    fn checked(mut self) -> Result<Self, Classroom50Error> {
        if !self.submission.starts_with(TAG) {
            return Err(Classroom50Error::Tag(self.submission));
        }
        if !["individual", "group", "team"].contains(&self.assignment_type.as_str()) {
            return Err(Classroom50Error::Type(self.assignment_type));
        }
        let Ok(datetime) = self.datetime.trim().parse::<Timestamp>() else {
            return Err(Classroom50Error::DateTime(self.datetime));
        };
        self.datetime = datetime.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
        Ok(self)
    }
}

/// Without `graded_at`: the same commit has the same result.
#[derive(Serialize)]
struct Results<'r> {
    schema: &'static str,
    classroom: &'r str,
    assignment: &'r str,
    assignment_type: &'r str,
    owner: &'r str,
    submission: &'r str,
    commit: &'r str,
    release: &'r str,
    review: &'r str,
    datetime: &'r str,
    score: Points,
    #[serde(rename = "max-score")]
    max_score: Points,
    tests: Vec<Test>,
}

/// Classroom 50 keeps fields that it does not know, as the last ones.
#[derive(Serialize)]
struct Test {
    /// With the verdict where nothing could be decided: it is all that a student's page shows.
    #[serde(rename = "test-name")]
    name: String,
    passed: bool,
    score: Points,
    #[serde(rename = "max-score")]
    max_score: Points,
    verdict: Verdict,
    undecided: bool,
    message: String,
}

impl Renderer for Classroom50 {
    fn render(&self, report: &Report, out: &mut dyn Write) -> io::Result<()> {
        let total = report.total();
        let tests = report.exercises.iter().flat_map(|exercise| {
            let checks = exercise.checks.iter();
            checks.map(|check| Test::of(exercise, check))
        });
        let results = Results {
            schema: SCHEMA,
            classroom: &self.classroom,
            assignment: &self.assignment,
            assignment_type: &self.assignment_type,
            owner: &self.owner,
            submission: &self.submission,
            commit: &self.commit,
            release: &self.release,
            review: &self.review,
            datetime: &self.datetime,
            score: total.gained,
            max_score: total.possible,
            tests: tests.collect(),
        };
        plain_json::write(&mut *out, &results)?;
        writeln!(out)
    }
}

impl Test {
    fn of(exercise: &ExerciseReport, check: &CheckReport) -> Self {
        let (verdict, score) = (check.verdict(), check.score());
        let path = words::path(exercise, check);
        Self {
            name: if verdict.undecided() {
                let word = verdict.word();
                format!("{path} ({word}: not decided, points neither given nor lost)")
            } else {
                path
            },
            passed: verdict.passed(),
            score: score.gained,
            max_score: score.possible,
            verdict,
            undecided: verdict.undecided(),
            message: words::message(check).into_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [(&str, &str); 7] = [
        ("CLASSROOM", "concurrency"),
        ("ASSIGNMENT", "practical-23"),
        ("USERNAME", "zoë"),
        ("SUBMISSION_TAG", "submit/2026-12-01T10-59-00Z-abcdef0"),
        ("COMMIT_URL", "https://example.org/{id}/commit/abcdef0"),
        ("RELEASE_URL", "https://example.org/releases/1"),
        ("COMMIT_DATETIME", "2026-12-01T23:59:00+13:00"),
    ];

    fn with<'v>(name: &'v str, value: &'v str) -> impl Fn(&str) -> Option<String> + 'v {
        move |asked| {
            if asked == name {
                return Some(value.to_owned());
            }
            let found = ALL.iter().find(|(name, _)| *name == asked)?;
            Some(found.1.to_owned())
        }
    }

    #[test]
    fn the_environment_of_the_runner_is_enough_with_the_date_of_the_commit() {
        let found = Classroom50::from_environment(with("", ""), None).unwrap();
        assert_eq!(found.datetime, "2026-12-01T10:59:00Z");
        assert_eq!(
            (found.owner.as_str(), &*found.assignment_type),
            ("zoë", "individual")
        );
        assert_eq!(found.review, found.commit);
    }

    #[test]
    fn in_a_class_values_are_of_each_student() {
        let found = Classroom50::from_environment(with("", ""), Some("bob")).unwrap();
        assert_eq!(found.owner, "bob");
        assert_eq!(found.commit, "https://example.org/bob/commit/abcdef0");
    }

    #[test]
    fn all_that_is_missing_is_named_at_once() {
        let error = Classroom50::from_environment(|_| None, None)
            .unwrap_err()
            .to_string();
        for name in [
            "CLASSROOM",
            "ASSIGNMENT",
            "OWNER",
            "SUBMISSION_TAG",
            "COMMIT_URL",
            "RELEASE_URL",
        ] {
            assert!(error.contains(name), "{error}");
        }
        assert!(error.contains("git log -1 --format=%cI"), "{error}");
        let one = Classroom50::from_environment(with("CLASSROOM", " "), None).unwrap_err();
        assert_eq!(one, Classroom50Error::Missing(vec!["CLASSROOM"]));
    }

    #[test]
    fn what_classroom_50_would_refuse_is_refused_here_with_the_remedy() {
        for (name, value, remedy) in [
            ("SUBMISSION_TAG", "v1", "begin with `submit/`"),
            ("COMMIT_DATETIME", "yesterday", "2026-12-01T10:59:00Z"),
            (
                "ASSIGNMENT_TYPE",
                "pair",
                "`individual`, `group` and `team`",
            ),
        ] {
            let error = Classroom50::from_environment(with(name, value), None).unwrap_err();
            let error = error.to_string();
            assert!(error.contains(name) && error.contains(value), "{error}");
            assert!(error.contains(remedy), "{error}");
        }
    }
}
