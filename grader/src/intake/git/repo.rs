//! A repo, with a work tree or without, and its branches.

use std::error::Error;
use std::path::{Path, PathBuf};

use super::commits::CommitId;
use super::error::GitError;

/// Bytes of objects that are kept once they were read: commits in a row share most of their trees.
const CACHE: usize = 8 * 1024 * 1024;

/// A repo that is only read.
#[derive(Debug)]
pub struct Repo {
    pub(super) inner: gix::Repository,
    dir: PathBuf,
}

/// Whether `text` names a repo of another machine: `https://host/ada.git`, `git@host:ada.git`.
pub fn is_address(text: &str) -> bool {
    let (before, _) = text.split_once(':').unwrap_or_default();
    text.contains("://") || (before.contains('@') && !before.contains('/'))
}

/// A branch, as it is called in this repo, and its last commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Branch {
    /// `23-practical`, or `origin/23-practical` if it was only fetched.
    pub name: String,
    /// The last commit on it.
    pub tip: CommitId,
}

impl Repo {
    /// Opens the repo at `dir`: its work tree, or the repo itself if it is bare. Only its own configuration is read.
    ///
    /// # Errors
    /// [`GitError::NoRepo`], [`GitError::Open`].
    pub fn open(dir: &Path) -> Result<Self, GitError> {
        let is_repo = dir.join(".git").exists() || dir.join("HEAD").is_file();
        if let Some(address) = dir.to_str().filter(|text| !is_repo && is_address(text)) {
            let address = address.to_owned();
            return Err(GitError::Address { address });
        }
        if !is_repo {
            return Err(GitError::NoRepo {
                dir: dir.to_owned(),
            });
        }
        let opened = gix::open_opts(dir, gix::open::Options::isolated());
        let mut inner = opened.map_err(|error| GitError::Open {
            dir: dir.to_owned(),
            source: error.into(),
        })?;
        inner.object_cache_size_if_unset(CACHE);
        Ok(Self {
            inner,
            dir: dir.to_owned(),
        })
    }

    /// Opens the repo that `dir` lies in.
    ///
    /// # Errors
    /// As [`Repo::open`].
    pub fn around(dir: &Path) -> Result<Self, GitError> {
        let found = dir.ancestors().find(|above| above.join(".git").exists());
        Self::open(found.unwrap_or(dir))
    }

    /// Where it was opened.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The folder with the files of the branch that is checked out; a bare repo has none.
    pub fn work_tree(&self) -> Option<&Path> {
        self.inner.workdir()
    }

    /// The branch that is checked out, even if it has no commit yet; none if a commit is checked out without one.
    ///
    /// # Errors
    /// [`GitError::Read`].
    pub fn checked_out(&self) -> Result<Option<String>, GitError> {
        let name = self.inner.head_name().map_err(self.unreadable("HEAD"))?;
        Ok(name.map(|name| name.shorten().to_string()))
    }

    /// The commit that is checked out, as a branch that is called by its name.
    ///
    /// # Errors
    /// [`GitError::NoCommits`], [`GitError::Read`].
    pub fn head(&self) -> Result<Branch, GitError> {
        let head = self.inner.head().map_err(self.unreadable("HEAD"))?;
        if head.is_unborn() {
            let dir = self.dir.clone();
            return Err(GitError::NoCommits { dir });
        }
        let tip = self.inner.head_id().map_err(self.unreadable("HEAD"))?;
        let tip = CommitId(tip.detach());
        let name = tip.short();
        Ok(Branch { name, tip })
    }

    /// The branches of this repo, by name, and after them those that were fetched from others.
    ///
    /// # Errors
    /// [`GitError::Read`].
    pub fn branches(&self) -> Result<Vec<Branch>, GitError> {
        let (mut own, fetched) = self.own_and_fetched()?;
        own.extend(fetched);
        Ok(own)
    }

    fn own_and_fetched(&self) -> Result<(Vec<Branch>, Vec<Branch>), GitError> {
        let failed = || self.unreadable("the branches");
        let references = self.inner.references().map_err(failed())?;
        let local = references.local_branches().map_err(failed())?;
        let remote = references.remote_branches().map_err(failed())?;
        let read = |reference: Result<gix::Reference<'_>, _>| {
            let reference = reference.map_err(failed())?;
            let name = reference.name().shorten().to_string();
            let tip = reference.into_fully_peeled_id().map_err(failed())?;
            let tip = CommitId(tip.detach());
            Ok(Branch { name, tip })
        };
        let own = local.map(read).collect::<Result<_, _>>()?;
        let mut fetched = remote.map(read).collect::<Result<Vec<_>, _>>()?;
        // It only points to the remote's default branch.
        fetched.retain(|branch| !branch.name.ends_with("/HEAD"));
        Ok((own, fetched))
    }

    /// The branch of that name: one of this repo, or else one that was fetched.
    ///
    /// # Errors
    /// [`GitError::NoCommits`], [`GitError::NoBranch`], [`GitError::Read`].
    pub fn branch(&self, name: &str) -> Result<Branch, GitError> {
        let (own, fetched) = self.own_and_fetched()?;
        let has_name = |branch: &&Branch| branch.name == name;
        // `feature/x` of this repo is no `x`.
        let is_fetched = |branch: &&Branch| {
            let after = branch.name.split_once('/').map(|(_, name)| name);
            after == Some(name)
        };
        let found = own.iter().chain(&fetched).find(has_name);
        if let Some(branch) = found.or_else(|| fetched.iter().find(is_fetched)) {
            return Ok(branch.clone());
        }
        let dir = self.dir.clone();
        let names: Vec<_> = own
            .iter()
            .chain(&fetched)
            .map(|branch| branch.name.as_str())
            .collect();
        if names.is_empty() {
            return Err(GitError::NoCommits { dir });
        }
        Err(GitError::NoBranch {
            dir,
            branch: name.to_owned(),
            remedy: format!("it has {}", names.join(", ")),
        })
    }

    /// An error for something in this repo.
    pub(super) fn unreadable<E>(&self, what: impl Into<String>) -> impl FnOnce(E) -> GitError
    where
        E: Into<Box<dyn Error + Send + Sync>>,
    {
        let (dir, what) = (self.dir.clone(), what.into());
        move |source| GitError::Read {
            dir,
            what,
            source: source.into(),
        }
    }
}
