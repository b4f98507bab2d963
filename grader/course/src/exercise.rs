//! `exercise.toml`: an exercise's title, its checks with their points, and its hints.

use std::fs;
use std::path::{Path, PathBuf};

use screen::paths::Capability;
use serde::{Deserialize, Deserializer};

pub use crate::hints::{ANY, Hints};
use crate::outcome::Outcome;
use crate::points::Points;

/// What `exercise.toml` says.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exercise {
    /// "Race conditions and Mutex".
    pub title: String,
    /// The practical it belongs to: `23-practical`.
    pub practical: String,
    /// What a student writes in it: a row of the practical's page.
    pub about: String,
    /// What a student learns from it: a row of the course's README.
    #[serde(default)]
    pub teaches: String,
    /// Minutes that a student needs for it.
    #[serde(default)]
    pub minutes: u32,
    /// True while its author is at work on it: few samples are enough, and it is graded only if it is named.
    #[serde(default)]
    pub draft: bool,
    /// Wrong sample submissions that it has at least.
    #[serde(default = "wrong_samples")]
    pub wrong_samples: usize,
    /// The files a student edits, relative to the exercise: `src/lib.rs`.
    pub editable: Vec<PathBuf>,
    /// True if the submission's `std` is the model's; false if its checks run on the real one.
    pub model: bool,
    /// True if checks of an exercise with `model` run the submission on the real std as well, where it is the crate
    /// that has the exercise's name.
    #[serde(default)]
    pub for_real: bool,
    /// Packages besides std that the submission may use; its `Cargo.toml` depends on the same.
    #[serde(default)]
    pub libraries: Vec<String>,
    /// What the submission may use beyond what every submission may; see [`Exercise::allowed`].
    #[serde(default)]
    capabilities: Vec<CapabilityName>,
    /// The checks, in the order in which they are reported.
    #[serde(rename = "check")]
    pub checks: Vec<CheckSpec>,
    /// What the lesson shows of real runs.
    #[serde(default, rename = "picture")]
    pub pictures: Vec<Picture>,
    /// Staged hints; see [`Exercise::hint`].
    #[serde(default)]
    pub hints: Hints,
}

/// Enough for each check to have been failed in more than one way.
const fn wrong_samples() -> usize {
    8
}

/// A [`Capability`] by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum CapabilityName {
    Fs,
    Net,
    Process,
    Env,
    Io,
}

impl From<CapabilityName> for Capability {
    fn from(name: CapabilityName) -> Self {
        match name {
            CapabilityName::Fs => Self::Fs,
            CapabilityName::Net => Self::Net,
            CapabilityName::Process => Self::Process,
            CapabilityName::Env => Self::Env,
            CapabilityName::Io => Self::Io,
        }
    }
}

/// One `[[check]]`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CheckSpec {
    /// The function's name in `tests/checks.rs`.
    pub name: String,
    /// What passing it is worth.
    #[serde(deserialize_with = "whole")]
    pub points: Points,
    /// What it verifies, in one line.
    pub about: String,
}

/// One `[[picture]]`: the timeline or trace that a check of a submission ends in, as an SVG file beside the lesson.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Picture {
    /// `timeline.svg`
    pub file: String,
    /// The check whose run it shows.
    pub check: String,
    /// Whose run: `solution`, `stub`, `wrong/NAME` or `right/NAME`.
    #[serde(default = "solution")]
    pub of: String,
}

fn solution() -> String {
    "solution".to_owned()
}

/// Reads points, and says so if they are not whole.
fn whole<'de, D: Deserializer<'de>>(points: D) -> Result<Points, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged, expecting = "write a whole number of points")]
    enum Whole {
        Points(Points),
    }
    let Whole::Points(points) = Whole::deserialize(points)?;
    Ok(points)
}

/// Why an `exercise.toml` cannot be used. Each names the file and what to do.
#[derive(Debug, thiserror::Error)]
pub enum ExerciseError {
    /// The file cannot be read.
    #[error("cannot read {}: {source}; each exercise needs an exercise.toml beside its Cargo.toml", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// It is no TOML, or not of this shape.
    #[error("{} is not a valid exercise.toml: correct it as said here\n{source}", path.display())]
    Shape {
        /// The file.
        path: PathBuf,
        /// Line, column and reason.
        source: Box<toml::de::Error>,
    },
    /// Its parts contradict each other.
    #[error("{}: {problem}", path.display())]
    Content {
        /// The file.
        path: PathBuf,
        /// What is wrong, and the remedy.
        problem: String,
    },
}

