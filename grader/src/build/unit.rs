//! The build of one submitted exercise: its file alone on the real std, then with our checks on the model.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::{Duration, SystemTime};

use checks::{Outcome, Verdict};
use tempfile::TempDir;

use super::compiler::{COMPILE_TIME, Compiler, Failure};
use super::libraries::{BuildError, Libraries};
use crate::submission::SourceFile;
use crate::workspace::Exercise;

/// The root of a submitted crate.
const ROOT: &str = "src/lib.rs";

/// The root of a check crate, which includes [`ROOT`] as a module.
const CHECKS: &str = "tests/checks.rs";

/// The std under the model's name, for telling whose fault it is that a check crate does not compile.
const REAL_STD: &str = "pub use ::std::*;\npub use engine::model;\n";

/// A build directory that is this old was left by a grader that was killed.
const STALE: Duration = Duration::from_secs(3600);

/// Builds submissions, any number of them at once.
#[derive(Debug)]
pub struct Builder {
    libraries: Libraries,
    real_std: OnceLock<TempDir>,
}

/// A program that runs the checks of one exercise on one submission. Its directory goes when it is dropped.
#[derive(Debug)]
pub struct Unit {
    dir: TempDir,
}

impl Unit {
    /// The program.
    pub fn exe(&self) -> PathBuf {
        self.dir.path().join(format!("checks{}", std::env::consts::EXE_SUFFIX))
    }

    /// Holds the submitted `src/lib.rs`, which reports quote lines of.
    pub fn source_dir(&self) -> &Path {
        self.dir.path()
    }
}

impl Builder {
    /// Builds the libraries of the workspace at `root`.
    ///
    /// # Errors
    /// See [`BuildError`].
    pub fn new(root: &Path) -> Result<Self, BuildError> {
        let libraries = Libraries::build(root)?;
        let failed = |source| BuildError::Scratch { path: libraries.scratch.clone(), source };
        fs::create_dir_all(&libraries.scratch).map_err(failed)?;
        sweep(&libraries.scratch);
        Ok(Self { libraries, real_std: OnceLock::new() })
    }

    /// Builds the checks of `exercise` on submitted `files`.
    ///
    /// # Errors
    /// The outcome that every check of the exercise has then: `build_failed`, `forbidden` or `grader_fault`.
    pub fn build(&self, exercise: &Exercise, files: &[SourceFile]) -> Result<Unit, Box<Outcome>> {
        self.attempt(exercise, files).unwrap_or_else(|error| {
            let message = format!("cannot build {}: {error}; is there space in {}?", exercise.name, self.libraries.scratch.display());
            Err(Box::new(Outcome::of(Verdict::GraderFault, message)))
        })
    }

    fn attempt(&self, exercise: &Exercise, files: &[SourceFile]) -> io::Result<Result<Unit, Box<Outcome>>> {
        let unit = Unit { dir: self.directory(&exercise.name)? };
        for file in files {
            write(&unit.dir.path().join(&file.path), &file.text)?;
        }
        write(&unit.dir.path().join(CHECKS), &fs::read_to_string(exercise.checks_rs())?)?;

        if let Err(failure) = self.type_check(&unit)? {
            return Ok(Err(Box::new(rejected(&failure))));
        }
        match self.check_crate(&unit, &self.libraries.model_std, &["-o", "checks"])? {
            Ok(()) => Ok(Ok(unit)),
            Err(failure) => Ok(Err(Box::new(self.blame(&unit, &failure)?))),
        }
    }

    /// Compiles the submitted file as students do: alone, as a crate of its own, on the real std.
    fn type_check(&self, unit: &Unit) -> io::Result<Result<(), Failure>> {
        let output = ["--crate-type", "lib", "--crate-name", "submission", "--emit", "metadata=submission.rmeta"];
        // No lint is capped, since that would lift the ban too. What a student forbids himself fails here as it
        // does with cargo.
        self.compiler().run(unit.dir.path(), &[&output[..], &["-F", "unsafe_code", ROOT]].concat())
    }

