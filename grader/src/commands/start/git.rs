//! The `git` program, which makes commits as everybody's do: with their hooks, identity and signature.

use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// Variables by which whoever runs us tells another git where to work.
const ELSEWHERE: [&str; 5] = [
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_COMMON_DIR",
    "GIT_PREFIX",
];

/// A practical cannot be begun. Each names the place and the remedy; the repo is as it was.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// There is no git.
    #[error("cannot run `git`: {0}; install it from https://git-scm.com")]
    NoGit(io::Error),
    /// There is no such folder, or it is in no repo.
    #[error("{at} is no git repo: {said}; make one there with `git init {at}`, or give another folder by --practicals", at = dir.display())]
    NoRepo {
        /// As given.
        dir: PathBuf,
        /// What git said.
        said: String,
    },
    /// It is a repo that git does not read: it belongs to somebody else, or is broken.
    #[error("git does not read {}: {said}\nDo as it says, then start again.", dir.display())]
    Unread {
        /// As given.
        dir: PathBuf,
        /// What git said.
        said: String,
    },
    /// It lies in another repo.
    #[error("{} lies in the git repo {}; give that folder by --practicals, or make a repo of its own with `git init {}`", dir.display(), top.display(), dir.display())]
    Inside {
        /// As given.
        dir: PathBuf,
        /// The repo.
        top: PathBuf,
    },
    /// There is nothing to begin from.
    #[error("{at} has no commit yet; make the first one, then start again: `git -C {at} commit --allow-empty -m \"Begin\"`", at = dir.display())]
    NoCommits {
        /// As given.
        dir: PathBuf,
    },
    /// A commit is checked out, and no branch.
    #[error("{at} has no branch checked out, so commits made there could be lost; `git -C {at} switch NAME` goes to one (`git -C {at} switch -c NAME` keeps what you have there), then start again", at = dir.display())]
    Detached {
        /// As given.
        dir: PathBuf,
    },
    /// The branch is there.
    #[error("{at} has the branch {branch} already; go on with it: `git -C {at} switch {switch}`", at = dir.display())]
    Exists {
        /// As given.
        dir: PathBuf,
        /// The branch as it is found.
        branch: String,
        /// What to switch to.
        switch: String,
    },
    /// There are changes that are not committed.
    #[error("{at} has changes that are not committed ({file}); commit them (`git -C {at} commit -am \"...\"`) or put them aside (`git -C {at} stash`), then start again", at = dir.display())]
    Dirty {
        /// As given.
        dir: PathBuf,
        /// The first changed file, and that there are more.
        file: String,
    },
    /// Git does not know who commits.
    #[error(
        "git does not know who you are; tell it, then start again:\n    git config --global user.name \"Your Name\"\n    git config --global user.email you@example.org"
    )]
    NoIdentity,
    /// Something else has the place of one of our files.
    #[error("{file} of {} is not the course's; begin in an empty repo, or move the file away and commit that, then start again", dir.display())]
    Taken {
        /// The repo.
        dir: PathBuf,
        /// Relative to it.
        file: String,
    },
    /// Git refused.
    #[error("cannot {what} in {}: {said}; nothing was changed", dir.display())]
    Refused {
        /// As given.
        dir: PathBuf,
        /// What was to be done.
        what: &'static str,
        /// What git said.
        said: String,
    },
}

/// A repo with a work tree.
#[derive(Debug)]
pub struct Git {
    dir: PathBuf,
}

/// A work tree of its own, on no branch, which goes when this is dropped.
#[derive(Debug)]
pub struct Scratch<'g> {
    git: &'g Git,
    /// The folder above it.
    folder: TempDir,
}

