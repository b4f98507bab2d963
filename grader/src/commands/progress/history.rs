//! What each commit of a branch has of each exercise, and what of it is not committed yet.

use std::collections::BTreeMap;

use course::Outcome;

use crate::intake::git::{Branch, Commit, CommitId, Editable, GitError, Repo};
use crate::intake::place;
use crate::intake::{SourceFile, Submission, collect};
use crate::stub;
use crate::workspace::Exercise;

/// The editable files of an exercise, or the outcome that all its checks have without them.
pub type Taken = Result<Vec<SourceFile>, Box<Outcome>>;

/// The names that a repo's main branch may have.
const MAIN: [&str; 4] = ["main", "master", "origin/main", "origin/master"];

/// A branch, from the commit it began with to what is not committed.
#[derive(Debug)]
pub struct History {
    /// What the repo is called: its folder.
    pub repo: String,
    /// From the oldest to the newest.
    pub moments: Vec<Moment>,
    /// What is different in the repo, each once; moments refer to them.
    pub contents: Vec<Content>,
    /// Whether earlier commits are not in the repo.
    pub is_cut: bool,
}

/// The files of one exercise.
#[derive(Debug)]
pub struct Content {
    /// Which exercise, by its place among those that were asked for.
    pub exercise: usize,
    /// Its files.
    pub taken: Taken,
}

/// A commit, or the files as they are.
#[derive(Debug)]
pub struct Moment {
    /// None: what is not committed.
    pub commit: Option<Commit>,
    /// For each exercise its place among the contents; none if it is not there.
    pub contents: Vec<Option<usize>>,
}

/// Reads the branch.
///
/// # Errors
/// Something of the repo cannot be read.
pub fn read(repo: &Repo, branch: &Branch, exercises: &[&Exercise]) -> Result<History, GitError> {
    let (commits, is_cut) = commits(repo, branch)?;
    let mut found: BTreeMap<(usize, Editable), usize> = BTreeMap::new();
    let mut contents = Vec::new();
    let mut is_untouched = Vec::new();
    let mut moments = Vec::new();
    // From the newest, so that what is read last is what was there first.
    for commit in commits {
        let mut row = Vec::new();
        for (at, exercise) in exercises.iter().enumerate() {
            let editable = repo.editable(commit.id, exercise)?;
            if editable.place.is_none() {
                row.push(None);
                continue;
            }
            let (is_stub, key) = (editable.is_stub, (at, editable));
            let content = found.get(&key).copied().unwrap_or_else(|| {
                let taken = repo.texts(exercise, &key.1);
                is_untouched.push(is_stub || is_as_handed_out(exercise, &taken));
                let exercise = at;
                contents.push(Content { exercise, taken });
                contents.len() - 1
            });
            found.insert(key, content);
            row.push(Some(content));
        }
        moments.push(Moment {
            commit: Some(commit),
            contents: row,
        });
    }
    let is_before = |moment: &Moment| {
        let mut contents = moment.contents.iter().flatten();
        contents.all(|content| is_untouched[*content])
    };
    // Of the commits before the first touch only the last is of interest: there it began.
    while let [.., next, last] = &moments[..]
        && is_before(last)
        && is_before(next)
    {
        moments.pop();
    }
    moments.reverse();
    moments.extend(not_committed(
        repo,
        branch,
        exercises,
        &moments,
        &mut contents,
    )?);
    Ok(History {
        repo: name(repo),
        moments,
        contents,
        is_cut,
    })
}

/// The commits of the branch, from the newest back to the one where it left the main branch, if it ever did.
fn commits(repo: &Repo, branch: &Branch) -> Result<(Vec<Commit>, bool), GitError> {
    let line = repo.line(branch.tip)?;
    let mut main: Vec<CommitId> = Vec::new();
    let others = repo.branches()?.into_iter();
    for other in others.filter(|it| MAIN.contains(&it.name.as_str()) && it.name != branch.name) {
        main.extend(repo.line(other.tip)?.commits.iter().map(|commit| commit.id));
    }
    main.sort_unstable();
    let is_main = |commit: &Commit| main.binary_search(&commit.id).is_ok();
    let mut commits = line.commits;
    let left = commits.iter().position(is_main);
    // A branch that the main one has caught up with shows where it left no more.
    match left {
        Some(left) if left > 0 => {
            commits.truncate(left + 1);
            Ok((commits, false))
        }
        _ => Ok((commits, line.is_cut)),
    }
}

/// Whether these are the stubs that students get today.
fn is_as_handed_out(exercise: &Exercise, taken: &Taken) -> bool {
    let Ok(files) = taken else { return false };
    let mut files = files.iter();
    files.all(|file| stub::read(exercise, &file.path).is_ok_and(|stub| stub == file.text))
}

/// The files in the work tree, if the branch is checked out there and they are others than in its last commit.
fn not_committed(
    repo: &Repo,
    branch: &Branch,
    exercises: &[&Exercise],
    moments: &[Moment],
    contents: &mut Vec<Content>,
) -> Result<Option<Moment>, GitError> {
    let is_here = repo.checked_out()?.as_ref() == Some(&branch.name);
    let (Some(dir), Some(last), true) = (repo.work_tree(), moments.last(), is_here) else {
        return Ok(None);
    };
    let submission = Submission::at(dir);
    let mut row = last.contents.clone();
    for (at, exercise) in exercises.iter().enumerate() {
        let is_there = place(dir, exercise).is_some();
        let taken = is_there.then(|| {
            let folder = submission.exercise_dir(exercise);
            collect(&folder, &exercise.spec.editable)
        });
        let committed = row[at].map(|content| &contents[content].taken);
        if taken.as_ref() == committed {
            continue;
        }
        row[at] = taken.map(|taken| {
            let exercise = at;
            contents.push(Content { exercise, taken });
            contents.len() - 1
        });
    }
    let moment = Moment {
        commit: None,
        contents: row,
    };
    Ok((moment.contents != last.contents).then_some(moment))
}

/// The repo by the name of its folder.
fn name(repo: &Repo) -> String {
    let dir = repo.work_tree().unwrap_or(repo.dir());
    let found = dir.canonicalize().unwrap_or_else(|_| dir.to_owned());
    let name = found.file_name().map(|name| name.to_string_lossy());
    name.map_or_else(|| dir.display().to_string(), |name| name.into_owned())
}