    /// Compiles the checks, with the submitted file as a module and `model_std` as its std.
    fn check_crate(&self, unit: &Unit, model_std: &Path, output: &[&str]) -> io::Result<Result<(), Failure>> {
        let externs = [("checks", self.libraries.checks.as_path()), ("model_std", model_std)]
            .map(|(name, path)| format!("{name}={}", path.display()));
        let dependencies = format!("dependency={}", self.libraries.dependencies.display());
        let arguments = [
            &["--crate-name", "checks", "--extern", &externs[0], "--extern", &externs[1], "-L", &dependencies][..],
            // Sites are said as a student knows them, and a file that denies its warnings is not failed for those
            // that it gets only as part of the checks.
            &["--remap-path-prefix", "tests/../src=src", "--cap-lints", "allow"],
            output,
            &[CHECKS],
        ];
        self.compiler().run(unit.dir.path(), &arguments.concat())
    }

    /// Whose fault it is that a file which compiles alone does not compile with our checks.
    ///
    /// The checks are compiled once more, on the real std under the model's name. If that works, the model lacks
    /// something. If not, either the checks miss what the exercise asks for, which is the student's to mend, or the
    /// file cannot be a module, which we said nothing about.
    fn blame(&self, unit: &Unit, failure: &Failure) -> io::Result<Outcome> {
        let real = self.check_crate(unit, &self.real_std()?, &["--emit", "metadata=checks.rmeta"])?;
        let (verdict, said, remedy, failure) = match &real {
            Ok(()) => (
                Verdict::GraderFault,
                "this compiles on std but not on the model",
                "The model of std lacks something that this file uses. Please report it.",
                failure,
            ),
            Err(real) if real.errors.iter().any(|error| error.is_in(Path::new(ROOT))) => (
                Verdict::GraderFault,
                "this compiles alone but not inside the checks",
                "The checks include this file as a module, where `crate::` leads elsewhere.\n\
                 For paths to private items use `self::` or `super::`.",
                real,
            ),
            Err(real) => (
                Verdict::BuildFailed,
                "the checks cannot use this file",
                "It compiles alone, but not together with the checks, which call what is in it.\n\
                 Keep the names and types of the src/lib.rs that you were given.",
                real,
            ),
        };
        let outcome = Outcome::of(verdict, format!("{said}: {}", failure.message));
        Ok(outcome.with_report(remedy).with_report(&failure.shown()))
    }

    /// The library of [`REAL_STD`], made when it is first wanted.
    fn real_std(&self) -> io::Result<PathBuf> {
        let file = "libmodel_std.rmeta";
        if let Some(dir) = self.real_std.get() {
            return Ok(dir.path().join(file));
        }
        let dir = self.directory("real-std")?;
        write(&dir.path().join(ROOT), REAL_STD)?;
        let engine = format!("engine={}", self.libraries.model_std.display());
        let dependencies = format!("dependency={}", self.libraries.dependencies.display());
        let emit = format!("metadata={file}");
        let arguments = ["--crate-type", "lib", "--crate-name", "model_std", "-C", "metadata=real", "--emit", &emit];
        let made = self.compiler().run(dir.path(), &[&arguments[..], &["--extern", &engine, "-L", &dependencies, ROOT]].concat())?;
        made.map_err(|failure| io::Error::other(failure.message))?;
        // Two threads may get here at once: both have made the same, and one copy is kept.
        Ok(self.real_std.get_or_init(|| dir).path().join(file))
    }

    fn compiler(&self) -> Compiler<'_> {
        Compiler { libraries: &self.libraries, time: COMPILE_TIME }
    }

    fn directory(&self, name: &str) -> io::Result<TempDir> {
        tempfile::Builder::new().prefix(&format!("{name}-")).tempdir_in(&self.libraries.scratch)
    }
}

/// The outcome of a file that does not compile alone.
fn rejected(failure: &Failure) -> Outcome {
    if failure.is_unsafe_code() {
        let message = "`unsafe` is not allowed: write it with the safe parts of the standard library";
        return Outcome::of(Verdict::Forbidden, message).with_report(&failure.shown());
    }
    Outcome::of(Verdict::BuildFailed, &failure.message).with_report(&failure.shown())
}

fn write(path: &Path, text: &str) -> io::Result<()> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    fs::write(path, text)
}

/// Removes what killed graders have left. What cannot be removed is in nobody's way.
fn sweep(scratch: &Path) {
    let Ok(entries) = fs::read_dir(scratch) else { return };
    for entry in entries.flatten() {
        let modified = entry.metadata().and_then(|metadata| metadata.modified());
        let age = modified.ok().and_then(|modified| SystemTime::now().duration_since(modified).ok());
        if age.is_some_and(|age| age > STALE) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}
