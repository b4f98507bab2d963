//! The build of one submitted exercise.
//!
//! The submitted file is the root of a crate of its own in every build, unmodified, so that `crate::`, `$crate` and
//! macros mean one thing:
//!
//! 1. alone, on the real std: what `cargo build` would tell a student;
//! 2. on the std of submissions, an allow-list over the model (`submission-std`), under the names `std`, `core` and
//!    `alloc`: this is what runs;
//! 3. where checks need it (`for_real`), on the same allow-list over the real std;
//! 4. our checks, which use the second under the name `submission`, and the third under that of the exercise.
//!
//! All but the last run side by side.

use std::env::consts::EXE_SUFFIX;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::{self, ScopedJoinHandle};

use course::{Outcome, Verdict};
use sandbox::{Confined, Sandbox};
use supervise::TimeLimit;

use super::build_dir::{BuildDir, write};
use super::check_binary::CheckBinary;
use super::compiler::{COMPILE_TIME, Compiler};
use super::confinement;
use super::diagnostics::{Diagnostic, Failure};
use super::engine::{self, Engine};
use super::facades::Facades;
use super::foreign;
use super::janitor::Janitor;
use super::launch::Launcher;
use super::libraries::{BuildError, Facade, Libraries, is_on_the_model};
use super::missing;
use super::prelink::Prelinker;
use super::rejected::{hidden_unsafe, rejected};
use crate::event::{Context, Event};
use crate::intake::SourceFile;
use crate::workspace::{Exercise, Workspace};

/// The root of a submitted crate.
pub const ROOT: &str = "src/lib.rs";

/// The root of a check crate.
const CHECKS: &str = "tests/checks.rs";

/// How a check program is linked. Places come from `#[track_caller]`, so half of it would be names that nobody reads. And
/// lld is not to look for strings that are the end of others, since the program is run only once.
const LINKED: &str = if cfg!(target_os = "linux") {
    "-C strip=symbols -C link-arg=-Wl,-O0"
} else {
    "-C strip=symbols"
};

/// The compiled submission.
const SUBMISSION: &str = "libsubmission.rlib";

/// The submission on the real std, where checks run that too.
const FOR_REAL: &str = "libfor_real.rlib";

/// What the exercise was handed out with, compiled to see whether anything can be linked.
const STUB: &str = "libstub.rlib";

/// Its root.
const STUB_ROOT: &str = "stub/lib.rs";

/// Why loom is no judge of an exercise that is run for real.
const NOT_IN_A_MODEL: &str = "it has no real threads and processes";

/// Why loom is no judge of an exercise with libraries that take part in the model.
const NOT_ON_LOOM: &str = "what it runs besides std is not there over loom";

/// Builds submissions, any number of them at once.
#[derive(Debug)]
pub struct Builder {
    libraries: Libraries,
    facades: Facades,
    launcher: Launcher,
    sandbox: Option<Arc<Sandbox>>,
    /// Ends with what it has started before the folder goes.
    prelinker: Option<Prelinker>,
    build_dir: BuildDir,
    again: bool,
    // Dropped after the folder that it looks after.
    _janitor: Option<Janitor>,
}

/// How to build.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Who judges exhaustive runs.
    pub engine: Engine,
    /// Leave the folder of the build when all is done.
    pub keep: bool,
    /// Confine compilers and checks, and build nothing where that is not possible.
    pub confine: bool,
    /// The same exercises are built again and again, each of them once at a time: compilers keep what they can use again,
    /// and cancelling ends the build of the libraries too.
    pub again: bool,
    /// Who is told of what happens, and may cancel it.
    pub context: Context,
}

/// What a compiler made of a crate: its warnings, or why it failed.
type Compiled = Result<Vec<Diagnostic>, Failure>;

/// One build: what it is given, and when it has to be done.
struct Build<'b> {
    builder: &'b Builder,
    exercise: &'b Exercise,
    files: &'b [SourceFile],
    dir: &'b Path,
    time: TimeLimit,
}

