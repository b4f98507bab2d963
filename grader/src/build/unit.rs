//! The build of one submitted exercise: its file alone on the real std, then with our checks on the
//! model.
//!
//! The checks include `src/lib.rs` as a module, so that `cargo test` needs nothing special. Here
//! that module is a single line that passes on a crate of its own, which holds the submitted file and
//! little else. On the model that crate includes the file as a module too: only `#[macro_use]` makes
//! bare macros the model's, and with the real `thread_local!` all model threads would share one
//! value. What the checks import, they get from there as before; but the file
//! itself is shut in: `crate::` and `super::` lead to nothing of the checks, and its macros do not
//! reach them.

use std::env::consts::EXE_SUFFIX;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use checks::{Outcome, Verdict};
use tempfile::TempDir;

use super::blame;
use super::compiler::Compiler;
use super::diagnostics::{Diagnostic, Failure};
use super::doors;
use super::libraries::{BuildError, Libraries};
use super::scratch::{Scratch, write};
use crate::submission::SourceFile;
use crate::workspace::Exercise;

/// The root of a submitted crate.
pub const ROOT: &str = "src/lib.rs";

/// The root of a check crate, which includes [`MODULE`]; people know it as `tests/checks.rs`.
const CHECKS: &str = "shim/tests/checks.rs";

/// What the checks include in place of the submitted file, and what it says.
const MODULE: (&str, &str) = ("shim/src/lib.rs", "pub use ::submission::*;\n");

/// The root of a submission's crate on the model, and what it says.
const MODELLED: (&str, &str) = (
    "modelled.rs",
    "#[macro_use]\nextern crate model_std as std;\n#[path = \"src/lib.rs\"]\nmod file;\npub use file::*;\n",
);

/// Builds submissions, any number of them at once.
#[derive(Debug)]
pub struct Builder {
    libraries: Libraries,
    scratch: Scratch,
    /// The directory of the std under the model's name, and the library; made when it is first
    /// wanted.
    real_std: OnceLock<(TempDir, PathBuf)>,
}

/// A program that runs the checks of one exercise on one submission. Its directory goes when it is
/// dropped.
#[derive(Debug)]
pub struct Unit {
    dir: TempDir,
}

/// What a submission and its checks are compiled on.
struct Std<'p> {
    /// The model that is the `std` of the submission; none for the real one.
    submission: Option<&'p Path>,
    /// The `model_std` of the checks.
    checks: &'p Path,
}

impl Unit {
    /// The program.
    pub fn exe(&self) -> PathBuf {
        self.dir().join(format!("checks{EXE_SUFFIX}"))
    }

    /// Where it was built: holds the submitted `src/lib.rs` and our `tests/checks.rs`, which
    /// reports quote lines of.
    pub fn dir(&self) -> &Path {
        self.dir.path()
    }
}

impl Builder {
    /// Builds the libraries of the workspace at `root`.
    ///
    /// # Errors
    /// See [`BuildError`].
    pub fn new(root: &Path) -> Result<Self, BuildError> {
        let mut libraries = Libraries::build(root)?;
        let path = libraries.scratch.clone();
        let failed = |source| BuildError::Scratch {
            path: path.clone(),
            source,
        };
        let scratch = Scratch::open(&path).map_err(failed)?;
        libraries
            .keep_in(&scratch.shared("libraries"))
            .map_err(failed)?;
        Ok(Self {
            libraries,
            scratch,
            real_std: OnceLock::new(),
        })
    }

    /// Builds the checks of `exercise` on submitted `files`.
    ///
    /// # Errors
    /// The outcome that every check of the exercise has then: `build_failed`, `forbidden` or
    /// `grader_fault`.
    pub fn build(&self, exercise: &Exercise, files: &[SourceFile]) -> Result<Unit, Box<Outcome>> {
        self.attempt(exercise, files).unwrap_or_else(|error| {
            let scratch = self.libraries.scratch.display();
            let name = &exercise.name;
            let message = format!("cannot build {name}: {error}; is there space in {scratch}?");
            Err(Box::new(Outcome::of(Verdict::GraderFault, message)))
        })
    }

