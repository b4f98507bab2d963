//! What a verdict depends on, in one number.

use std::env;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use sha2::{Digest, Sha256};

use crate::intake::SourceFile;
use crate::workspace::{Exercise, Workspace};

/// What of the course judges a submission, besides the exercise itself.
const JUDGES: [&str; 5] = [
    "grader",
    ".cargo/config.toml",
    "Cargo.toml",
    "Cargo.lock",
    "rust-toolchain.toml",
];

/// Files of an exercise that its verdicts depend on.
const OF_EXERCISE: [&str; 2] = ["exercise.toml", "tests/checks.rs"];

/// Two submissions of an exercise with the same key have the same verdicts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(String);

/// The grader with its libraries, and the compiler, as they are now.
#[derive(Debug, Clone)]
pub struct Judge(Sha256);

/// Why it cannot be told who judges.
#[derive(Debug, thiserror::Error)]
pub enum JudgeError {
    /// There is no compiler.
    #[error("cannot run `{tool}`: {source}; install Rust from https://rustup.rs")]
    Compiler {
        /// Its name.
        tool: String,
        /// What the system said.
        source: io::Error,
    },
    /// The source of the grader, or the checks of an exercise, cannot be read.
    #[error("cannot read {}: {source}; correct its permissions, or get the course again", path.display())]
    Source {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl Judge {
    /// The one of this workspace. Reads the source of the grader, and asks the compiler for its version.
    ///
    /// # Errors
    /// There is no compiler, or the source cannot be read.
    pub fn of(workspace: &Workspace) -> Result<Self, JudgeError> {
        let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
        let failed = |source| JudgeError::Compiler {
            tool: rustc.to_string_lossy().into_owned(),
            source,
        };
        let version = Command::new(&rustc)
            .arg("-vV")
            .current_dir(&workspace.root)
            .stdin(Stdio::null())
            .output()
            .map_err(failed)?;
        let mut hash = Sha256::new();
        part(&mut hash, &version.stdout);
        for place in JUDGES {
            let read = sources(&workspace.root, Path::new(place), &mut hash);
            read.map_err(|source| JudgeError::Source {
                path: workspace.root.join(place),
                source,
            })?;
        }
        Ok(Self(hash))
    }

    /// The key of `files`, the editable ones of a submission.
    ///
    /// # Errors
    /// A file of the exercise cannot be read.
    pub fn key(&self, exercise: &Exercise, files: &[SourceFile]) -> Result<Key, JudgeError> {
        let mut hash = self.0.clone();
        part(&mut hash, exercise.name.as_bytes());
        for file in OF_EXERCISE {
            let path = exercise.dir.join(file);
            match fs::read(&path) {
                Ok(bytes) => part(&mut hash, &bytes),
                Err(source) => return Err(JudgeError::Source { path, source }),
            }
        }
        for file in files {
            part(&mut hash, file.path.to_string_lossy().as_bytes());
            part(&mut hash, file.text.as_bytes());
        }
        let digest = hash.finalize();
        Ok(Key(digest
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect()))
    }
}

/// One part of what is hashed: with its length, so that no two lists of parts are one text.
fn part(hash: &mut Sha256, bytes: &[u8]) {
    hash.update((bytes.len() as u64).to_le_bytes());
    hash.update(bytes);
}

/// Every file at or below `place`, in the order of their names.
fn sources(root: &Path, place: &Path, hash: &mut Sha256) -> io::Result<()> {
    let path = root.join(place);
    if !path.is_dir() {
        // Where there is none, as of a configuration, that is how it is.
        let bytes = match fs::read(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            read => read?,
        };
        part(hash, place.to_string_lossy().as_bytes());
        part(hash, &bytes);
        return Ok(());
    }
    let entries = fs::read_dir(&path)?.map(|entry| Ok(place.join(entry?.file_name())));
    let mut entries = entries.collect::<io::Result<Vec<PathBuf>>>()?;
    entries.sort();
    entries
        .iter()
        .try_for_each(|entry| sources(root, entry, hash))
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::exercise;

    /// A course with one exercise in it.
    fn course(dir: &Path) -> (Workspace, Exercise) {
        let mut exercise = exercise("ex03_race_conditions");
        exercise.dir = dir.join("exercises/ex03_race_conditions");
        for (path, text) in [
            ("grader/src/main.rs", "fn main() {}"),
            (
                "exercises/ex03_race_conditions/exercise.toml",
                "title = \"A\"",
            ),
            ("exercises/ex03_race_conditions/tests/checks.rs", "//! One."),
        ] {
            let path = dir.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let root = dir.to_owned();
        let exercises = vec![exercise.clone()];
        (Workspace { root, exercises }, exercise)
    }

    fn key(workspace: &Workspace, exercise: &Exercise, text: &str) -> Key {
        let file = SourceFile {
            path: "src/lib.rs".into(),
            text: text.to_owned(),
        };
        let judge = Judge::of(workspace).unwrap();
        judge.key(exercise, &[file]).unwrap()
    }

    #[test]
    fn a_key_changes_with_all_that_a_verdict_depends_on_and_with_nothing_else() {
        let dir = tempfile::tempdir().unwrap();
        let (workspace, exercise) = course(dir.path());
        let first = key(&workspace, &exercise, "//! Mine.");
        assert_eq!(key(&workspace, &exercise, "//! Mine."), first);
        assert_ne!(key(&workspace, &exercise, "//! Mine!"), first);
        fs::write(dir.path().join("README.md"), "A page.").unwrap();
        assert_eq!(key(&workspace, &exercise, "//! Mine."), first);
        for file in ["grader/src/main.rs", "grader/src/new.rs"] {
            let before = key(&workspace, &exercise, "//! Mine.");
            fs::write(dir.path().join(file), "//! Another.").unwrap();
            assert_ne!(key(&workspace, &exercise, "//! Mine."), before, "{file}");
        }
        let before = key(&workspace, &exercise, "//! Mine.");
        fs::write(exercise.dir.join("tests/checks.rs"), "//! Two.").unwrap();
        assert_ne!(key(&workspace, &exercise, "//! Mine."), before);
    }
}