impl Builder {
    /// Builds the libraries of the workspace. `grader` is this program, if its `main` is the grader's: then nothing that
    /// is started or written outlives it.
    ///
    /// # Errors
    /// See [`BuildError`].
    pub fn new(
        workspace: &Workspace,
        grader: Option<&Path>,
        options: Options,
    ) -> Result<Self, BuildError> {
        let Options {
            engine,
            keep,
            confine,
            again,
            context,
        } = options;
        context.emit(&Event::Preparing);
        let of_exercises = workspace
            .exercises
            .iter()
            .flat_map(|exercise| exercise.spec.libraries.iter().cloned());
        let root = &workspace.root;
        let cancel = again.then_some(&context.cancel);
        let mut libraries = Libraries::build(root, engine, &of_exercises.collect(), cancel)?;
        let path = libraries.build_dir.clone();
        let failed = |source| BuildError::BuildDir {
            path: path.clone(),
            source,
        };
        let build_dir = BuildDir::open(&path, keep).map_err(failed)?;
        // Without one, the next grader tidies up.
        let janitor = grader
            .filter(|_| !keep)
            .and_then(|grader| Janitor::start(grader, build_dir.dir()).ok());
        libraries
            .pin(&build_dir.shared("libraries"))
            .map_err(failed)?;
        context.emit(&Event::Prepared {
            dir: build_dir.dir(),
        });
        let sandbox = confine.then(|| confinement::open(grader, &build_dir, &libraries));
        let sandbox = sandbox.transpose()?;
        if let Some(sandbox) = &sandbox {
            let layers = sandbox.layers();
            context.emit(&Event::Confined { layers: &layers });
        }
        let prelinker = grader.filter(|_| again && cfg!(target_os = "linux"));
        Ok(Self {
            prelinker: prelinker.map(Prelinker::new),
            facades: Facades::new(root, build_dir.shared("libraries")),
            libraries,
            launcher: Launcher::new(grader.map(Path::to_owned), sandbox.clone(), context),
            sandbox,
            build_dir,
            again,
            _janitor: janitor,
        })
    }

    /// Tells another listener from now on, and can be cancelled again.
    pub fn tell(&mut self, context: Context) {
        self.launcher.context = context;
    }

    /// The folder that submissions are built in; absolute.
    pub fn dir(&self) -> &Path {
        self.build_dir.dir()
    }

    /// Who is told of what happens, and may cancel it.
    pub fn context(&self) -> &Context {
        &self.launcher.context
    }

    /// Builds the checks of `exercise` on submitted `files`.
    ///
    /// # Errors
    /// The outcome that every check of the exercise has then: `build_failed`, `forbidden` or
    /// `grader_fault`.
    pub fn build(
        &self,
        exercise: &Exercise,
        files: &[SourceFile],
    ) -> Result<CheckBinary, Box<Outcome>> {
        if self.libraries.engine == Engine::Loom {
            if !exercise.spec.model {
                return Err(Box::new(engine::cannot(NOT_IN_A_MODEL)));
            }
            let spec = &exercise.spec;
            if spec.for_real || spec.libraries.iter().any(|it| is_on_the_model(it)) {
                return Err(Box::new(engine::cannot(NOT_ON_LOOM)));
            }
        }
        self.attempt(exercise, files).unwrap_or_else(|error| {
            let build_dir = self.libraries.build_dir.display();
            let name = &exercise.name;
            let message = format!("cannot build {name}: {error}; is there space in {build_dir}?");
            Err(Box::new(Outcome::of(Verdict::GraderFault, message)))
        })
    }

