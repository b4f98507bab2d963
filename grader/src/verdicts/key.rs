//! Addresses of verdicts: made of all that a verdict depends on. Two submissions with one address have the same verdict.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use gradebook::Key;

use crate::intake::{self, SourceFile};
use crate::workspace::{Exercise, Workspace};

/// What of the course decides besides the source of the grader.
const SETTINGS: [&str; 4] = [
    ".cargo/config.toml",
    "Cargo.toml",
    "Cargo.lock",
    "rust-toolchain.toml",
];

/// The part of the address that all verdicts of a run share: the grader's source, the libraries it names and the compiler.
#[derive(Debug, Clone)]
pub struct Judge {
    key: Key,
}

/// What verdicts depend on cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum JudgeError {
    /// A file of the course.
    #[error("cannot read {}: {source}; is the checkout of the course whole?", path.display())]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The compiler does not say its version.
    #[error("cannot run `rustc -vV`: {0}; install Rust from https://rustup.rs")]
    Compiler(io::Error),
}

impl Judge {
    /// Of the course in `workspace`, as it is now.
    ///
    /// # Errors
    /// See [`JudgeError`].
    pub fn of(workspace: &Workspace) -> Result<Self, JudgeError> {
        let root = &workspace.root;
        let mut files = Vec::new();
        files.extend(SETTINGS.map(|file| root.join(file)));
        sources(&root.join("grader"), &mut files)?;
        let mut parts = vec![compiler(root)?];
        for path in files {
            let name = path
                .strip_prefix(root)
                .unwrap_or(&path)
                .to_string_lossy()
                .into_owned();
            match fs::read(&path) {
                Ok(text) => parts.extend([name.into_bytes(), text]),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(source) => return Err(JudgeError::Read { path, source }),
            }
        }
        Ok(Self {
            key: Key::of(parts),
        })
    }

    /// The address of all that judges, but for the checks.
    pub fn address(&self) -> &Key {
        &self.key
    }

    /// The address of the verdict on `files`, the editable ones of a submission.
    ///
    /// # Errors
    /// [`JudgeError::Read`]: the checks cannot be read.
    pub fn key(&self, exercise: &Exercise, files: &[SourceFile]) -> Result<Key, JudgeError> {
        let source = intake::source(Ok(files.to_vec()));
        Ok(self.checks(exercise)?.verdict(&source.key()))
    }

    /// The part of the address that all verdicts on `exercise` share, under the checks that it has now. Hints and titles
    /// are no part of it.
    ///
    /// # Errors
    /// [`JudgeError::Read`]: its checks cannot be read.
    pub fn checks(&self, exercise: &Exercise) -> Result<Checks, JudgeError> {
        let path = exercise.checks_rs();
        let text = fs::read(&path).map_err(|source| JudgeError::Read { path, source })?;
        let spec = &exercise.spec;
        let settings = format!(
            "{:?}",
            (
                &spec.editable,
                spec.model,
                spec.for_real,
                &spec.libraries,
                spec.allowed()
            )
        );
        let checks: Vec<_> = spec
            .checks
            .iter()
            .map(|check| (&check.name, check.points))
            .collect();
        let checks = format!("{checks:?}");
        let parts: [&[u8]; 5] = [
            self.key.as_ref(),
            exercise.name.as_bytes(),
            &text,
            settings.as_bytes(),
            checks.as_bytes(),
        ];
        Ok(Checks {
            key: Key::of(parts),
        })
    }
}

/// The part of the address that all verdicts on an exercise share.
#[derive(Debug, Clone)]
pub struct Checks {
    key: Key,
}

impl Checks {
    /// The address of the verdict on what lies at the address `source`.
    pub fn verdict(&self, source: &Key) -> Key {
        Key::of([&self.key, source])
    }
}

/// Rust files and manifests below `dir`, in the order of their names. Tests, pictures and pages decide nothing.
fn sources(dir: &Path, files: &mut Vec<PathBuf>) -> Result<(), JudgeError> {
    let failed = |source| JudgeError::Read {
        path: dir.to_owned(),
        source,
    };
    let mut paths = Vec::new();
    for entry in fs::read_dir(dir).map_err(failed)? {
        paths.push(entry.map_err(failed)?.path());
    }
    paths.sort();
    for path in paths {
        let is_source = path
            .extension()
            .is_some_and(|it| it == "rs" || it == "toml");
        let skipped = ["tests", "benches", "target"];
        if path.is_dir() && !skipped.iter().any(|name| path.ends_with(name)) {
            sources(&path, files)?;
        } else if is_source {
            files.push(path);
        }
    }
    Ok(())
}

/// The compiler that is used in the checkout, with its version and target.
fn compiler(root: &Path) -> Result<Vec<u8>, JudgeError> {
    let mut command = Command::new("rustc");
    // What cargo sets for programs that it runs would choose the toolchain of the caller.
    command.arg("-vV").current_dir(root);
    let output = command.output().map_err(JudgeError::Compiler)?;
    match output.status.success() {
        true => Ok(output.stdout),
        false => Err(JudgeError::Compiler(io::Error::other(
            String::from_utf8_lossy(&output.stderr).trim().to_owned(),
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::exercise;

    #[test]
    fn a_verdict_has_another_address_if_anything_it_depends_on_has_changed() {
        let dir = tempfile::tempdir().unwrap();
        let write = |path: &str, text: &str| {
            let path = dir.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        let mut exercise = exercise("ex03_race_conditions");
        exercise.dir = dir.path().join("exercises/ex03_race_conditions");
        write("exercises/ex03_race_conditions/tests/checks.rs", "checks");
        write("grader/src/main.rs", "fn main() {}");
        let workspace = Workspace {
            root: dir.path().to_owned(),
            exercises: Vec::new(),
        };
        let source = Key::of(["file"]);
        let address = |exercise: &Exercise| {
            let course = Judge::of(&workspace).unwrap();
            course.checks(exercise).unwrap().verdict(&source)
        };
        let before = address(&exercise);
        assert_eq!(address(&exercise), before);

        write("grader/README.md", "words");
        exercise.spec.title = "Another title".to_owned();
        assert_eq!(address(&exercise), before, "words decide nothing");

        write("grader/src/main.rs", "fn main() { }");
        let grader = address(&exercise);
        write("exercises/ex03_race_conditions/tests/checks.rs", "stricter");
        let checks = address(&exercise);
        exercise.spec.checks[0].points += 1;
        let points = address(&exercise);
        let all = [&before, &grader, &checks, &points];
        assert!(
            all.iter()
                .enumerate()
                .all(|(at, key)| !all[..at].contains(key)),
            "{all:?}"
        );
    }
}