impl Git {
    /// The repo whose root is `dir`.
    ///
    /// # Errors
    /// [`StartError::NoGit`], [`StartError::NoRepo`], [`StartError::Inside`].
    pub fn open(dir: &Path) -> Result<Self, StartError> {
        let git = Self {
            dir: dir.to_owned(),
        };
        let no_repo = |said: String| StartError::NoRepo {
            dir: dir.to_owned(),
            said,
        };
        if !dir.is_dir() {
            return Err(no_repo("there is no such folder".to_owned()));
        }
        let output = git.run(dir, ["rev-parse", "--show-toplevel"])?;
        if !output.status.success() {
            let said = said(&output);
            // Another repo in its place would hide what is in this one.
            return Err(match dir.join(".git").exists() {
                true => StartError::Unread {
                    dir: dir.to_owned(),
                    said,
                },
                false => no_repo(said),
            });
        }
        let top = PathBuf::from(text(&output));
        let same = |one: &Path| one.canonicalize().ok();
        match same(&top) == same(dir) {
            true => Ok(git),
            false => Err(StartError::Inside {
                dir: dir.to_owned(),
                top,
            }),
        }
    }

    /// Demands that a branch can be begun without losing anything.
    ///
    /// # Errors
    /// [`StartError::Detached`], [`StartError::NoCommits`], [`StartError::Exists`], [`StartError::Dirty`].
    pub fn expect_ready(&self, branch: &str) -> Result<(), StartError> {
        let dir = self.dir.clone();
        if self.checked_out()?.is_empty() {
            return Err(StartError::Detached { dir });
        }
        if self.commit_of("HEAD")?.is_none() {
            return Err(StartError::NoCommits { dir });
        }
        for found in [branch.to_owned(), format!("origin/{branch}")] {
            if self.commit_of(&found)?.is_some() {
                return Err(StartError::Exists {
                    dir,
                    branch: found,
                    switch: branch.to_owned(),
                });
            }
        }
        let status = self.ask("look at the files", ["status", "--porcelain", "-uno"])?;
        let mut changed = status.lines().filter_map(|line| line.get(3..));
        match (changed.next(), changed.count()) {
            (None, _) => Ok(()),
            (Some(file), 0) => Err(StartError::Dirty {
                dir,
                file: file.to_owned(),
            }),
            (Some(file), more) => Err(StartError::Dirty {
                dir,
                file: format!("{file} and {more} more"),
            }),
        }
    }

    /// Demands that nothing has the place of one of our files.
    ///
    /// # Errors
    /// [`StartError::Taken`].
    pub fn expect_free(&self, taken: Option<&str>) -> Result<(), StartError> {
        taken.map_or(Ok(()), |file| {
            Err(StartError::Taken {
                dir: self.dir.clone(),
                file: file.to_owned(),
            })
        })
    }

    /// Demands that git knows who commits.
    ///
    /// # Errors
    /// [`StartError::NoIdentity`].
    pub fn expect_identity(&self) -> Result<(), StartError> {
        for who in ["GIT_AUTHOR_IDENT", "GIT_COMMITTER_IDENT"] {
            if !self.run(&self.dir, ["var", who])?.status.success() {
                return Err(StartError::NoIdentity);
            }
        }
        Ok(())
    }

    /// The branch that is checked out; nothing if there is none.
    ///
    /// # Errors
    /// There is no git.
    pub fn checked_out(&self) -> Result<String, StartError> {
        let output = self.run(&self.dir, ["symbolic-ref", "--quiet", "--short", "HEAD"])?;
        Ok(text(&output))
    }

    /// The commit that a name stands for, if it does.
    ///
    /// # Errors
    /// There is no git.
    pub fn commit_of(&self, name: &str) -> Result<Option<String>, StartError> {
        let commit = format!("{name}^{{commit}}");
        let output = self.run(&self.dir, ["rev-parse", "--quiet", "--verify", &commit])?;
        Ok(output.status.success().then(|| text(&output)))
    }

    /// Whether `later` has everything that `earlier` has.
    ///
    /// # Errors
    /// There is no git.
    pub fn goes_on_from(&self, later: &str, earlier: &str) -> Result<bool, StartError> {
        let output = self.run(&self.dir, ["merge-base", "--is-ancestor", earlier, later])?;
        Ok(output.status.success())
    }