impl Exercise {
    /// Reads and verifies `DIR/exercise.toml`.
    ///
    /// # Errors
    /// See [`ExerciseError`].
    pub fn read(dir: &Path) -> Result<Self, ExerciseError> {
        let path = dir.join("exercise.toml");
        match fs::read_to_string(&path) {
            Ok(text) => Self::parse(&text, &path),
            Err(source) => Err(ExerciseError::Read { path, source }),
        }
    }

    /// Parses and verifies the text of an `exercise.toml`; `path` is only named in errors.
    ///
    /// # Errors
    /// [`ExerciseError::Shape`] and [`ExerciseError::Content`].
    pub fn parse(text: &str, path: &Path) -> Result<Self, ExerciseError> {
        let exercise: Self = toml::from_str(text).map_err(|source| ExerciseError::Shape {
            path: path.to_owned(),
            source: Box::new(source),
        })?;
        match exercise.problem() {
            None => Ok(exercise),
            Some(problem) => Err(ExerciseError::Content {
                path: path.to_owned(),
                problem,
            }),
        }
    }

    /// The check of that name.
    pub fn check(&self, name: &str) -> Option<&CheckSpec> {
        self.checks.iter().find(|check| check.name == name)
    }

    /// The parts of std that the submission may use beyond what every submission may.
    pub fn allowed(&self) -> Vec<Capability> {
        self.capabilities.iter().map(|&name| name.into()).collect()
    }

    /// The points of all checks together.
    pub fn points(&self) -> Points {
        self.checks.iter().map(|check| check.points).sum()
    }

    /// The hint of the given stage, counted from 0, for that outcome of that check. Past the last stage the last hint is
    /// given again.
    pub fn hint(&self, check: &str, outcome: &Outcome, stage: usize) -> Option<&str> {
        let hints = self.hints.of(check, outcome);
        hints
            .get(stage)
            .or_else(|| hints.last())
            .map(String::as_str)
    }

