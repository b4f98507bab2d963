//! What the checks of an exercise make of generic items, compiled once for all of its submissions.
//!
//! Half of what is compiled for a check program is the same for every submission: `Vec<u64>::sort`, a channel of strings,
//! a thread that returns `()`. A compiler makes no instance of a generic item that a library has which it uses. So the
//! checks are compiled once more, as a library, on the stub; and those of submissions use that library beside the
//! submission, for its instances alone.
//!
//! Nothing but what is ours goes into it, so that submissions of strangers can share it. It holds what the checks say, and
//! no compiler that reads what is submitted finds it: where compilers are confined, the one of the checks has a copy.

use std::collections::BTreeMap;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::build::Build;
use super::build_dir::write;
use super::builder::{CHECKS, ROOT};
use super::compiler::Compiler;
use super::kept;
use super::libraries::Facade;
use crate::stub;

/// What checks say to use the library. Their last line, so that no other moves.
pub const USE: &str = "\nextern crate instances as _;\n";

/// The library.
const LIBRARY: &str = "libinstances.rlib";

/// The stub that it is compiled on.
const SAMPLE: &str = "libsample.rlib";

/// The same on the real std, where checks run that too.
const SAMPLE_FOR_REAL: &str = "libsample_for_real.rlib";

/// What a library was made of.
const STAMP: &str = "made-of";

/// Builds of an exercise before it pays to make the library, which takes as long as three or four of them.
const PAYS_AFTER: u32 = 2;

/// The libraries, each in a folder of its own, made when they pay.
#[derive(Debug)]
pub struct Instances {
    place: PathBuf,
    pay_after: u32,
    of: Mutex<BTreeMap<String, State>>,
}

/// How far the library of an exercise is.
#[derive(Debug)]
enum State {
    /// It was asked for that often.
    Asked(u32),
    /// Somebody is at it; others go on without.
    Making,
    /// It is there, or it cannot be made.
    Ended { is_there: bool },
}

impl Instances {
    /// Has them in `place`. Where they are kept for the next run of the grader, they pay at once.
    pub fn new(place: PathBuf, is_kept: bool) -> Self {
        Self {
            place,
            pay_after: if is_kept { 0 } else { PAYS_AFTER },
            of: Mutex::default(),
        }
    }

    /// The folder of the library of that exercise, if it is there. It is made by this call if it pays by now; `make` is told
    /// where, and says whether it could.
    pub fn of(&self, exercise: &str, make: impl FnOnce(&Path) -> bool) -> Option<PathBuf> {
        let dir = self.place.join(exercise);
        match self.states().entry(exercise.to_owned()).or_default() {
            State::Making => return None,
            State::Ended { is_there } => return is_there.then_some(dir),
            State::Asked(before) if *before < self.pay_after => {
                *before += 1;
                return None;
            }
            state => *state = State::Making,
        }
        let is_there = make(&dir);
        let ended = State::Ended { is_there };
        self.states().insert(exercise.to_owned(), ended);
        is_there.then_some(dir)
    }

    fn states(&self) -> MutexGuard<'_, BTreeMap<String, State>> {
        self.of.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for State {
    fn default() -> Self {
        Self::Asked(0)
    }
}

/// Copies the library to the folder of a build, for a compiler that reads nothing else. A copy, so that nobody who writes
/// there writes to that of all.
pub fn copy(from: &Path, to: &Path) -> io::Result<()> {
    for name in [LIBRARY, SAMPLE, SAMPLE_FOR_REAL] {
        match fs::copy(from.join(name), to.join(name)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            copied => drop(copied?),
        }
    }
    Ok(())
}

/// Has a compiler of checks use the library in that folder.
pub fn used_by<'l>(compiler: Compiler<'l>, dir: &Path) -> Compiler<'l> {
    compiler
        .library("instances", &dir.join(LIBRARY))
        .argument("-L")
        .argument(&format!("dependency={}", dir.display()))
}