    fn attempt(
        &self,
        exercise: &Exercise,
        files: &[SourceFile],
    ) -> io::Result<Result<CheckBinary, Box<Outcome>>> {
        let binary = CheckBinary {
            dir: match self.again {
                // What compilers keep is of use in the same place only.
                true => self.build_dir.same_directory(&exercise.name)?,
                false => self.build_dir.directory(&exercise.name)?,
            },
            engine: self.libraries.engine,
            exercise: exercise.name.clone(),
            context: self.context().clone(),
            confined: self.sandbox.as_ref().map(|sandbox| Confined {
                sandbox: Arc::clone(sandbox),
                kind: confinement::kind(exercise),
            }),
        };
        if let Some(sandbox) = &self.sandbox {
            sandbox.give(binary.dir())?;
        }
        for file in files {
            write(&binary.dir().join(&file.path), &file.text)?;
        }
        let ours = self.launcher.of_ours();
        let (model, allowed) = (exercise.spec.model, exercise.spec.allowed());
        let facade = self.facades.get(&self.libraries, &ours, model, &allowed)?;
        let real = || self.facades.get(&self.libraries, &ours, false, &allowed);
        let real = exercise.spec.for_real.then(real).transpose()?;
        let build = Build {
            builder: self,
            exercise,
            files,
            dir: binary.dir(),
            time: TimeLimit::of(COMPILE_TIME),
        };
        let refused = match binary.engine {
            Engine::Model => build.submission(&facade, real.as_ref())?,
            Engine::Loom => build.submission_on_loom(&facade)?,
        };
        if let Some(outcome) = refused {
            return Ok(Err(Box::new(outcome)));
        }
        // Not before: no compiler that reads what is submitted finds them.
        let checks = fs::read_to_string(exercise.checks_rs())?;
        write(&binary.dir().join(CHECKS), &checks)?;
        let built = build.checks(SUBMISSION)?;
        if let (Some(prelinker), Ok(_)) = (&self.prelinker, &built) {
            prelinker.prelink(&build.linked_before());
        }
        Ok(match (built, binary.engine) {
            (Ok(_), _) => Ok(binary),
            (Err(failure), _) if failure.is_about_linking() && build.links_the_stub(&facade)? => {
                Err(Box::new(missing::cannot_be_linked(&failure)))
            }
            (Err(failure), Engine::Model) => Err(Box::new(missing::with_checks(&failure))),
            (Err(failure), Engine::Loom) => Err(Box::new(missing::on_loom(&failure))),
        })
    }
}

