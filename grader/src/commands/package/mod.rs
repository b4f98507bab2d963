//! `grader package SYSTEM DIR`: what another system takes to grade with this course: the course without its solutions
//! and tests, and the programs that the system starts.
//!
//! All is made in a folder beside `DIR`, which takes that name when it is complete.

mod classroom50;
mod course;
mod gradescope;
#[cfg(test)]
mod tests;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::cli::{PackageArgs, System};
use crate::exit;
use crate::select::select_whole;
use crate::workspace::{Exercise, Workspace};

/// A package cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum PackageError {
    /// There is something already.
    #[error("{} is there already; give a folder that is not", .0.display())]
    Exists(PathBuf),
    /// A file cannot be written or read.
    #[error("cannot write {}: {source}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The course's own manifest cannot be used.
    #[error("{} cannot be read as a workspace: {problem}", path.display())]
    Manifest {
        /// The manifest.
        path: PathBuf,
        /// What is wrong with it.
        problem: String,
    },
    /// Cargo cannot collect the crates.
    #[error(
        "`cargo vendor` failed; it needs the network, or a cache that holds all crates of Cargo.lock\n{0}"
    )]
    Vendor(String),
}

impl PackageError {
    /// True of a slip on the command line.
    pub fn is_usage(&self) -> bool {
        matches!(self, Self::Exists(_))
    }
}

/// Makes the package, says what to do with it, and returns the exit code.
///
/// # Errors
/// [`PackageError`], or an exercise that does not exist. Nothing is left then.
pub fn run(workspace: &Workspace, args: &PackageArgs) -> Result<u8> {
    let exercises = select_whole(&workspace.exercises, &args.exercises)?;
    let dir = &args.dir;
    if dir.symlink_metadata().is_ok() {
        return Err(PackageError::Exists(dir.clone()).into());
    }
    let parent = dir.parent().filter(|parent| !parent.as_os_str().is_empty());
    let parent = parent.unwrap_or(Path::new("."));
    fs::create_dir_all(parent).map_err(|source| write_error(dir, source))?;
    let draft = tempfile::Builder::new()
        .prefix(".grader-package-")
        .tempdir_in(parent)
        .map_err(|source| PackageError::Write {
            path: dir.clone(),
            source: io::Error::from(source.kind()),
        })?;
    let package = draft.path().join("package");
    let next = match args.system {
        System::Gradescope => gradescope::write(workspace, &exercises, &package)?,
        System::Classroom50 => classroom50::write(workspace, &exercises, &package)?,
    };
    fs::rename(&package, dir).map_err(|source| write_error(dir, source))?;
    println!("{} is made.\n\n{next}", dir.display());
    Ok(exit::PASSED)
}

fn write_error(path: &Path, source: io::Error) -> PackageError {
    PackageError::Write {
        path: path.to_owned(),
        source,
    }
}

/// Writes a file with its folders; `program` makes it one that can be started.
fn write_file(path: &Path, text: &str, program: bool) -> Result<(), PackageError> {
    let written = (|| {
        fs::create_dir_all(path.parent().unwrap_or(Path::new(".")))?;
        fs::write(path, text)?;
        #[cfg(unix)]
        if program {
            use std::os::unix::fs::PermissionsExt;
            fs::set_permissions(path, fs::Permissions::from_mode(0o755))?;
        }
        #[cfg(not(unix))]
        let _ = program;
        Ok(())
    })();
    written.map_err(|source| write_error(path, source))
}

/// The names of exercises, to be read by a shell or by Python: they hold nothing but letters, digits and `_`.
fn names(exercises: &[&Exercise], separator: &str, of: impl Fn(&Exercise) -> &str) -> String {
    let names: Vec<_> = exercises.iter().map(|&exercise| of(exercise)).collect();
    names.join(separator)
}
