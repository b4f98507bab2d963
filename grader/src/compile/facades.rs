//! The std of submissions, for each set of capabilities that an exercise allows.
//!
//! Cargo has built the two sets that are usual: nothing in a model, and processes for real. Any other is made from the
//! same source when the first submission asks for it; so is that over loom.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use screen::paths::Capability;
use supervise::TimeLimit;

use super::compiler::{COMPILE_TIME, Compiler};
use super::launch::Launcher;
use super::libraries::{Facade, Libraries};

/// What cargo builds `real-std` with.
const USUAL_OF_REAL: [Capability; 2] = [Capability::Process, Capability::Io];

/// Where the sources lie, from the root of the workspace.
const SOURCES: &str = "grader/submission-std";

/// Whether it is over the model, and what is allowed.
type Key = (bool, Vec<Capability>);

/// Makes each once.
#[derive(Debug)]
pub struct Facades {
    /// The root of the workspace.
    root: PathBuf,
    /// Where those are made that cargo does not make; one of the libraries' folders of dependencies.
    dir: PathBuf,
    made: Mutex<BTreeMap<Key, Facade>>,
}

impl Facades {
    /// Sources are found below `root`, and `dir` is for what is made of them.
    pub fn new(root: &Path, dir: PathBuf) -> Self {
        Self {
            root: root.to_owned(),
            dir,
            made: Mutex::default(),
        }
    }

    /// The root of the workspace that it is made from.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The std of a submission over the model, or the real one, with what is allowed.
    ///
    /// # Errors
    /// The compiler could not be run, or finds fault with our own source.
    pub fn get(
        &self,
        libraries: &Libraries,
        launcher: &Launcher,
        model: bool,
        allowed: &[Capability],
    ) -> io::Result<Facade> {
        let mut allowed = allowed.to_vec();
        allowed.sort_unstable();
        allowed.dedup();
        let mut usual_of_real = USUAL_OF_REAL.to_vec();
        usual_of_real.sort_unstable();
        let usual = match model {
            true if allowed.is_empty() => libraries.modelled.as_ref(),
            false if allowed == usual_of_real => libraries.real.as_ref(),
            _ => None,
        };
        if let Some(facade) = usual {
            return Ok(facade.clone());
        }
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (model, allowed);
        if let Some(facade) = made.get(&key) {
            return Ok(facade.clone());
        }
        let facade = self.make(libraries, launcher, made.len(), &key)?;
        made.insert(key, facade.clone());
        Ok(facade)
    }

    fn make(
        &self,
        libraries: &Libraries,
        launcher: &Launcher,
        number: usize,
        (model, allowed): &Key,
    ) -> io::Result<Facade> {
        let sources = self.root.join(SOURCES);
        let features = allowed
            .iter()
            .map(|capability| format!("feature=\"{}\"", capability.name()));
        let features: Vec<_> = features.collect();
        let compile = |name: &'static str, source: PathBuf, of: Option<&Path>| {
            // The compiler looks for a library that another one needs by the beginning of its file's name.
            let library = self.dir.join(format!("lib{name}-{number}.rlib"));
            let time = TimeLimit::of(COMPILE_TIME);
            let mut compiler = Compiler::new(libraries, launcher, &self.dir, name, time)
                .flags("--crate-type rlib --cap-lints allow")
                .flags(&format!("--crate-name {name} -C metadata={number}"))
                .argument("-o")
                .argument(&library.to_string_lossy())
                .argument(&source.to_string_lossy());
            for feature in &features {
                compiler = compiler.argument("--cfg").argument(feature);
            }
            compiler = match of {
                Some(whole) => compiler.library("whole", whole),
                None if *model => compiler.library("model_std", &libraries.model_std),
                None => compiler,
            };
            match compiler.run()? {
                Ok(_) => Ok(library),
                Err(failure) => Err(io::Error::other(failure.message)),
            }
        };
        let root = if *model { "lib.rs" } else { "real.rs" };
        let std = compile("submission_std", sources.join("std/src").join(root), None)?;
        let again = sources.join("core/src/lib.rs");
        Ok(Facade {
            core: compile("submission_core", again.clone(), Some(&std))?,
            alloc: compile("submission_alloc", again, Some(&std))?,
            std,
        })
    }
}
