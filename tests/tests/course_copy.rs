//! Copies of the course that tests may spoil, and cargo runs in them.
//!
//! They lie under the target directory, so that they are found built by the next run of the tests. The target directory of
//! each is its own, so that a nested cargo never waits for the outer one, and begins with what the outer one has built
//! ([`seed`]). They are offline, with the course's own Cargo.lock. A test that has a copy has it alone, in this process
//! ([`Copy::lock`]) and among processes (a file lock), and finds it as the course is.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use crate::program::{COURSE, Ended, TARGET, cargo, grader};
use crate::seed;
use crate::submission::{is_named, walk};

/// The editable file of the exercise that students are simulated on.
const EDITED: &str = "exercises/ex03_race_conditions/src/lib.rs";

/// How many copies there are. Most tests that have one wait now and then: for a screen, for a time-out, for the linker.
const COPIES: usize = 2;

/// A copy.
#[derive(Debug)]
pub struct Copy {
    /// Its root.
    root: PathBuf,
    target: PathBuf,
    /// Held open, and so locked, until the process ends.
    _lock: File,
}

/// The copies that no test of this process has, and how many there are.
#[derive(Debug)]
struct Pool {
    free: Vec<Copy>,
    made: usize,
}

static POOL: Mutex<Pool> = Mutex::new(Pool {
    free: Vec::new(),
    made: 0,
});

/// Told when a copy is free again.
static RETURNED: Condvar = Condvar::new();

fn pool() -> MutexGuard<'static, Pool> {
    POOL.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A copy that one test has until this is dropped.
#[derive(Debug)]
pub struct Lent(Option<Copy>);

impl Deref for Lent {
    type Target = Copy;

    fn deref(&self) -> &Copy {
        self.0.as_ref().expect("it is given back at the end only")
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        pool().free.extend(self.0.take());
        RETURNED.notify_one();
    }
}

impl Copy {
    /// A copy, as the course is; no other test has it meanwhile.
    pub fn lock() -> Lent {
        let mut pool = pool();
        let lent = loop {
            if let Some(copy) = pool.free.pop() {
                break Some(copy);
            }
            if pool.made < COPIES {
                pool.made += 1;
                break None;
            }
            let returned = RETURNED.wait(pool);
            pool = returned.unwrap_or_else(PoisonError::into_inner);
        };
        drop(pool);
        let lent = Lent(Some(lent.unwrap_or_else(Self::make)));
        copy(&COURSE, &lent.root, &as_found);
        lent.forget();
        lent
    }

    /// Makes a copy that no other process has, of what is there already if that is still current.
    fn make() -> Self {
        let place = Path::new(env!("CARGO_TARGET_TMPDIR"));
        let (number, lock) = free_number(place);
        let (root, target) = (
            place.join(format!("course-{number}")),
            place.join(format!("course-{number}-target")),
        );
        let stamp = place.join(format!("course-{number}.stamp"));
        let age = age_of(&COURSE);
        if fs::read_to_string(&stamp).is_ok_and(|found| found == age) {
            copy(&COURSE, &root, &as_found);
        } else {
            for dir in [&root, &target] {
                clear(dir);
            }
            copy(&COURSE, &root, &as_old);
            seed::take_over(&TARGET, &target).expect("the target directory can be written to");
            fs::write(&stamp, age).expect("the target directory can be written to");
        }
        Self {
            root,
            target,
            _lock: lock,
        }
    }

    /// The text of a file.
    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.root.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Writes a file, unless that is what it holds: then cargo has nothing to build.
    pub fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        write(&self.root.join(path), content.as_ref());
    }

    /// Brings in a file of the course that is not copied.
    pub fn bring(&self, file: &str) {
        as_found(&COURSE.join(file), &self.root.join(file));
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
        copy(&fixture.join("exercise"), &dir, &as_found);
        copy(&fixture.join("modelled"), &modelled, &as_found);
        Planted {
            copy: self,
            dir,
            modelled,
        }
    }

    /// Removes a folder, which need not be there.
    pub fn remove(&self, folder: &str) {
        clear(&self.root.join(folder));
    }

    /// Removes a file, which need not be there.
    pub fn remove_file(&self, file: &str) {
        let _ = fs::remove_file(self.root.join(file));
    }

    /// Runs cargo in the copy.
    pub fn cargo(&self, arguments: &[&str]) -> Ended {
        let mut cargo = cargo(&self.root, &self.target);
        cargo.args(arguments);
        Ended::of(cargo)
    }

    /// Where a file of the copy is.
    pub fn path(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    /// Where graders build submissions, each run in a folder of its own.
    pub fn runs(&self) -> PathBuf {
        self.target.join("grader")
    }

    /// What the grader remembers of an exercise, as text; empty if nothing.
    pub fn remembered(&self, exercise: &str) -> String {
        let file = self
            .target
            .join("grader/last")
            .join(format!("{exercise}.json"));
        fs::read_to_string(file).unwrap_or_default()
    }

    /// Lets the grader forget all that it remembers.
    pub fn forget(&self) {
        clear(&self.target.join("grader/last"));
    }

    /// Runs the grader on the copy.
    pub fn grader(&self, arguments: &[&str]) -> Ended {
        self.grader_fed(arguments, "")
    }

    /// The same, with that on its stdin.
    pub fn grader_fed(&self, arguments: &[&str], input: &str) -> Ended {
        Ended::fed(self.grader_command(arguments), input)
    }

    /// The grader on the copy, to be started.
    pub fn grader_command(&self, arguments: &[&str]) -> Command {
        let mut grader = grader();
        grader
            .current_dir(&self.root)
            .env("CARGO_TARGET_DIR", &self.target)
            .env("CARGO_NET_OFFLINE", "true")
            .args(arguments);
        grader
    }
}

