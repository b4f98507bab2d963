//! A copy of the course that tests may spoil, and cargo runs in it.
//!
//! There is one, under the target directory, so that it is built once and found built by the next run of the tests. Its
//! target directory is its own: a nested cargo never waits for the outer one. It is offline, with the course's own
//! Cargo.lock. Whoever has the copy has it alone, in this process ([`Copy::lock`]) and among processes (a file lock).

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};

use crate::program::{COURSE, Ended, cargo, grader};
use crate::submission::{is_named, walk};

/// The editable file of the exercise that students are simulated on.
const EDITED: &str = "exercises/ex03_race_conditions/src/lib.rs";

/// The copy.
#[derive(Debug)]
pub struct Copy {
    /// Its root.
    root: PathBuf,
    target: PathBuf,
    /// Held open, and so locked, until the process ends.
    _lock: File,
}

static COPY: LazyLock<Mutex<Copy>> = LazyLock::new(|| {
    let place = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let lock = File::create(place.join("course.lock")).expect("cargo made the folder");
    lock.lock().expect("the file system knows locks");
    let root = place.join("course");
    copy(&COURSE, &root);
    Mutex::new(Copy {
        root,
        target: place.join("course-target"),
        _lock: lock,
    })
});

impl Copy {
    /// The copy, as the course is; no other test has it meanwhile.
    pub fn lock() -> MutexGuard<'static, Self> {
        // A test that failed has not harmed it: each begins by writing what it needs.
        COPY.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The text of a file.
    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.root.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Writes a file, unless that is what it holds: then cargo has nothing to build.
    pub fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        write(&self.root.join(path), content.as_ref());
    }

    /// Runs `cargo test -p ex03` with `lib` as its `src/lib.rs`.
    pub fn test_ex03(&self, lib: &str, arguments: &[&str]) -> Ended {
        self.write(EDITED, lib);
        let mut cargo = cargo(&self.root, &self.target);
        cargo
            .args(["test", "--offline", "-p", "ex03"])
            .args(arguments);
        Ended::of(cargo)
    }

    /// Adds an exercise and its file on the std of the checks, two folders in a folder of `fixtures/`, until what is
    /// returned is dropped.
    pub fn plant(&self, fixture: &Path, folder: &str) -> Planted<'_> {
        let (name, _) = folder.split_once('_').expect("ex90_name");
        let dir = self.root.join("exercises").join(folder);
        let modelled = self.root.join("grader/modelled").join(name);
        copy(&fixture.join("exercise"), &dir);
        copy(&fixture.join("modelled"), &modelled);
        Planted {
            copy: self,
            dir,
            modelled,
        }
    }

    /// Runs the grader on the copy.
    pub fn grader(&self, arguments: &[&str]) -> Ended {
        let mut grader = grader();
        grader
            .current_dir(&self.root)
            .env("CARGO_TARGET_DIR", &self.target)
            .env("CARGO_NET_OFFLINE", "true")
            .args(arguments);
        Ended::of(grader)
    }
}

/// An exercise that the course does not have.
#[derive(Debug)]
pub struct Planted<'c> {
    copy: &'c Copy,
    dir: PathBuf,
    modelled: PathBuf,
}

impl Planted<'_> {
    /// Runs its `cargo test`, as the package of that name, with `lib` as its `src/lib.rs`.
    pub fn test(&self, lib: &str, package: &str) -> Ended {
        write(&self.dir.join("src/lib.rs"), lib.as_bytes());
        let mut cargo = cargo(&self.copy.root, &self.copy.target);
        cargo.args(["test", "--offline", "-p", package]);
        Ended::of(cargo)
    }
}

impl Drop for Planted<'_> {
    fn drop(&mut self) {
        // What is left all the same, the next copy of the course removes.
        let _ = fs::remove_dir_all(&self.dir);
        let _ = fs::remove_dir_all(&self.modelled);
    }
}

/// Makes `to` what `from` is, except for what no build needs. What is the same is not touched.
fn copy(from: &Path, to: &Path) {
    let wanted = |path: &Path| {
        let is_ours = path.starts_with(from.join("tests"))
            && is_named(path, &["tests", "submissions", "fixtures"]);
        let is_root = path == from.join("tests");
        is_root || !(is_ours || is_named(path, &["target", ".git"]))
    };
    let mut kept = BTreeSet::new();
    walk(from, &wanted, &mut |path| {
        let to = to.join(path.strip_prefix(from).expect("it was found there"));
        if path.is_file() {
            write(&to, &fs::read(path).unwrap_or_default());
        }
        kept.insert(to);
    });
    // A folder too: one without its files is no exercise, and nothing can be graded beside it.
    walk(to, &|_| true, &mut |path| {
        if kept.contains(path) {
            return;
        }
        let removed = if path.is_dir() {
            fs::remove_dir_all(path)
        } else {
            fs::remove_file(path)
        };
        removed.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    });
}

fn write(path: &Path, content: &[u8]) {
    if fs::read(path).is_ok_and(|found| found == content) {
        return;
    }
    fs::create_dir_all(path.parent().expect("a file lies in a folder"))
        .and_then(|()| fs::write(path, content))
        .unwrap_or_else(|error| panic!("cannot write {}: {error}", path.display()));
}
