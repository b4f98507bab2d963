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

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use course::{Outcome, Verdict};
use sandbox::{Confined, Sandbox};
use supervise::TimeLimit;

use super::build::Build;
use super::build_dir::{BuildDir, write};
use super::check_binary::CheckBinary;
use super::compiler::COMPILE_TIME;
use super::confinement;
use super::engine::{self, Engine};
use super::facades::Facades;
use super::instances::{self, Instances};
use super::janitor::Janitor;
use super::jobs::Jobs;
use super::kept;
use super::launch::Launcher;
use super::libraries::{BuildError, Facade, Libraries, is_on_the_model};
use super::missing;
use super::prelink::Prelinker;
use super::reuse::Reuse;
use crate::event::{Context, Event};
use crate::intake::SourceFile;
use crate::places::Places;
use crate::workspace::{Exercise, Workspace};

/// The root of a submitted crate.
pub const ROOT: &str = "src/lib.rs";

/// The root of a check crate.
pub(super) const CHECKS: &str = "tests/checks.rs";

/// The compiled submission.
pub(super) const SUBMISSION: &str = "libsubmission.rlib";

/// Why loom is no judge of an exercise that is run for real.
const NOT_IN_A_MODEL: &str = "it has no real threads and processes";

/// Why loom is no judge of an exercise with libraries that take part in the model.
const NOT_ON_LOOM: &str = "what it runs besides std is not there over loom";

/// Builds submissions, any number of them at once.
#[derive(Debug)]
pub struct Builder {
    pub(super) libraries: Libraries,
    pub(super) facades: Facades,
    pub(super) launcher: Launcher,
    sandbox: Option<Arc<Sandbox>>,
    trust: Trust,
    /// Ends with what it has started before the folder goes.
    pub(super) prelinker: Option<Prelinker>,
    /// None where they would be of no use.
    instances: Option<Instances>,
    pub(super) build_dir: BuildDir,
    pub(super) reuse: Reuse,
    jobs: Jobs,
    places: Option<Arc<Places>>,
    // Dropped after the folder that it looks after.
    _janitor: Option<Janitor>,
}

/// Whose submissions are built, and how far they are trusted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Trust {
    /// The student's own, who gains nothing by a forged verdict: nothing is confined.
    #[default]
    Own,
    /// Those of others, which somebody lets have this machine. Their passes are not believed without a decoy.
    Trusted,
    /// Those of others: compilers and checks are confined too, and nothing is built where that is not possible.
    Strangers,
}

impl Trust {
    /// In submissions of others, which are confined unless `trusted` says otherwise.
    pub fn in_others(trusted: bool) -> Self {
        match trusted {
            true => Self::Trusted,
            false => Self::Strangers,
        }
    }
}