/// The number of a copy that no process has, and the lock that keeps it from others; waits where all are taken.
fn free_number(place: &Path) -> (usize, File) {
    let lock = |number: usize| {
        let file = place.join(format!("course-{number}.lock"));
        File::create(file).expect("cargo made the folder")
    };
    let mut numbers = 1..=COPIES;
    let free = numbers.find_map(|number| {
        let file = lock(number);
        file.try_lock().is_ok().then_some((number, file))
    });
    free.unwrap_or_else(|| {
        // Where each test is a process of its own, they stand in as many lines as there are copies.
        let number = 1 + std::process::id() as usize % COPIES;
        let file = lock(number);
        file.lock().expect("the file system knows locks");
        (number, file)
    })
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

/// Whether a build needs what lies at `path` in a course.
fn is_wanted(course: &Path, path: &Path) -> bool {
    let tests = course.join("tests");
    let is_ours = path.starts_with(&tests) && is_named(path, &["tests", "submissions", "fixtures"]);
    path == tests || !(is_ours || is_named(path, &["target", ".git"]))
}

/// Names of all files that are copied, each with the time at which it was changed last. If none is another, what was
/// built of them is still current.
fn age_of(course: &Path) -> String {
    let mut age = String::new();
    walk(course, &|path| is_wanted(course, path), &mut |path| {
        let modified = path.metadata().and_then(|metadata| metadata.modified());
        if let (true, Ok(modified)) = (path.is_file(), modified) {
            age += &format!("{} {modified:?}\n", path.display());
        }
    });
    age
}

/// Makes `to` what `from` is, except for what no build needs, with this way to copy a file.
fn copy(from: &Path, to: &Path, one: &dyn Fn(&Path, &Path)) {
    let mut kept = BTreeSet::new();
    walk(from, &|path| is_wanted(from, path), &mut |path| {
        let to = to.join(path.strip_prefix(from).expect("it was found there"));
        if path.is_file() {
            one(path, &to);
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

/// Copies a file. One that has changed is new, so that cargo builds what it is in.
fn as_found(from: &Path, to: &Path) {
    write(to, &fs::read(from).unwrap_or_default());
}

/// Copies a file that was not there. It is as old as the original, so that what was built of that is current.
fn as_old(from: &Path, to: &Path) {
    fs::create_dir_all(to.parent().expect("a file lies in a folder"))
        .and_then(|()| seed::same_age(from, to))
        .unwrap_or_else(|error| panic!("cannot write {}: {error}", to.display()));
}

/// Removes a folder, which need not be there.
fn clear(dir: &Path) {
    match fs::remove_dir_all(dir) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            panic!("cannot remove {}: {error}", dir.display())
        }
        _ => {}
    }
}

fn write(path: &Path, content: &[u8]) {
    if fs::read(path).is_ok_and(|found| found == content) {
        return;
    }
    fs::create_dir_all(path.parent().expect("a file lies in a folder"))
        .and_then(|()| fs::write(path, content))
        .unwrap_or_else(|error| panic!("cannot write {}: {error}", path.display()));
}

#[test]
fn what_a_test_spoils_is_as_the_course_is_for_the_next() {
    let copy = Copy::lock();
    copy.write(EDITED, "spoiled");
    copy.write("exercises/left/behind.txt", "");
    drop(copy);
    let copy = Copy::lock();
    let original = fs::read_to_string(COURSE.join(EDITED)).expect("it is there");
    assert_eq!(copy.read(EDITED), original);
    assert!(!copy.path("exercises/left").exists());
}
