//! The compilers of one build, and what is made of what they say.

use std::env::consts::EXE_SUFFIX;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::AtomicBool;
use std::thread::{self, ScopedJoinHandle};
use std::time::Duration;

use course::{Outcome, Verdict};
use supervise::TimeLimit;

use super::build_dir::write;
use super::builder::{Builder, CHECKS, ROOT, SUBMISSION};
use super::compiler::Compiler;
use super::diagnostics::{Diagnostic, Failure};
use super::foreign;
use super::instances;
use super::launch::Launcher;
use super::libraries::Facade;
use super::missing;
use super::rejected::{hidden_unsafe, rejected};
use crate::intake::SourceFile;
use crate::workspace::Exercise;

/// How a crate is compiled where nothing is used again: as one piece, which is less work though it is done by one processor.
const ONE_PIECE: &str = "-C codegen-units=1";

/// How checks are compiled beyond that: without what std asserts about itself in debug builds. What checks and submissions
/// assert stays.
const ONCE: &str = "-C debug-assertions=off -C overflow-checks=on";

/// How a check program is linked. Places come from `#[track_caller]`, so half of it would be names that nobody reads. And
/// lld is not to look for strings that are the end of others, since the program is run only once.
const LINKED: &str = if cfg!(target_os = "linux") {
    "-C strip=symbols -C link-arg=-Wl,-O0"
} else {
    "-C strip=symbols"
};

/// The submission on the real std, where checks run that too.
const FOR_REAL: &str = "libfor_real.rlib";

/// What the exercise was handed out with, compiled to see whether anything can be linked.
const STUB: &str = "libstub.rlib";

/// Its root.
const STUB_ROOT: &str = "stub/lib.rs";

/// What a compiler made of a crate: its warnings, or why it failed.
pub(super) type Compiled = Result<Vec<Diagnostic>, Failure>;

/// One build: what it is given, and when it has to be done.
pub(super) struct Build<'b> {
    pub(super) builder: &'b Builder,
    /// Starts its compilers.
    pub(super) launcher: &'b Launcher,
    pub(super) exercise: &'b Exercise,
    pub(super) files: &'b [SourceFile],
    pub(super) dir: &'b Path,
    pub(super) time: TimeLimit,
    /// What its compilers have taken.
    pub(super) taken: Mutex<Duration>,
    /// Whether compilers use again what they have made of this exercise before.
    pub(super) uses_again: bool,
    /// A compiler failed in a way that could come from what it has used again.
    pub(super) is_suspect: AtomicBool,
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
        let compiler = Compiler::new(libraries, self.launcher, self.dir, name, self.time.clone())
            .adding_to(&self.taken)
            .suspecting(&self.is_suspect);
        let name = format!("reused-{}-{name}", self.exercise.name);
        let compiler = match self.uses_again {
            true => compiler.incremental(&builder.build_dir.shared(&name)),
            false => compiler.flags(ONE_PIECE),
        };
        let allowed = self.exercise.spec.libraries.iter();
        allowed.fold(compiler, |compiler, library| match place(library) {
            Some(path) => compiler.library(&library.replace('-', "_"), path),
            None => compiler,
        })
    }

    /// Compiles the submission; returns an outcome if there is nothing to run.
    pub(super) fn submission(
        &self,
        facade: &Facade,
        real: Option<&Facade>,
    ) -> io::Result<Option<Outcome>> {
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
    pub(super) fn submission_on_loom(&self, facade: &Facade) -> io::Result<Option<Outcome>> {
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
    pub(super) fn links_the_stub(&self, facade: &Facade) -> io::Result<bool> {
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
        Ok(compiled.is_ok() && self.checks(STUB, None)?.is_ok())
    }

    /// A compiler for which std is that of submissions.
    pub(super) fn over(&self, name: &'static str, facade: &Facade) -> Compiler<'_> {
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
        self.over_real("for_real", real)
            .flags(&format!("--crate-type rlib --emit link={FOR_REAL}"))
            .flags("--cap-lints allow --force-warn unsafe_code")
            // Checks have it beside the same file in a model.
            .flags(&format!(
                "-C metadata=for-real --crate-name {} {ROOT}",
                self.exercise.name
            ))
            .run()
    }

    /// A compiler for which std is that of submissions which are run for real.
    pub(super) fn over_real(&self, name: &'static str, real: &Facade) -> Compiler<'_> {
        self.compiler(name)
            .library("std", &real.std)
            .library("core", &real.core)
            .library("alloc", &real.alloc)
    }

    /// Compiles the checks with that library for the submission, and with the instances in that folder.
    pub(super) fn checks(
        &self,
        submission: &str,
        instances: Option<&Path>,
    ) -> io::Result<Compiled> {
        let mut compiler = self.check_crate("checks", submission, FOR_REAL);
        if let Some(dir) = instances {
            compiler = instances::used_by(compiler, dir);
        }
        if let Some(prelinker) = &self.builder.prelinker {
            let place = self.linked_before(instances.is_some());
            compiler = prelinker.for_compiler(compiler, &place);
        }
        compiler
            .with_linker()
            .flags(LINKED)
            .flags(&format!(
                "--crate-name checks -o checks{EXE_SUFFIX} {CHECKS}"
            ))
            .run()
    }

    /// A compiler of the checks with those libraries for the submission, in what runs and for real.
    pub(super) fn check_crate(
        &self,
        name: &'static str,
        submission: &str,
        for_real: &str,
    ) -> Compiler<'_> {
        let libraries = &self.builder.libraries;
        let mut compiler = self.compiler(name);
        for library in &self.exercise.spec.libraries {
            if let Some(path) = libraries.path_on_the_model(library) {
                let name = format!("modelled_{}", library.replace('-', "_"));
                compiler = compiler.library(&name, path);
            }
        }
        if self.exercise.spec.for_real {
            compiler = compiler.library(&self.exercise.name, Path::new(for_real));
        }
        if !self.uses_again {
            compiler = compiler.flags(ONCE);
        }
        compiler
            .library("checks", &libraries.checks)
            .library("model_std", &libraries.model_std)
            .library("submission", Path::new(submission))
            .env("CARGO_MANIFEST_DIR", self.dir)
            .env("CARGO_PKG_NAME", &self.exercise.name)
            // See `checks::main!`.
            .env("CHECKS_OF_THE_GRADER", "1")
            .flags("--cap-lints allow")
    }

    /// What linking the checks of this exercise keeps for the next time: the same for all exercises with the same
    /// libraries, and with instances for each exercise what is its own.
    pub(super) fn linked_before(&self, has_instances: bool) -> PathBuf {
        let spec = &self.exercise.spec;
        let mut name = String::from(if spec.model { "linked" } else { "linked-real" });
        if spec.for_real {
            name += "-both";
        }
        if has_instances {
            name += "-";
            name += &self.exercise.name;
        }
        let allowed = spec.allowed();
        let allowed = allowed.iter().map(|capability| capability.name());
        for part in spec.libraries.iter().map(String::as_str).chain(allowed) {
            name += "-";
            name += part;
        }
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
