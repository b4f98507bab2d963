//! Why a repo cannot be read.

use std::error::Error;
use std::path::PathBuf;

/// Each names the repo and what to do. Nothing of it is changed by reading.
#[derive(Debug, thiserror::Error)]
pub enum GitError {
    /// There is no repo there.
    #[error("{at} is no git repo; give the folder of one, or make it one with `git init {at}`", at = dir.display())]
    NoRepo {
        /// As given.
        dir: PathBuf,
    },
    /// It is on another machine.
    #[error("{at} is an address; clone it (`git clone --bare {at}`) and give the folder", at = address)]
    Address {
        /// As given.
        address: String,
    },
    /// It is a repo, and damaged or not ours to read.
    #[error("cannot open the git repo {}: {source}; does `git -C {} status` work?", dir.display(), dir.display())]
    Open {
        /// As given.
        dir: PathBuf,
        /// What is wrong with it.
        source: Box<dyn Error + Send + Sync>,
    },
    /// It is a repo of another format.
    #[error("{} has {what}, which is not read here; {remedy}", dir.display())]
    Format {
        /// As given.
        dir: PathBuf,
        /// What is of another format.
        what: &'static str,
        /// What to do.
        remedy: &'static str,
    },
    /// There is no commit in it.
    #[error("{at} has no commit yet; make the first one: `git -C {at} commit --allow-empty -m \"Begin\"`", at = dir.display())]
    NoCommits {
        /// As given.
        dir: PathBuf,
    },
    /// There is no such branch.
    #[error("{} has no branch `{branch}`; {remedy}", dir.display())]
    NoBranch {
        /// As given.
        dir: PathBuf,
        /// As asked for.
        branch: String,
        /// Which there are.
        remedy: String,
    },
    /// Something that should be there cannot be read.
    #[error("cannot read {what} in {}: {source}; `git -C {} fsck` says more", dir.display(), dir.display())]
    Read {
        /// As given.
        dir: PathBuf,
        /// A branch, a commit, a file of a commit.
        what: String,
        /// What is wrong with it.
        source: Box<dyn Error + Send + Sync>,
    },
}