/// How to build.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Who judges exhaustive runs.
    pub engine: Engine,
    /// Leave the folder of the build when all is done.
    pub keep: bool,
    /// Whose submissions are built.
    pub trust: Trust,
    /// What one build leaves for the next.
    pub reuse: Reuse,
    /// Processors that one search may use, if others than strangers' submissions are run.
    pub jobs: Jobs,
    /// Where builds and runs of checks take a place while they are at work; all at once if there is none.
    pub places: Option<Arc<Places>>,
    /// Who is told of what happens, and may cancel it.
    pub context: Context,
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
            trust,
            reuse,
            jobs,
            places,
            context,
        } = options;
        context.emit(&Event::Preparing);
        let of_exercises = workspace
            .exercises
            .iter()
            .flat_map(|exercise| exercise.spec.libraries.iter().cloned());
        let root = &workspace.root;
        let cancel = (reuse == Reuse::Edits).then_some(&context.cancel);
        let mut libraries = Libraries::build(root, engine, &of_exercises.collect(), cancel)?;
        let path = libraries.build_dir.clone();
        let failed = |source| BuildError::BuildDir {
            path: path.clone(),
            source,
        };
        let (build_dir, reuse) = place(&libraries, root, keep, reuse).map_err(failed)?;
        // Without one, the next grader tidies up.
        let janitor = grader
            .filter(|_| build_dir.is_removed())
            .and_then(|grader| Janitor::start(grader, build_dir.dir()).ok());
        libraries
            .pin(&build_dir.shared("libraries"))
            .map_err(failed)?;
        context.emit(&Event::Prepared {
            dir: build_dir.dir(),
        });
        let confine = trust == Trust::Strangers;
        let sandbox = confine.then(|| confinement::open(grader, &build_dir, &libraries));
        let sandbox = sandbox.transpose()?;
        if let Some(sandbox) = &sandbox {
            let layers = sandbox.layers();
            context.emit(&Event::Confined { layers: &layers });
        }
        let links_again = !matches!(reuse, Reuse::Nothing | Reuse::Ours);
        let prelinker = grader.filter(|_| links_again && cfg!(target_os = "linux"));
        let is_of_many = matches!(reuse, Reuse::Ours | Reuse::Libraries);
        let is_kept = !build_dir.is_removed();
        let instances = is_of_many && engine == Engine::Model;
        Ok(Self {
            instances: instances.then(|| Instances::new(build_dir.shared("instances"), is_kept)),
            prelinker: prelinker.map(|grader| Prelinker::new(grader, reuse)),
            facades: Facades::new(root, build_dir.shared("libraries"), is_kept),
            libraries,
            launcher: Launcher::new(grader.map(Path::to_owned), sandbox.clone(), context),
            sandbox,
            trust,
            build_dir,
            reuse,
            jobs: jobs.unless(confine),
            places,
            _janitor: janitor,
        })
    }

    /// Tells another listener from now on, and can be cancelled again.
    pub fn tell(&mut self, context: Context) {
        self.launcher.context = context;
    }

    /// Makes ready what the next run of the grader uses again, if that is kept: the results can be shown before.
    pub fn finish(&self) {
        if let Some(prelinker) = &self.prelinker
            && !self.build_dir.is_removed()
        {
            prelinker.finish(self.build_dir.dir());
        }
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
        let place = self.places.as_deref().map(Places::take);
        let built = self.attempt(exercise, files, self.reuse);
        let built = built.and_then(|(built, is_suspect)| match built {
            // What was kept may be broken, and a student cannot know: once more, without it.
            Err(_) if is_suspect && self.reuse.is_of_edits() => {
                self.build_dir.distrust();
                Ok(self.attempt(exercise, files, Reuse::Nothing)?.0)
            }
            built => Ok(built),
        });
        drop(place);
        built.unwrap_or_else(|error| {
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
        reuse: Reuse,
    ) -> io::Result<(Result<CheckBinary, Box<Outcome>>, bool)> {
        let binary = CheckBinary {
            dir: match reuse.is_of_edits() {
                // What compilers keep is of use in the same place only.
                true => self.build_dir.same_directory(&exercise.name)?,
                false => self.build_dir.directory(&exercise.name)?,
            },
            engine: self.libraries.engine,
            compilers: Duration::ZERO,
            exercise: exercise.name.clone(),
            context: self.context().clone(),
            jobs: self.jobs,
            places: self.places.clone(),
            has_decoys: self.trust != Trust::Own,
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
        let dir = binary.dir().to_owned();
        let build = Build {
            builder: self,
            launcher: &self.launcher,
            exercise,
            files,
            dir: &dir,
            time: TimeLimit::of(COMPILE_TIME),
            taken: Mutex::default(),
            uses_again: reuse.is_of_edits(),
            is_suspect: AtomicBool::new(false),
        };
        let refused = self.compile(&build, &facade, real.as_ref())?;
        let is_suspect = build.is_suspect.into_inner();
        let compilers = build.taken.into_inner();
        let compilers = compilers.unwrap_or_else(PoisonError::into_inner);
        let built = match refused {
            Some(outcome) => Err(Box::new(outcome)),
            None => Ok(CheckBinary {
                compilers,
                ..binary
            }),
        };
        Ok((built, is_suspect))
    }

    /// Runs the compilers of a build, whose folder holds the files; returns an outcome if there is nothing to run.
    fn compile(
        &self,
        build: &Build<'_>,
        facade: &Facade,
        real: Option<&Facade>,
    ) -> io::Result<Option<Outcome>> {
        let engine = self.libraries.engine;
        let refused = match engine {
            Engine::Model => build.submission(facade, real)?,
            Engine::Loom => build.submission_on_loom(facade)?,
        };
        if refused.is_some() {
            return Ok(refused);
        }
        // Not before: no compiler that reads what is submitted finds them.
        let checks = fs::read_to_string(build.exercise.checks_rs())?;
        let with_instances = match self.instances(build, facade, real)? {
            Some(instances) => {
                write(&build.dir.join(CHECKS), &(checks.clone() + instances::USE))?;
                let built = build.checks(SUBMISSION, Some(&instances))?;
                // What is said of a failure is to name nothing that is not the submission's: once more, without them.
                built.ok()
            }
            None => None,
        };
        let has_instances = with_instances.is_some();
        let built = match with_instances {
            Some(warnings) => Ok(warnings),
            None => {
                write(&build.dir.join(CHECKS), &checks)?;
                build.checks(SUBMISSION, None)?
            }
        };
        if let (Some(prelinker), Ok(_)) = (&self.prelinker, &built) {
            prelinker.prelink(&build.linked_before(has_instances));
        }
        Ok(match (built, engine) {
            (Ok(_), _) => None,
            (Err(failure), _) if failure.is_about_linking() && build.links_the_stub(facade)? => {
                Some(missing::cannot_be_linked(&failure))
            }
            (Err(failure), Engine::Model) => Some(missing::with_checks(&failure)),
            (Err(failure), Engine::Loom) => Some(missing::on_loom(&failure)),
        })
    }

    /// The folder that a compiler of the checks finds their instances in, if they are there.
    fn instances(
        &self,
        build: &Build<'_>,
        facade: &Facade,
        real: Option<&Facade>,
    ) -> io::Result<Option<PathBuf>> {
        let Some(instances) = &self.instances else {
            return Ok(None);
        };
        let launcher = self.launcher.of_ours();
        let made = instances.of(&build.exercise.name, |dir| {
            let ours = Build {
                builder: self,
                launcher: &launcher,
                exercise: build.exercise,
                files: &[],
                dir,
                time: TimeLimit::of(COMPILE_TIME),
                taken: Mutex::default(),
                uses_again: false,
                is_suspect: AtomicBool::new(false),
            };
            // Without them, a build takes as long as it does.
            fs::create_dir_all(dir)
                .and_then(|()| ours.instances(facade, real))
                .unwrap_or(false)
        });
        Ok(match made {
            Some(made) if self.sandbox.is_some() => {
                instances::copy(&made, build.dir)?;
                Some(PathBuf::from("."))
            }
            made => made,
        })
    }
}

/// The folder of the builds, and what is used again in it: what is to be kept is not where another grader is at work.
fn place(
    libraries: &Libraries,
    root: &Path,
    keep: bool,
    reuse: Reuse,
) -> io::Result<(BuildDir, Reuse)> {
    let place = &libraries.build_dir;
    let (otherwise, what) = match reuse {
        Reuse::Kept => (Reuse::Nothing, "edits"),
        Reuse::Libraries => (Reuse::Libraries, "libraries"),
        Reuse::Nothing | Reuse::Ours | Reuse::Edits => {
            return Ok((BuildDir::open(place, keep)?, reuse));
        }
    };
    let kept = match keep {
        true => None,
        false => BuildDir::open_kept(place, &kept::key(libraries, root, what))?,
    };
    Ok(match kept {
        Some(kept) => (kept, reuse),
        None => (BuildDir::open(place, keep)?, otherwise),
    })
}
