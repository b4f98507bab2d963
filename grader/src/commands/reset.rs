//! `grader reset EX`: an exercise's file is the stub again. What was there is kept beside it.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use course::text::paragraphs;
use tempfile::NamedTempFile;

use crate::cli::OneExercise;
use crate::exit;
use crate::output::Output;
use crate::select::select_one;
use crate::stub;
use crate::workspace::{Exercise, Workspace};

/// An exercise cannot be reset. Each names the file and the remedy; nothing is lost.
#[derive(Debug, thiserror::Error)]
pub enum ResetError {
    /// The stub is not there.
    #[error("{0}")]
    NoStub(String),
    /// A file cannot be read, kept or written.
    #[error("cannot reset {}: {source}; nothing is lost, what was written stands in that file as before. Is its folder writable?", path.display())]
    File {
        /// The student's file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

/// What was done to a file.
#[derive(Debug, PartialEq, Eq)]
enum Done {
    /// It was the stub already.
    Nothing,
    /// It was not there.
    Written,
    /// What was there is in this file now.
    Kept(PathBuf),
}

/// Resets the workspace's own copy, and returns the exit code.
///
/// # Errors
/// [`ResetError`], or no such exercise.
pub fn run(workspace: &Workspace, args: &OneExercise) -> Result<u8> {
    let exercise = select_one(&workspace.exercises, &args.exercise)?;
    let output = Output::open(None)?;
    let said = reset_all(workspace, exercise)?;
    let said = paragraphs(&said, output.width()) + "\n";
    output
        .write(said.as_bytes())
        .context("cannot say what was done")?;
    Ok(exit::PASSED)
}

/// Resets every editable file of an exercise; says in a line for each what was done.
pub(super) fn reset_all(workspace: &Workspace, exercise: &Exercise) -> Result<String, ResetError> {
    let mut said = String::new();
    for file in &exercise.spec.editable {
        let shown = workspace.shown(&exercise.dir.join(file)).to_string();
        said += &match reset(exercise, file)? {
            Done::Nothing => format!("{shown} is the stub already: nothing to do\n"),
            Done::Written => format!("{shown} was not there: it is the stub again\n"),
            Done::Kept(path) => {
                let kept = workspace.shown(&path);
                format!("{shown} is the stub again; what you had written is kept in {kept}\n")
            }
        };
    }
    Ok(said)
}

fn reset(exercise: &Exercise, file: &Path) -> Result<Done, ResetError> {
    let stub = stub::read(exercise, file).map_err(ResetError::NoStub)?;
    let path = exercise.dir.join(file);
    let failed = |source| ResetError::File {
        path: path.clone(),
        source,
    };
    match fs::read(&path) {
        Ok(found) if found == stub.as_bytes() => Ok(Done::Nothing),
        Ok(found) => {
            let kept = keep(&path, &found).map_err(failed)?;
            replace(&path, stub.as_bytes()).map_err(failed)?;
            Ok(Done::Kept(kept))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            replace(&path, stub.as_bytes()).map_err(failed)?;
            Ok(Done::Written)
        }
        Err(error) => Err(failed(error)),
    }
}

/// Writes the bytes to a file beside `path` that was not there: `lib.rs.kept-1`, `lib.rs.kept-2`.
fn keep(path: &Path, bytes: &[u8]) -> io::Result<PathBuf> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let mut number = 1;
    loop {
        let kept = path.with_file_name(format!("{name}.kept-{number}"));
        match fs::File::create_new(&kept) {
            Ok(mut file) => {
                file.write_all(bytes)?;
                file.sync_all()?;
                return Ok(kept);
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => number += 1,
            Err(error) => return Err(error),
        }
    }
}

/// Puts the bytes in the place of the file: whole, or not at all.
fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    // Readable as any other file is; a temporary one would be for its owner only.
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file: NamedTempFile = builder.prefix(".grader-").tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.persist(path).map(drop).map_err(|error| error.error)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::exercise;

    /// An exercise in a folder of its own whose stub is there.
    fn begun(dir: &Path) -> (Exercise, PathBuf) {
        let mut exercise = exercise("ex03_race_conditions");
        exercise.dir = dir.to_owned();
        let file = PathBuf::from("src/lib.rs");
        let stub = stub::path(&exercise, &file);
        fs::create_dir_all(stub.parent().unwrap()).unwrap();
        fs::write(stub, "todo!()\n").unwrap();
        (exercise, file)
    }

    #[test]
    fn every_attempt_is_kept_under_a_name_of_its_own() {
        let dir = tempfile::tempdir().unwrap();
        let (exercise, file) = begun(dir.path());
        let path = dir.path().join(&file);
        for (attempt, kept) in [("first", "lib.rs.kept-1"), ("second", "lib.rs.kept-2")] {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, attempt).unwrap();
            let kept = path.with_file_name(kept);
            let done = reset(&exercise, &file).unwrap();
            assert_eq!(done, Done::Kept(kept.clone()));
            assert_eq!(fs::read_to_string(kept).unwrap(), attempt);
            assert_eq!(fs::read_to_string(&path).unwrap(), "todo!()\n");
        }
        assert_eq!(reset(&exercise, &file).unwrap(), Done::Nothing);
        assert_eq!(fs::read_dir(dir.path().join("src")).unwrap().count(), 3);
    }

    #[test]
    fn a_file_that_is_gone_is_written_again() {
        let dir = tempfile::tempdir().unwrap();
        let (exercise, file) = begun(dir.path());
        assert_eq!(reset(&exercise, &file).unwrap(), Done::Written);
        let text = fs::read_to_string(dir.path().join(&file)).unwrap();
        assert_eq!(text, "todo!()\n");
    }

    #[test]
    fn without_a_stub_nothing_is_touched() {
        let dir = tempfile::tempdir().unwrap();
        let (exercise, file) = begun(dir.path());
        let path = dir.path().join(&file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, "mine").unwrap();
        fs::remove_file(stub::path(&exercise, &file)).unwrap();
        let error = reset(&exercise, &file).unwrap_err().to_string();
        assert!(error.contains("get it again"), "{error}");
        assert_eq!(fs::read_to_string(&path).unwrap(), "mine");
        assert_eq!(fs::read_dir(dir.path().join("src")).unwrap().count(), 1);
    }
}
