//! The std of submissions, for each set of capabilities that an exercise allows.
//!
//! Cargo has built the two sets that are usual: nothing in a model, and processes for real. Any other is made from the
//! same source when the first submission asks for it; so is that over loom.

use std::collections::BTreeMap;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use screen::paths::Capability;
use supervise::TimeLimit;

use super::compiler::{COMPILE_TIME, Compiler};
use super::kept;
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
    /// Whether what an earlier grader has made there serves.
    is_kept: bool,
    made: Mutex<BTreeMap<Key, Facade>>,
}

impl Facades {
    /// Sources are found below `root`, and `dir` is for what is made of them; it may have been kept.
    pub fn new(root: &Path, dir: PathBuf, is_kept: bool) -> Self {
        Self {
            root: root.to_owned(),
            dir,
            is_kept,
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
        let facade = self.kept_or_made(libraries, launcher, &key)?;
        made.insert(key, facade.clone());
        Ok(facade)
    }

    /// Under a name of its own, the same in each run of the grader.
    fn kept_or_made(
        &self,
        libraries: &Libraries,
        launcher: &Launcher,
        key: &Key,
    ) -> io::Result<Facade> {
        let (model, allowed) = key;
        let names = allowed.iter().map(|capability| capability.name());
        let of = if *model { "model" } else { "real" };
        let tag = [of].into_iter().chain(names).collect::<Vec<_>>().join("-");
        if !self.is_kept {
            return self.make(libraries, launcher, &tag, key);
        }
        let stamp = self.dir.join(format!("made-{tag}"));
        let made_of = self.made_of(libraries)?;
        if fs::read_to_string(&stamp).is_ok_and(|stamp| stamp == made_of) {
            let library = |name| self.dir.join(format!("lib{name}-{tag}.rlib"));
            return Ok(Facade {
                std: library("submission_std"),
                core: library("submission_core"),
                alloc: library("submission_alloc"),
            });
        }
        let facade = self.make(libraries, launcher, &tag, key)?;
        fs::write(stamp, made_of)?;
        Ok(facade)
    }

    /// What the libraries here are made of, besides a compiler of whose version the whole folder is.
    fn made_of(&self, libraries: &Libraries) -> io::Result<String> {
        let mut hasher = DefaultHasher::new();
        kept::size_and_time(&libraries.model_std)?.hash(&mut hasher);
        let mut folders = vec![self.root.join(SOURCES)];
        let mut sources = Vec::new();
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder)? {
                let path = entry?.path();
                match path.is_dir() {
                    true => folders.push(path),
                    false => sources.push(path),
                }
            }
        }
        sources.sort_unstable();
        for source in sources {
            fs::read(&source)?.hash(&mut hasher);
            source.hash(&mut hasher);
        }
        Ok(format!("{:016x}", hasher.finish()))
    }

    fn make(
        &self,
        libraries: &Libraries,
        launcher: &Launcher,
        tag: &str,
        (model, allowed): &Key,
    ) -> io::Result<Facade> {
        let sources = self.root.join(SOURCES);
        let features = allowed
            .iter()
            .map(|capability| format!("feature=\"{}\"", capability.name()));
        let features: Vec<_> = features.collect();
        let compile = |name: &'static str, source: PathBuf, of: Option<&Path>| {
            // The compiler looks for a library that another one needs by the beginning of its file's name.
            let library = self.dir.join(format!("lib{name}-{tag}.rlib"));
            let time = TimeLimit::of(COMPILE_TIME);
            let mut compiler = Compiler::new(libraries, launcher, &self.dir, name, time)
                .flags("--crate-type rlib --cap-lints allow")
                .flags(&format!("--crate-name {name} -C metadata={tag}"))
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
