//! Trees to grade, and the demand that grading leaves nothing behind: not in the tree, not where the grader was
//! started, not in the course, not in the place where submissions are built.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::program::{COURSE, Ended, TARGET, grader};
use crate::report::Report;

/// The folders of the exercises, in a submission too.
pub const FOLDERS: [&str; 5] = [
    "ex01_sleep_loop",
    "ex02_manual_threads",
    "ex03_race_conditions",
    "ex04_thread_pool",
    "ex05_process_pool",
];

/// A tree that goes when it is dropped.
#[derive(Debug)]
pub struct Tree(TempDir);

impl Tree {
    /// An empty tree, whose name is always another.
    pub fn new() -> Self {
        Self(tempfile::tempdir().expect("there is a place for temporary files"))
    }

    /// A copy of the tree of that name in `fixtures/`.
    pub fn fixture(name: &str) -> Self {
        let tree = Self::new();
        let fixture = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("fixtures")
            .join(name);
        for folder in FOLDERS {
            if let Ok(text) = fs::read(fixture.join(folder).join("src/lib.rs")) {
                tree.write(&format!("{folder}/src/lib.rs"), text);
            }
        }
        tree
    }

    /// Its place.
    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// Writes a file of the tree, with the folders on the way.
    pub fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().expect("a file lies in a folder"))
            .and_then(|()| fs::write(&path, content))
            .unwrap_or_else(|error| panic!("cannot write {}: {error}", path.display()));
    }

    /// Grades the tree; nothing may be left behind.
    pub fn grade(&self, arguments: &[&str]) -> Ended {
        let start = Self::new();
        let mut command = grader();
        command
            .current_dir(start.path())
            .arg("--submission")
            .arg(self.path())
            .args(arguments);
        if !cfg!(target_os = "linux") {
            command.arg("--trust-submissions");
        }

        let before = (listing(self.path()), course(), builds(self.path()));
        let ended = Ended::of(command);
        assert_eq!(
            listing(self.path()),
            before.0,
            "the submission was not left as it was"
        );
        assert_eq!(course(), before.1, "the course was not left as it was");
        assert_eq!(
            listing(start.path()),
            BTreeMap::new(),
            "something was left where the grader was started"
        );
        assert!(
            TARGET.join("grader").is_dir(),
            "submissions are built elsewhere now"
        );
        let left: Vec<_> = builds(self.path()).difference(&before.2).cloned().collect();
        assert!(left.is_empty(), "builds were left: {left:?}");
        ended
    }

    /// Grades the tree as [`Tree::grade`] does, for programs to read.
    pub fn report(&self, exercises: &[&str]) -> Report {
        Report::read(&self.grade(&[exercises, &["--format", "json"]].concat()))
    }
}

/// Everything below a folder, with the content of files and the targets of links.
pub fn listing(dir: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    walk(dir, &|_| true, &mut |path| {
        let content = match fs::read_link(path) {
            Ok(target) => target.into_os_string().into_encoded_bytes(),
            Err(_) => fs::read(path).unwrap_or_default(),
        };
        found.insert(path.to_owned(), content);
    });
    found
}

/// The names of all files of the course, but for what git does not see.
fn course() -> BTreeSet<PathBuf> {
    let mut found = BTreeSet::new();
    let is_ours = |path: &Path| {
        let name = path.to_string_lossy();
        let is_pending = name.ends_with(".snap.new") || name.ends_with(".pending-snap");
        path != *TARGET && !is_named(path, &["target", ".git"]) && !is_pending
    };
    walk(&COURSE, &is_ours, &mut |path| {
        found.insert(path.to_owned());
    });
    found
}

/// The files of the submission at `tree` that stand where submissions are built. Those of other ones come and go.
fn builds(tree: &Path) -> BTreeSet<PathBuf> {
    let sources: Vec<_> = FOLDERS
        .iter()
        .filter_map(|folder| fs::read(tree.join(folder).join("src/lib.rs")).ok())
        .collect();
    let mut found = BTreeSet::new();
    walk(&TARGET.join("grader"), &|_| true, &mut |path| {
        // A file that is gone by now was another test's.
        let is_a_copy = || fs::read(path).is_ok_and(|source| sources.contains(&source));
        if is_named(path, &["lib.rs"]) && is_a_copy() {
            found.insert(path.to_owned());
        }
    });
    found
}

/// Calls `see` with everything below `dir`, without following links or entering folders that are not `wanted`.
pub fn walk(dir: &Path, wanted: &dyn Fn(&Path) -> bool, see: &mut dyn FnMut(&Path)) {
    let mut paths: Vec<_> = fs::read_dir(dir)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .collect();
    paths.sort();
    for path in paths.iter().filter(|path| wanted(path)) {
        see(path);
        if path.is_dir() && !path.is_symlink() {
            walk(path, wanted, see);
        }
    }
}

/// True if the last part of the path is one of `names`.
pub fn is_named(path: &Path, names: &[&str]) -> bool {
    path.file_name()
        .is_some_and(|last| names.iter().any(|name| last == *name))
}