    fn attempt(
        &self,
        exercise: &Exercise,
        files: &[SourceFile],
    ) -> io::Result<Result<Unit, Box<Outcome>>> {
        let unit = Unit {
            dir: self.scratch.directory(&exercise.name)?,
        };
        for file in files {
            write(&unit.dir().join(&file.path), &file.text)?;
        }
        let checks = fs::read_to_string(exercise.checks_rs())?;
        write(&unit.dir().join("tests/checks.rs"), &checks)?;
        write(&unit.dir().join(CHECKS), &checks)?;
        for (path, text) in [MODULE, MODELLED] {
            write(&unit.dir().join(path), text)?;
        }

        let compiler = || {
            let compiler = Compiler::new(&self.libraries, unit.dir(), &exercise.name);
            let allowed = exercise.spec.libraries.iter();
            allowed.fold(compiler, |compiler, &library| {
                compiler.library(library.name(), self.libraries.path(library))
            })
        };
        if let Err(failure) = type_check(compiler())? {
            return Ok(Err(Box::new(rejected(&failure))));
        }
        let model = &self.libraries.model_std;
        let submission = exercise.spec.model.then_some(model.as_path());
        let std = Std {
            submission,
            checks: model,
        };
        let failure = match self.with_checks(compiler, &std)? {
            Ok(warnings) => {
                let shut = doors::outcome(&warnings, &exercise.spec.allows);
                return Ok(shut.map_or(Ok(unit), |outcome| Err(Box::new(outcome))));
            }
            Err(failure) => failure,
        };
        let std = Std {
            submission: None,
            checks: self.real_std()?,
        };
        let real = self.with_checks(compiler, &std)?;
        Ok(Err(Box::new(blame::outcome(&failure, real))))
    }

    /// Compiles the submission as a crate, and the checks with it; returns the warnings about the submission.
    fn with_checks<'l>(
        &self,
        compiler: impl Fn() -> Compiler<'l>,
        std: &Std<'_>,
    ) -> io::Result<Result<Vec<Diagnostic>, Failure>> {
        let (submission, root) = match std.submission {
            Some(library) => (compiler().library("model_std", library), MODELLED.0),
            None => (compiler(), ROOT),
        };
        let submission = submission
            .flags("--crate-type rlib --crate-name submission -o libsubmission.rlib")
            // A file that denies its warnings is not failed for those that only the model gives. What is not
            // modelled is marked as deprecated; no attribute silences that.
            .flags("--cap-lints allow --force-warn deprecated")
            .flags(root);
        let warnings = match submission.run()? {
            Ok(warnings) => warnings,
            Err(failure) => return Ok(Err(failure)),
        };
        let checks = compiler()
            .library("checks", &self.libraries.checks)
            .library("model_std", std.checks)
            .library("submission", Path::new("libsubmission.rlib"))
            .flags("--remap-path-prefix shim/tests=tests --cap-lints allow")
            .flags(&format!(
                "--crate-name checks -o checks{EXE_SUFFIX} {CHECKS}"
            ))
            .run()?;
        Ok(checks.map(|_| warnings))
    }

    fn real_std(&self) -> io::Result<&Path> {
        if self.real_std.get().is_none() {
            let dir = self.scratch.directory("real-std")?;
            let compiler = Compiler::new(&self.libraries, dir.path(), "model-std");
            let library = blame::real_std(compiler, dir.path(), &self.libraries.model_std)?;
            // Two threads may get here at once: both have made the same, and the first one's is
            // kept.
            let _ = self.real_std.set((dir, library));
        }
        let made = self.real_std.get().map(|(_, library)| library.as_path());
        made.ok_or_else(|| io::Error::other("the library for comparison is gone"))
    }
}

/// Looks at the submitted file as cargo does for a student: alone, on the real std.
fn type_check(compiler: Compiler<'_>) -> io::Result<Result<Vec<Diagnostic>, Failure>> {
    // No lint is capped, since that would lift the ban too. What a student's own file denies fails
    // here as with cargo.
    let compiler =
        compiler.flags("--crate-type lib --crate-name submission --emit metadata=submission.rmeta");
    compiler.flags("-F unsafe_code").flags(ROOT).run()
}

/// The outcome of a file that does not compile alone.
fn rejected(failure: &Failure) -> Outcome {
    if failure.is_unsafe_code() {
        let message =
            "`unsafe` is not allowed: write it with the safe parts of the standard library";
        return Outcome::of(Verdict::Forbidden, message).with_report(&failure.shown());
    }
    Outcome::of(Verdict::BuildFailed, &failure.message)
        .because(failure.cause())
        .with_report(&failure.shown())
}