impl Build<'_> {
    /// Makes the library in the folder of this build, unless it is there; says whether it could.
    pub(super) fn instances(&self, facade: &Facade, real: Option<&Facade>) -> io::Result<bool> {
        let mut hasher = DefaultHasher::new();
        let mut files = vec![(
            CHECKS.into(),
            fs::read_to_string(self.exercise.checks_rs())?,
        )];
        for file in &self.exercise.spec.editable {
            let text = stub::read(self.exercise, file).map_err(io::Error::other)?;
            files.push((file.clone(), text));
        }
        files.hash(&mut hasher);
        for library in self.instances_are_of(facade, real) {
            kept::size_and_time(library)?.hash(&mut hasher);
        }
        let made_of = format!("{:016x}", hasher.finish());
        let stamp = self.dir.join(STAMP);
        if fs::read_to_string(&stamp).is_ok_and(|before| before == made_of) {
            return Ok(true);
        }
        for (file, text) in &files {
            write(&self.dir.join(file), text)?;
        }
        let sample = |compiler: Compiler<'_>, name: &str, library: &str| {
            let compiler = compiler
                .flags(&format!("--crate-type rlib --emit link={library}"))
                .flags(&format!("--cap-lints allow --crate-name {name} {ROOT}"));
            Ok::<_, io::Error>(compiler.run()?.is_ok())
        };
        if !sample(self.over("sample", facade), "sample", SAMPLE)? {
            return Ok(false);
        }
        if let Some(real) = real {
            let compiler = self.over_real("sample_for_real", real);
            if !sample(compiler, "sample_for_real", SAMPLE_FOR_REAL)? {
                return Ok(false);
            }
        }
        let made = self
            .check_crate("instances", SAMPLE, SAMPLE_FOR_REAL)
            // Or nothing is made of what no other crate can name, which is everything.
            .flags("-C link-dead-code=yes --crate-type rlib --crate-name instances")
            .flags(&format!("--emit link={LIBRARY} {CHECKS}"))
            .run()?;
        if made.is_ok() {
            write(&stamp, &made_of)?;
        }
        Ok(made.is_ok())
    }

    /// The libraries that it is compiled with.
    fn instances_are_of<'l>(
        &'l self,
        facade: &'l Facade,
        real: Option<&'l Facade>,
    ) -> impl Iterator<Item = &'l Path> {
        let libraries = &self.builder.libraries;
        let ours = [&libraries.checks, &libraries.model_std, &facade.std];
        let ours = ours.into_iter().chain(real.map(|real| &real.std));
        let allowed = self.exercise.spec.libraries.iter();
        let allowed = allowed.flat_map(|library| {
            let both = [
                libraries.path(library),
                libraries.path_on_the_model(library),
            ];
            both.into_iter().flatten()
        });
        ours.map(PathBuf::as_path).chain(allowed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_library_is_made_once_and_only_when_it_pays() {
        let instances = Instances::new("/place".into(), false);
        let (made, not_asked) = (|_: &Path| true, |_: &Path| panic!("it does not pay"));
        for _ in 0..PAYS_AFTER {
            assert_eq!(instances.of("ex03", not_asked), None);
        }
        let place = Some(PathBuf::from("/place/ex03"));
        assert_eq!(instances.of("ex03", made), place);
        assert_eq!(instances.of("ex03", not_asked), place);
        assert_eq!(instances.of("ex04", not_asked), None, "each has its own");
        let kept = Instances::new("/place".into(), true);
        assert_eq!(kept.of("ex03", made), place);
    }

    #[test]
    fn nobody_waits_for_one_that_is_being_made_and_none_is_tried_twice() {
        let instances = Instances::new("/place".into(), true);
        let made = instances.of("ex03", |_| {
            assert_eq!(instances.of("ex03", |_| panic!("twice at once")), None);
            false
        });
        assert_eq!(made, None);
        assert_eq!(instances.of("ex03", |_| panic!("it failed before")), None);
    }
}
