//! What lies in a student's repository: at the tip of a branch, or at the last commit before the deadline.

use std::path::Path;

use course::{Outcome, Verdict};
use gradebook::Source;
use jiff::{SignedDuration, Timestamp};

use super::take::Taken;
use crate::intake::git::{Branch, Commit, GitError, Line, Repo};
use crate::intake::source;
use crate::workspace::Exercise;

/// Which commits count.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Terms {
    /// The branch; if none is named, the one that is called like the exercise's practical, or else the one that is checked
    /// out.
    pub branch: Option<String>,
    /// Commits made later do not count.
    pub before: Option<Timestamp>,
    /// Time after the deadline that is not counted as late.
    pub grace: SignedDuration,
}

impl Terms {
    /// The last moment that counts, with so many more days.
    fn limit(&self, days: u32) -> Option<Timestamp> {
        let days = SignedDuration::from_hours(24 * i64::from(days));
        let after = self.grace.saturating_add(days);
        self.before
            .map(|before| before.saturating_add(after).unwrap_or(Timestamp::MAX))
    }
}

/// A student's repository, opened.
#[derive(Debug)]
pub struct History {
    repo: Repo,
    branch: Option<String>,
    lines: Vec<(Branch, Line)>,
}

impl History {
    /// Opens the repository at `path`; `branch` is the roster's word for this student.
    ///
    /// # Errors
    /// There is none, or it cannot be read.
    pub fn open(path: &Path, branch: Option<&str>) -> Result<Self, GitError> {
        Ok(Self {
            repo: Repo::open(path)?,
            branch: branch.map(str::to_owned),
            lines: Vec::new(),
        })
    }

    /// What it has for that exercise, and a note if something was left out; the student has so many days more than others.
    ///
    /// # Errors
    /// There is no such branch, or something cannot be read.
    pub fn take(
        &mut self,
        exercise: &Exercise,
        terms: &Terms,
        days: u32,
    ) -> Result<(Taken, Option<String>), GitError> {
        let named = self.branch.as_ref().or(terms.branch.as_ref());
        let branch = match named {
            Some(name) => self.repo.branch(name)?,
            None => match self.repo.branch(&exercise.spec.practical) {
                Err(GitError::NoBranch { .. }) => self.repo.head()?,
                found => found?,
            },
        };
        let at = self.line(branch)?;
        let (branch, line) = &self.lines[at];
        let limit = terms.limit(days);
        let in_time =
            |commit: &&Commit| limit.is_none_or(|limit| commit.seconds <= limit.as_second());
        let late = line
            .commits
            .iter()
            .take_while(|commit| !in_time(commit))
            .count();
        let Some(commit) = line.commits.iter().find(in_time) else {
            let (taken, note) = nothing_in_time(exercise, branch);
            return Ok((taken, Some(note)));
        };
        let editable = self.repo.editable(commit.id, exercise)?;
        let collected = match editable.place {
            Some(_) => source(self.repo.texts(exercise, &editable)),
            None => Taken::nothing(exercise).source,
        };
        let taken = Taken {
            source: collected,
            commit: Some(commit.id.to_string()),
            committed: Timestamp::from_second(commit.seconds)
                .ok()
                .map(|it| it.to_string()),
        };
        let note = (late > 0).then(|| {
            let commits = if late == 1 { "commit" } else { "commits" };
            format!(
                "{late} {commits} on {} after the deadline did not count",
                branch.name
            )
        });
        Ok((taken, note))
    }

    /// The place of the branch's commits in `lines`; they are read once.
    fn line(&mut self, branch: Branch) -> Result<usize, GitError> {
        if let Some(at) = self.lines.iter().position(|(known, _)| *known == branch) {
            return Ok(at);
        }
        let line = self.repo.line(branch.tip)?;
        self.lines.push((branch, line));
        Ok(self.lines.len() - 1)
    }
}

/// Nothing to grade, and the note that says why.
fn nothing_in_time(exercise: &Exercise, branch: &Branch) -> (Taken, String) {
    let note = format!("no commit on {} was made before the deadline", branch.name);
    let message = format!("{note}, so there is no {}", exercise.folder);
    let taken = Taken {
        source: Source::Refused(Box::new(Outcome::of(Verdict::NotAttempted, message))),
        commit: None,
        committed: None,
    };
    (taken, note)
}
