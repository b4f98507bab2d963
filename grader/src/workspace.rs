//! Finds the course on disk: the workspace root, and the exercises with what their `exercise.toml`
//! says.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use course::exercise::{Exercise as Spec, ExerciseError};

use crate::target_dir;

/// The folder of exercises, beside the workspace's `Cargo.toml`.
pub const EXERCISES: &str = "exercises";

/// Where solutions lie, in the layout of [`EXERCISES`].
pub const SOLUTIONS: &str = "solutions";

/// A checkout of the course.
#[derive(Debug)]
pub struct Workspace {
    /// Absolute path of the folder that holds `Cargo.toml` and `exercises/`.
    pub root: PathBuf,
    /// In the order of their names, which is the order of the course.
    pub exercises: Vec<Exercise>,
}

/// One folder under `exercises/`.
#[derive(Debug, Clone)]
pub struct Exercise {
    /// `ex03`: its package, and how people call it.
    pub name: String,
    /// `ex03_race_conditions`: its folder, in every submission too.
    pub folder: String,
    /// Absolute path of our own copy, which the checks are taken from.
    pub dir: PathBuf,
    /// The contents of `exercise.toml`.
    pub spec: Spec,
}

/// Why there is no course to grade with. Each names the place and the remedy.
#[derive(Debug, thiserror::Error)]
pub enum WorkspaceError {
    /// Nothing above the current directory looks like the course, nor does the place where this
    /// program was built.
    #[error("found no course above {}: run this inside a checkout of it (a Cargo.toml beside {EXERCISES}/)", from.display())]
    NotFound {
        /// Where the search began.
        from: PathBuf,
    },
    /// A folder cannot be listed.
    #[error("cannot list {}: {source}", path.display())]
    List {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// `exercises/` is empty.
    #[error("{} holds no exercise: its folders are named by a number and a name, as in exNN_name", path.display())]
    Empty {
        /// The folder.
        path: PathBuf,
    },
    /// An `exercise.toml` cannot be used.
    #[error(transparent)]
    Exercise(#[from] ExerciseError),
}

impl Workspace {
    /// Opens the course that `from` lies in, or else the one that this program was built from.
    ///
    /// # Errors
    /// See [`WorkspaceError`].
    pub fn find(from: &Path) -> Result<Self, WorkspaceError> {
        // The manifest directory is `grader/` of the checkout; a program moved elsewhere still
        // finds its course.
        let built_from = Path::new(env!("CARGO_MANIFEST_DIR"));
        let root = from
            .ancestors()
            .chain(built_from.ancestors())
            .find(|dir| dir.join("Cargo.toml").is_file() && dir.join(EXERCISES).is_dir())
            .ok_or_else(|| WorkspaceError::NotFound {
                from: from.to_owned(),
            })?;
        Self::open(root)
    }

    /// Opens the course at `root`.
    ///
    /// # Errors
    /// [`WorkspaceError::List`], [`WorkspaceError::Empty`], [`WorkspaceError::Exercise`].
    pub fn open(root: &Path) -> Result<Self, WorkspaceError> {
        let path = root.join(EXERCISES);
        let mut exercises = Vec::new();
        for folder in folders(&path)? {
            if let Some(name) = exercise_name(&folder) {
                let dir = path.join(&folder);
                exercises.push(Exercise {
                    name: name.to_owned(),
                    spec: Spec::read(&dir)?,
                    folder,
                    dir,
                });
            }
        }
        match exercises.is_empty() {
            true => Err(WorkspaceError::Empty { path }),
            false => Ok(Self {
                root: root.to_owned(),
                exercises,
            }),
        }
    }

    /// The folder for what is made: cargo's target directory.
    pub fn target(&self) -> PathBuf {
        target_dir::of(&self.root)
    }

    /// The path as people type it: relative to the root where it lies inside.
    pub fn shown<'p>(&self, path: &'p Path) -> std::path::Display<'p> {
        path.strip_prefix(&self.root).unwrap_or(path).display()
    }
}

impl Exercise {
    /// The harness and checks, which never come from a submission.
    pub fn checks_rs(&self) -> PathBuf {
        self.dir.join("tests").join("checks.rs")
    }
}

/// Names of the folders in `path`, sorted.
pub fn folders(path: &Path) -> Result<Vec<String>, WorkspaceError> {
    let failed = |source| WorkspaceError::List {
        path: path.to_owned(),
        source,
    };
    let mut names = Vec::new();
    for entry in fs::read_dir(path).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        if entry.path().is_dir() {
            names.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    names.sort();
    Ok(names)
}

/// `ex03` of `ex03_race_conditions`; none if the folder is not named like an exercise.
fn exercise_name(folder: &str) -> Option<&str> {
    let (name, _) = folder.split_once('_')?;
    let number = name.strip_prefix("ex")?;
    (!number.is_empty() && number.bytes().all(|b| b.is_ascii_digit())).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_numbered_folders_are_exercises() {
        assert_eq!(exercise_name("ex03_race_conditions"), Some("ex03"));
        assert_eq!(exercise_name("ex03"), None);
        assert_eq!(exercise_name("ex_tra"), None);
        assert_eq!(exercise_name("target"), None);
    }

    #[test]
    fn a_place_without_exercises_is_named_in_the_error() {
        let dir = tempfile::tempdir().unwrap();
        let error = Workspace::open(dir.path()).unwrap_err().to_string();
        assert!(
            error.contains("cannot list") && error.contains("exercises"),
            "{error}"
        );
        fs::create_dir(dir.path().join(EXERCISES)).unwrap();
        let error = Workspace::open(dir.path()).unwrap_err().to_string();
        assert!(error.contains("holds no exercise"), "{error}");
    }

    #[test]
    fn an_exercise_without_metadata_is_named_in_the_error() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir_all(dir.path().join("exercises/ex01_sleep_loop")).unwrap();
        let error = Workspace::open(dir.path()).unwrap_err().to_string();
        assert!(error.contains("ex01_sleep_loop"), "{error}");
    }
}
