//! A repo, with a work tree or without, and its branches.

use std::error::Error;
use std::fmt;
use std::path::{Path, PathBuf};

use gix_ref::file::ReferenceExt as _;
use gix_ref::{Category, Target};

use super::commits::CommitId;
use super::error::GitError;
use super::places::Places;

/// A repo that is only read.
pub struct Repo {
    pub(super) objects: gix_odb::Handle,
    references: gix_ref::file::Store,
    dir: PathBuf,
    work_tree: Option<PathBuf>,
}

impl fmt::Debug for Repo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Repo").field(&self.dir).finish()
    }
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
        let found = Places::of(dir).map_err(|source| GitError::Open {
            dir: dir.to_owned(),
            source,
        })?;
        if let Some((what, remedy)) = found.unread() {
            return Err(GitError::Format {
                dir: dir.to_owned(),
                what,
                remedy,
            });
        }
        let opened = found.objects().map_err(|error| GitError::Open {
            dir: dir.to_owned(),
            source: error.into(),
        })?;
        Ok(Self {
            objects: opened,
            references: found.references(),
            dir: dir.to_owned(),
            work_tree: found.work_tree,
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
        self.work_tree.as_deref()
    }

    /// The branch that is checked out, even if it has no commit yet; none if a commit is checked out without one.
    ///
    /// # Errors
    /// [`GitError::Read`].
    pub fn checked_out(&self) -> Result<Option<String>, GitError> {
        let failed = || self.unreadable("HEAD");
        let head = self.references.find("HEAD").map_err(failed())?;
        Ok(match head.target {
            Target::Symbolic(branch) => Some(branch.shorten().to_string()),
            Target::Object(_) => None,
        })
    }

    /// The commit that is checked out, as a branch that is called by its name.
    ///
    /// # Errors
    /// [`GitError::NoCommits`], [`GitError::Read`].
    pub fn head(&self) -> Result<Branch, GitError> {
        let failed = || self.unreadable("HEAD");
        let mut head = self.references.find("HEAD").map_err(failed())?;
        if let Target::Symbolic(branch) = &head.target {
            let found = self.references.try_find(branch).map_err(failed())?;
            let dir = || self.dir.clone();
            head = found.ok_or_else(|| GitError::NoCommits { dir: dir() })?;
        }
        let tip = self.tip(head).map_err(failed())?;
        let name = tip.short();
        Ok(Branch { name, tip })
    }

    /// The commit that a branch leads to.
    fn tip(&self, mut branch: gix_ref::Reference) -> gix_error::Result<CommitId> {
        let id = branch.peel_to_id(&self.references, &self.objects)?;
        Ok(CommitId(id))
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
        let references = self.references.iter().map_err(failed())?;
        let of = |category: Category| {
            let prefix = category.prefix().try_into().map_err(failed())?;
            let mut branches = Vec::new();
            let unreadable = self.unreadable("the branches");
            for reference in references.prefixed(prefix).map_err(unreadable)? {
                let reference = reference.map_err(failed())?;
                let name = reference.name.shorten().to_string();
                // It only points to the remote's default branch.
                if !name.ends_with("/HEAD") {
                    let tip = self.tip(reference).map_err(failed())?;
                    branches.push(Branch { name, tip });
                }
            }
            Ok(branches)
        };
        Ok((of(Category::LocalBranch)?, of(Category::RemoteBranch)?))
    }

    /// The file that lists the commits whose parents a shallow repo does not have.
    pub(super) fn shallow_file(&self) -> PathBuf {
        self.references.common_dir_resolved().join("shallow")
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