    fn problem(&self) -> Option<String> {
        for (at, check) in self.checks.iter().enumerate() {
            if self.checks[..at]
                .iter()
                .any(|other| other.name == check.name)
            {
                return Some(format!(
                    "check `{}` is listed twice; remove one",
                    check.name
                ));
            }
            if check.points == 0 {
                return Some(format!(
                    "check `{}` is worth 0; give it points above 0",
                    check.name
                ));
            }
        }
        let is_name = |name: &str| {
            let is_part = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
            name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.chars().all(is_part)
        };
        if let Some(library) = self.libraries.iter().find(|name| !is_name(name)) {
            return Some(format!(
                "library `{library}` is not the name of a package; correct or remove it"
            ));
        }
        let is_file = |name: &str| name.strip_suffix(".svg").is_some_and(is_name);
        for picture in &self.pictures {
            let (file, check) = (&picture.file, &picture.check);
            if !is_file(file) {
                return Some(format!(
                    "picture `{file}` is no file beside the lesson; name it like `timeline.svg`"
                ));
            }
            if self.check(check).is_none() {
                return Some(format!(
                    "picture `{file}` is of `{check}`, which is no check; correct the name"
                ));
            }
        }
        if self.checks.is_empty() {
            return Some("it lists no check; add a [[check]]".to_owned());
        }
        self.hints.problem(|name| self.check(name).is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verdict::Verdict;

    const TEXT: &str = r#"
        title = "Race conditions and Mutex"
        practical = "23-practical"
        about = "Two threads change one value."
        editable = ["src/lib.rs"]
        model = true

        [[check]]
        name = "no_update_is_lost"
        points = 7
        about = "No addition is lost"

        [[check]]
        name = "the_order_is_kept"
        points = 3
        about = "Results come in order"

        [hints]
        race = ["What if?", "Lock it."]
        any = ["Read the lesson."]
    "#;

    fn parse(text: &str) -> Result<Exercise, String> {
        Exercise::parse(text, Path::new("exercise.toml")).map_err(|error| error.to_string())
    }

    #[test]
    fn the_checks_keep_their_order_and_add_up() {
        let exercise = parse(TEXT).unwrap();
        let names: Vec<_> = exercise
            .checks
            .iter()
            .map(|check| check.name.as_str())
            .collect();
        assert_eq!(names, ["no_update_is_lost", "the_order_is_kept"]);
        assert_eq!(exercise.points(), 10);
        assert_eq!(
            exercise
                .check("the_order_is_kept")
                .map(|check| check.points),
            Some(3)
        );
        assert_eq!(exercise.check("nothing"), None);
    }

    #[test]
    fn an_exercise_is_no_draft_and_has_eight_wrong_samples_unless_it_says_otherwise() {
        let exercise = parse(TEXT).unwrap();
        assert_eq!((exercise.draft, exercise.wrong_samples), (false, 8));
        let keys = "model = true\ndraft = true\nwrong_samples = 6";
        let exercise = parse(&TEXT.replace("model = true", keys)).unwrap();
        assert_eq!((exercise.draft, exercise.wrong_samples), (true, 6));
    }

    #[test]
    fn a_hint_fits_its_stage() {
        let exercise = parse(TEXT).unwrap();
        let race = Outcome::of(Verdict::Race, "");
        let hint = |stage| exercise.hint("no_update_is_lost", &race, stage);
        assert_eq!(
            [0, 1, 9].map(hint),
            [Some("What if?"), Some("Lock it."), Some("Lock it.")],
            "the last is repeated"
        );
    }

    #[test]
    fn an_exercise_without_hints_gives_none() {
        let (text, _) = TEXT.split_once("[hints]").unwrap();
        let race = Outcome::of(Verdict::Race, "");
        assert_eq!(
            parse(text).unwrap().hint("no_update_is_lost", &race, 0),
            None
        );
    }

    #[test]
    fn what_is_allowed_is_listed_by_name() {
        assert_eq!(parse(TEXT).unwrap().allowed(), []);
        let allowing = |names: &str| {
            let names = format!("model = true\ncapabilities = {names}");
            parse(&TEXT.replace("model = true", &names))
        };
        let exercise = allowing(r#"["fs", "io"]"#).unwrap();
        assert_eq!(exercise.allowed(), [Capability::Fs, Capability::Io]);
        let unknown = allowing(r#"["files"]"#).unwrap_err();
        assert!(
            unknown.contains("exercise.toml") && unknown.contains("`files`, expected one of `fs`"),
            "{unknown}"
        );
    }

    #[test]
    fn libraries_are_named_by_their_packages() {
        let allowing = |names: &str| {
            let names = format!("model = true\nlibraries = {names}");
            parse(&TEXT.replace("model = true", &names))
        };
        let exercise = allowing(r#"["workload", "some-crate"]"#).unwrap();
        assert_eq!(exercise.libraries, ["workload", "some-crate"]);
        for name in ["--config", "a/b", ""] {
            let error = allowing(&format!("[{name:?}]")).unwrap_err();
            assert!(error.contains("not the name of a package"), "{error}");
        }
    }

    #[test]
    fn a_picture_is_a_file_beside_the_lesson_and_of_a_check() {
        let showing = |file: &str, check: &str| {
            let picture = format!("[[picture]]\nfile = {file:?}\ncheck = {check:?}\n[[check]]");
            parse(&TEXT.replacen("[[check]]", &picture, 1))
        };
        let exercise = showing("timeline.svg", "no_update_is_lost").unwrap();
        assert_eq!(exercise.pictures[0].of, "solution");
        for file in ["../timeline.svg", "timeline.png", ".svg", "/timeline.svg"] {
            let error = showing(file, "no_update_is_lost").unwrap_err();
            assert!(error.contains("like `timeline.svg`"), "{error}");
        }
        let error = showing("timeline.svg", "no_updat").unwrap_err();
        assert!(error.contains("`no_updat`, which is no check"), "{error}");
    }

    #[test]
    fn errors_name_the_file_and_the_remedy() {
        let unknown = parse(&TEXT.replace("practical =", "session =")).unwrap_err();
        assert!(
            unknown.contains("exercise.toml") && unknown.contains("session"),
            "{unknown}"
        );
        let hint = parse(&TEXT.replace("race =", "racy =")).unwrap_err();
        assert!(hint.contains("`racy`") && hint.contains("`any`"), "{hint}");
        let twice = parse(&TEXT.replace("the_order_is_kept", "no_update_is_lost")).unwrap_err();
        assert!(twice.contains("listed twice"), "{twice}");
        let points = parse(&TEXT.replace("= 7", "= 0")).unwrap_err();
        assert!(points.contains("above 0"), "{points}");
        for part in ["7.5", "7.0", "-7"] {
            let points = parse(&TEXT.replace("= 7", &format!("= {part}"))).unwrap_err();
            assert!(points.contains("a whole number of points"), "{points}");
        }
        let folder = Path::new("/nonexistent");
        let missing = Exercise::read(folder).unwrap_err().to_string();
        let named = format!("cannot read {}", folder.join("exercise.toml").display());
        assert!(missing.contains(&named), "{missing}");
    }
}
