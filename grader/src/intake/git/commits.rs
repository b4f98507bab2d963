//! Commits, and the line of them that leads to a branch.

use std::collections::BTreeSet;
use std::{fmt, fs, io};

use gix_object::FindExt as _;

use super::error::GitError;
use super::repo::Repo;

/// Letters of a commit's name that are shown.
const SHORT: usize = 7;

/// The name of a commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct CommitId(pub(super) gix_hash::ObjectId);

/// What a commit says about itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commit {
    /// Its name.
    pub id: CommitId,
    /// When it was made, by the clock of its machine: seconds since 1970, in UTC.
    pub seconds: i64,
    /// The day on which it was made, where it was made: `2026-11-27`.
    pub date: String,
    /// The first line of its message.
    pub subject: String,
    /// Whether it joins several lines of commits.
    pub is_merge: bool,
}

/// The commits that lead to a branch, and whether some are not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// From the newest to the oldest.
    pub commits: Vec<Commit>,
    /// True if the repo is shallow and does not have what came before the oldest.
    pub is_cut: bool,
}

impl CommitId {
    /// Its first letters, as people write it.
    pub fn short(self) -> String {
        self.0.to_hex_with_len(SHORT).to_string()
    }
}

impl fmt::Display for CommitId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Repo {
    /// The commits from `tip` backwards, of a merge always to what it was merged into.
    ///
    /// # Errors
    /// [`GitError::Read`].
    pub fn line(&self, tip: CommitId) -> Result<Line, GitError> {
        let ends = self.shallow();
        let ends = ends.map_err(self.unreadable("the shallow commits"))?;
        let mut commits = Vec::new();
        let mut next = Some(tip);
        let mut is_cut = false;
        while let Some(id) = next {
            let (commit, parent) = self.commit(id)?;
            commits.push(commit);
            is_cut = parent.is_some() && ends.contains(&id);
            next = parent.filter(|_| !is_cut);
        }
        Ok(Line { commits, is_cut })
    }

    /// The last commit on the line that leads to `tip` that was made at `seconds` (since 1970, UTC) or before; none if all
    /// were made later.
    ///
    /// # Errors
    /// [`GitError::Read`].
    pub fn last_before(&self, tip: CommitId, seconds: i64) -> Result<Option<Commit>, GitError> {
        let line = self.line(tip)?;
        let mut commits = line.commits.into_iter();
        Ok(commits.find(|commit| commit.seconds <= seconds))
    }

    /// A commit and the one it was made on.
    fn commit(&self, id: CommitId) -> Result<(Commit, Option<CommitId>), GitError> {
        let failed = || self.unreadable(format!("commit {}", id.short()));
        let mut buffer = Vec::new();
        let found = self.objects.find_commit(&id.0, &mut buffer);
        let found = found.map_err(failed())?;
        let time = found.time().map_err(failed())?;
        let mut parents = found.parents().map(CommitId);
        let first = parents.next();
        let commit = Commit {
            id,
            seconds: time.seconds,
            date: time.format_or_unix(gix_date::time::format::SHORT),
            subject: found.message().summary().to_string(),
            is_merge: parents.next().is_some(),
        };
        Ok((commit, first))
    }

    /// The commits whose parents were left out when the repo was fetched: a name a line.
    fn shallow(&self) -> io::Result<BTreeSet<CommitId>> {
        let names = match fs::read(self.shallow_file()) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(BTreeSet::new()),
            names => names?,
        };
        let lines = names
            .split(|byte| *byte == b'\n')
            .filter(|line| !line.is_empty());
        let ids = lines.map(|line| gix_hash::ObjectId::from_hex(line).map(CommitId));
        ids.collect::<Result<_, _>>().map_err(io::Error::other)
    }
}
