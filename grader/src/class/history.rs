//! What lies in a student's repository: at the tip of a branch, or at the last commit before the deadline.

use std::path::Path;

use course::{Outcome, Verdict};
use gradebook::Source;
use jiff::{SignedDuration, Timestamp};

use super::instead;
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

    /// What it has for that exercise, with a note if something was left out or is odd; the student has so many days more
    /// than others.
    ///
    /// # Errors
    /// There is no such branch, or something cannot be read.
    pub fn take(
        &mut self,
        exercise: &Exercise,
        terms: &Terms,
        days: u32,
    ) -> Result<Taken, GitError> {
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
        let Some(late) = line.commits.iter().position(|commit| in_time(&commit)) else {
            return Ok(nothing_in_time(exercise, branch, line.is_cut));
        };
        let commit = &line.commits[late];
        let editable = self.repo.editable(commit.id, exercise)?;
        let collected = match editable.place {
            Some(_) => source(self.repo.texts(exercise, &editable)),
            None => Taken::nothing(exercise).source,
        };
        let second = match &editable.place {
            Some(first) => self
                .repo
                .second_place(commit.id, exercise, &editable)?
                .map(|other| instead::lies_twice(exercise, first, &other)),
            None => None,
        };
        Ok(Taken {
            source: collected,
            commit: Some(commit.id.to_string()),
            committed: Timestamp::from_second(commit.seconds)
                .ok()
                .map(|it| it.to_string()),
            note: second.or_else(|| about_time(branch, line, late)),
        })
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

/// What a person should know of when a branch's commits were made; `late` of them did not count.
fn about_time(branch: &Branch, line: &Line, late: usize) -> Option<String> {
    let branch = &branch.name;
    let (newer, older) = line.commits.split_at(late);
    // A clock is set by its owner. Nobody makes a commit before the one that it was made on.
    let backwards = older
        .windows(2)
        .any(|pair| pair[0].seconds < pair[1].seconds);
    let late = match newer.len() {
        0 => None,
        1 => Some(format!(
            "1 commit on {branch} after the deadline did not count"
        )),
        n => Some(format!(
            "{n} commits on {branch} after the deadline did not count"
        )),
    };
    let backwards = backwards.then(|| {
        format!("a commit on {branch} is dated before the one it was made on; somebody's clock was wrong")
    });
    match (late, backwards) {
        (Some(late), Some(backwards)) => Some(format!("{late}; {backwards}")),
        (late, backwards) => late.or(backwards),
    }
}

/// Nothing to grade, and the note that says why; with `is_cut` the repo lacks older commits.
fn nothing_in_time(exercise: &Exercise, branch: &Branch, is_cut: bool) -> Taken {
    let lacks = match is_cut {
        true => ", and the repo is shallow: get the older ones with `git fetch --unshallow`",
        false => "",
    };
    let note = format!(
        "no commit on {} was made before the deadline{lacks}",
        branch.name
    );
    let message = format!("{note}, so there is no {}", exercise.folder);
    Taken {
        source: Source::Refused(Box::new(Outcome::of(Verdict::NotAttempted, message))),
        commit: None,
        committed: None,
        note: Some(note),
    }
}
