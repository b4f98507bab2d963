//! Git repos for the occasion, which know nothing of the settings of whoever runs the tests.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::program::{COURSE, Ended, grader};

/// A repo that goes when it is dropped.
#[derive(Debug)]
pub struct Repo {
    _place: TempDir,
    dir: PathBuf,
}

impl Repo {
    /// A repo with a branch `main`, a committer, and no commit.
    pub fn unborn() -> Self {
        let repo = Self::named("practicals");
        repo.git(&["init", "--quiet", "--initial-branch=main"]);
        repo.git(&["config", "user.name", "A Student"]);
        repo.git(&["config", "user.email", "student@example.org"]);
        repo
    }

    /// A repo with one commit.
    pub fn new() -> Self {
        let repo = Self::unborn();
        repo.commit_file("notes.txt", "Mine.\n", "First");
        repo
    }

    /// A folder of that name.
    fn named(name: &str) -> Self {
        let place = tempfile::tempdir().expect("there is a place for temporary files");
        let dir = place.path().join(name);
        fs::create_dir(&dir).expect("it is a new folder");
        Self { _place: place, dir }
    }

    /// A clone of it, with these options.
    pub fn cloned(&self, options: &[&str]) -> Self {
        let clone = Self::named("clone");
        let from = format!("file://{}", self.dir.display());
        clone.git(&[&["clone", "--quiet"], options, &[&from, "."]].concat());
        clone
    }

    /// Its root.
    pub fn path(&self) -> &Path {
        &self.dir
    }

    /// Its root, to be given as an argument.
    pub fn arg(&self) -> String {
        self.dir.display().to_string()
    }

    /// Writes a file, with the folders on the way.
    pub fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.dir.join(path);
        fs::create_dir_all(path.parent().expect("a file lies in a folder"))
            .and_then(|()| fs::write(&path, content))
            .unwrap_or_else(|error| panic!("cannot write {}: {error}", path.display()));
    }

    /// The text of a file.
    pub fn read(&self, path: &str) -> String {
        let path = self.dir.join(path);
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    /// Writes a file and commits all there is.
    pub fn commit_file(&self, path: &str, content: impl AsRef<[u8]>, subject: &str) {
        self.write(path, content);
        self.commit(subject);
    }

    /// Commits all there is.
    pub fn commit(&self, subject: &str) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--allow-empty", "-m", subject]);
    }

    /// Runs git, which has to succeed, and returns what it prints.
    pub fn git(&self, arguments: &[&str]) -> String {
        let mut git = Command::new("git");
        git.arg("-C").arg(&self.dir).args(arguments);
        alone(&mut git);
        let ended = Ended::of(git);
        assert_eq!(ended.code, 0, "git {arguments:?}: {}", ended.stderr);
        ended.stdout.trim().to_owned()
    }

    /// Runs the grader of the course on it, in a place that is neither.
    pub fn grader(&self, arguments: &[&str]) -> Ended {
        let mut grader = grader();
        grader.args(arguments);
        alone(&mut grader);
        Ended::of(grader)
    }

    /// What a person would miss if it was lost or found new: branches, what is checked out, files, work trees.
    pub fn state(&self) -> String {
        let branches = self.git(&["for-each-ref", "--format=%(refname) %(objectname)"]);
        let head = self.git(&["status", "--porcelain", "--branch", "--ignored"]);
        let trees = self.git(&["worktree", "list", "--porcelain"]);
        format!("{branches}\n{head}\n{trees}")
    }
}

/// The text of a solution.
pub fn solution(folder: &str) -> String {
    course(&format!("solutions/{folder}/src/lib.rs"))
}

/// The text of a file of the course.
pub fn course(path: &str) -> String {
    let path = COURSE.join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Keeps settings of the machine, and of a git that runs these tests, away.
fn alone(command: &mut Command) {
    command
        .env("GIT_CONFIG_GLOBAL", "no-such-file")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("LC_ALL", "C")
        .env_remove("COLUMNS");
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "EMAIL"] {
        command.env_remove(name);
    }
}