impl Build<'_> {
    /// A compiler for which the libraries of the exercise are those that students use.
    fn compiler(&self, name: &'static str) -> Compiler<'_> {
        let libraries = &self.builder.libraries;
        self.with(name, |library| libraries.path(library))
    }

    /// A compiler that finds the libraries of the exercise there.
    fn with<'l>(
        &'l self,
        name: &'static str,
        place: impl Fn(&str) -> Option<&'l Path>,
    ) -> Compiler<'l> {
        let builder = self.builder;
        let libraries = &builder.libraries;
        let compiler = Compiler::new(
            libraries,
            &builder.launcher,
            self.dir,
            name,
            self.time.clone(),
        );
        let name = format!("reused-{}-{name}", self.exercise.name);
        let compiler = match builder.again {
            true => compiler.incremental(&builder.build_dir.shared(&name)),
            false => compiler,
        };
        let allowed = self.exercise.spec.libraries.iter();
        allowed.fold(compiler, |compiler, library| match place(library) {
            Some(path) => compiler.library(&library.replace('-', "_"), path),
            None => compiler,
        })
    }

    /// Compiles the submission; returns an outcome if there is nothing to run.
    fn submission(&self, facade: &Facade, real: Option<&Facade>) -> io::Result<Option<Outcome>> {
        let ended = |thread: ScopedJoinHandle<'_, io::Result<Compiled>>| {
            let ended = thread.join();
            ended.unwrap_or_else(|_| Err(io::Error::other("a thread of the grader panicked")))
        };
        let (alone, modelled, for_real) = thread::scope(|scope| {
            let alone = scope.spawn(|| self.alone());
            let for_real = real.map(|real| scope.spawn(|| self.for_real(real)));
            let modelled = self.on_facade(facade);
            (ended(alone), modelled, for_real.map(ended).transpose())
        });
        let (alone, modelled, for_real) = (alone?, modelled?, for_real?);
        let modelled = modelled.and_then(|mut warnings| {
            warnings.extend(for_real.transpose()?.unwrap_or_default());
            Ok(warnings)
        });
        let lists = ["alone.d", "submission.d"].map(|list| self.dir.join(list));
        let read = lists
            .iter()
            .find_map(|list| foreign::in_dep_info(list, self.files));
        let told = || {
            alone
                .as_ref()
                .err()
                .or(modelled.as_ref().err())
                .and_then(|failure| self.foreign_in(failure))
        };
        if let Some(file) = read.or_else(told) {
            return Ok(Some(foreign::outcome(&file)));
        }
        Ok(match (alone, modelled) {
            (Err(failure), _) => Some(rejected(&failure)),
            (Ok(_), Err(failure)) => Some(self.only_on_facade(&failure)?),
            (Ok(_), Ok(warnings)) => hidden_unsafe(&warnings),
        })
    }

    /// Compiles the submission for loom. It is looked at alone only if that fails, to tell what loom lacks from what
    /// the file does.
    fn submission_on_loom(&self, facade: &Facade) -> io::Result<Option<Outcome>> {
        let modelled = self.on_facade(facade)?;
        if let Some(file) = foreign::in_dep_info(&self.dir.join("submission.d"), self.files) {
            return Ok(Some(foreign::outcome(&file)));
        }
        let failure = match modelled {
            Ok(warnings) => return Ok(hidden_unsafe(&warnings)),
            Err(failure) => failure,
        };
        Ok(Some(match self.alone()? {
            Err(failure) => match self.foreign_in(&failure) {
                Some(file) => foreign::outcome(&file),
                None => rejected(&failure),
            },
            Ok(_) => missing::on_loom(&failure),
        }))
    }

    /// Compiles the file as `cargo check` does for a student.
    fn alone(&self) -> io::Result<Compiled> {
        // No lint is capped, since that would lift the ban too. What a student's own file denies fails here as with
        // cargo.
        self.compiler("alone")
            .flags("--crate-type lib --emit metadata=alone.rmeta,dep-info=alone.d -F unsafe_code")
            .flags(&format!("--crate-name {} {ROOT}", self.exercise.name))
            .run()
    }

    /// Compiles the file to its end, as `cargo build` does. Some errors show only when code is made of generic items,
    /// which what is read of a crate for [`alone`](Self::alone) is not.
    fn whole(&self) -> io::Result<Compiled> {
        self.compiler("whole")
            .flags("--crate-type lib --emit link=whole.rlib --cap-lints allow")
            .flags(&format!("--crate-name {} {ROOT}", self.exercise.name))
            .run()
    }

    /// The outcome of a file that can be read on the real std, and does not compile on that of submissions.
    fn only_on_facade(&self, failure: &Failure) -> io::Result<Outcome> {
        let outcome = missing::outcome(failure, self.files);
        if outcome.verdict != Verdict::GraderFault || failure.is_about_libraries() {
            return Ok(outcome);
        }
        Ok(match self.whole()? {
            Err(own) => rejected(&own),
            Ok(_) => outcome,
        })
    }

    /// Whether a program can be made of the file that the exercise was handed out with. Then the linker and our libraries
    /// are in order, and what it is that cannot be linked lies in the submission. In a workspace of a student's own the two
    /// are one file, and it stays open whose the fault is.
    fn links_the_stub(&self, facade: &Facade) -> io::Result<bool> {
        let stub = fs::read_to_string(self.exercise.dir.join(ROOT))?;
        write(&self.dir.join(STUB_ROOT), &stub)?;
        let compiled = self
            .over("stub", facade)
            .flags(&format!(
                "--crate-type rlib --emit link={STUB} --cap-lints allow"
            ))
            .flags(&format!("--crate-name {}", self.exercise.name))
            .argument(STUB_ROOT)
            .run()?;
        Ok(compiled.is_ok() && self.checks(STUB)?.is_ok())
    }

    /// A compiler for which std is that of submissions.
    fn over(&self, name: &'static str, facade: &Facade) -> Compiler<'_> {
        let libraries = &self.builder.libraries;
        let place = |library: &str| {
            let on_the_model = libraries.path_on_the_model(library);
            let modelled = on_the_model.filter(|_| self.exercise.spec.model);
            modelled.or_else(|| libraries.path(library))
        };
        self.with(name, place)
            .library("std", &facade.std)
            .library("core", &facade.core)
            .library("alloc", &facade.alloc)
    }

    /// Compiles the file for what runs.
    fn on_facade(&self, facade: &Facade) -> io::Result<Compiled> {
        self.over("submission", facade)
            .flags(&format!(
                "--crate-type rlib --emit link={SUBMISSION},dep-info=submission.d"
            ))
            // A file that denies its warnings is not failed for those that only the model gives. No attribute and no
            // cap silences what is forced.
            .flags("--cap-lints allow --force-warn unsafe_code")
            .flags(&format!("--crate-name {} {ROOT}", self.exercise.name))
            .run()
    }

    /// Compiles the file for what is run for real. Not without the allow-list: a name that leads to an item of the file's
    /// own where std has none could lead to std's here.
    fn for_real(&self, real: &Facade) -> io::Result<Compiled> {
        self.compiler("for_real")
            .library("std", &real.std)
            .library("core", &real.core)
            .library("alloc", &real.alloc)
            .flags(&format!("--crate-type rlib --emit link={FOR_REAL}"))
            .flags("--cap-lints allow --force-warn unsafe_code")
            // Checks have it beside the same file in a model.
            .flags(&format!(
                "-C metadata=for-real --crate-name {} {ROOT}",
                self.exercise.name
            ))
            .run()
    }

    /// Compiles the checks with that library for the submission.
    fn checks(&self, submission: &str) -> io::Result<Compiled> {
        let libraries = &self.builder.libraries;
        let mut compiler = self.compiler("checks");
        for library in &self.exercise.spec.libraries {
            if let Some(path) = libraries.path_on_the_model(library) {
                let name = format!("modelled_{}", library.replace('-', "_"));
                compiler = compiler.library(&name, path);
            }
        }
        if self.exercise.spec.for_real {
            compiler = compiler.library(&self.exercise.name, Path::new(FOR_REAL));
        }
        if let Some(prelinker) = &self.builder.prelinker {
            compiler = prelinker.for_compiler(compiler, &self.linked_before());
        }
        compiler
            .library("checks", &libraries.checks)
            .library("model_std", &libraries.model_std)
            .library("submission", Path::new(submission))
            .with_linker()
            .env("CARGO_MANIFEST_DIR", self.dir)
            .env("CARGO_PKG_NAME", &self.exercise.name)
            // See `checks::main!`.
            .env("CHECKS_OF_THE_GRADER", "1")
            .flags("--cap-lints allow")
            .flags(LINKED)
            .flags(&format!(
                "--crate-name checks -o checks{EXE_SUFFIX} {CHECKS}"
            ))
            .run()
    }

    /// What linking the checks of this exercise keeps for the next time.
    fn linked_before(&self) -> PathBuf {
        let name = format!("reused-{}-linked", self.exercise.name);
        self.builder.build_dir.shared(&name)
    }

    /// A file that the compiler's complaints point into and that was not handed in.
    fn foreign_in(&self, failure: &Failure) -> Option<PathBuf> {
        let sysroot = &self.builder.libraries.sysroot;
        let mut lines = failure.errors.iter().map(Diagnostic::one_line);
        if let Some(file) = lines.find_map(|line| foreign::unread(&line, self.files)) {
            return Some(file);
        }
        let mut places = failure.errors.iter().flat_map(Diagnostic::files);
        places
            .find(|file| {
                let is_std = file.starts_with("/rustc/") || file.starts_with(sysroot);
                let is_ours = file.starts_with(self.builder.facades.root());
                // Sources of our libraries are named from where they were compiled.
                let is_here = self.dir.join(file).exists();
                is_here && !is_std && !is_ours && foreign::is_foreign(file, self.files)
            })
            .map(Path::to_owned)
    }
}