    /// Makes the branch at that commit and checks it out, or does neither.
    ///
    /// # Errors
    /// [`StartError::Refused`], also if a file that git does not know is in the way.
    pub fn switch_to_new(&self, branch: &str, commit: &str) -> Result<(), StartError> {
        self.ask("make the branch", ["branch", "--no-track", branch, commit])?;
        let switched = self.ask("check the branch out", ["switch", "--quiet", branch]);
        if switched.is_err() {
            // It holds nothing that is not elsewhere.
            self.ask("remove the branch", ["branch", "--quiet", "-D", branch])?;
        }
        switched.map(drop)
    }

    /// A work tree at that commit, beside the one of the repo.
    ///
    /// # Errors
    /// [`StartError::Refused`].
    pub fn scratch(&self, commit: &str) -> Result<Scratch<'_>, StartError> {
        let folder = tempfile::tempdir().map_err(|error| StartError::Refused {
            dir: self.dir.clone(),
            what: "make a temporary folder",
            said: error.to_string(),
        })?;
        let scratch = Scratch { git: self, folder };
        let path = scratch.path().to_owned();
        let arguments = ["worktree", "add", "--quiet", "--detach"].map(OsStr::new);
        let arguments = arguments
            .into_iter()
            .chain([path.as_os_str(), OsStr::new(commit)]);
        self.ask("make a second work tree", arguments)?;
        Ok(scratch)
    }

    /// What git answers, on one line or several.
    fn ask<A: AsRef<OsStr>>(
        &self,
        what: &'static str,
        arguments: impl IntoIterator<Item = A>,
    ) -> Result<String, StartError> {
        self.ask_in(&self.dir, what, arguments)
    }

    fn ask_in<A: AsRef<OsStr>>(
        &self,
        place: &Path,
        what: &'static str,
        arguments: impl IntoIterator<Item = A>,
    ) -> Result<String, StartError> {
        let output = self.run(place, arguments)?;
        match output.status.success() {
            true => Ok(String::from_utf8_lossy(&output.stdout).into_owned()),
            false => Err(StartError::Refused {
                dir: self.dir.clone(),
                what,
                said: said(&output),
            }),
        }
    }

    fn run<A: AsRef<OsStr>>(
        &self,
        place: &Path,
        arguments: impl IntoIterator<Item = A>,
    ) -> Result<Output, StartError> {
        let mut git = Command::new("git");
        git.arg("-C")
            .arg(place)
            .args(arguments)
            .stdin(Stdio::null());
        for variable in ELSEWHERE {
            git.env_remove(variable);
        }
        git.output().map_err(StartError::NoGit)
    }
}

impl Scratch<'_> {
    /// Its root.
    pub fn path(&self) -> PathBuf {
        self.folder.path().join("practicals")
    }

    /// Commits all that is in it, whatever is usually ignored, and returns the commit's name.
    ///
    /// # Errors
    /// [`StartError::Refused`], with what a hook said.
    pub fn commit(&self, message: &str) -> Result<String, StartError> {
        let (git, path) = (self.git, self.path());
        git.ask_in(&path, "add the files", ["add", "--all", "--force"])?;
        git.ask_in(&path, "commit", ["commit", "--quiet", "-m", message])?;
        let commit = git.ask_in(&path, "find the commit", ["rev-parse", "HEAD"])?;
        Ok(commit.trim().to_owned())
    }
}

impl Drop for Scratch<'_> {
    fn drop(&mut self) {
        let path = self.path();
        let arguments = ["worktree", "remove", "--force"].map(OsStr::new);
        let arguments = arguments.into_iter().chain([path.as_os_str()]);
        // If it was never made there is nothing to remove; the folder goes by itself.
        let _ = self.git.run(&self.git.dir, arguments);
    }
}

/// The first line of what a command printed.
fn text(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

/// Why a command failed, in the words of git or of a hook, without the marks that git puts before them.
fn said(output: &Output) -> String {
    let stderr = String::from_utf8_lossy(&output.stderr);
    let words = stderr.trim();
    let words = words
        .strip_prefix("fatal: ")
        .or(words.strip_prefix("error: "));
    let words = words.unwrap_or(stderr.trim());
    match words.is_empty() {
        true => format!("git ended with {}", output.status),
        false => words.to_owned(),
    }
}
