//! Which branch is meant, and which exercises belong to it.

use crate::intake::git::{Branch, GitError, Repo};
use crate::practicals::{exercises_of, practical, practicals};
use crate::workspace::{Exercise, Workspace};

/// No branch can be shown.
#[derive(Debug, thiserror::Error)]
pub enum BranchError {
    /// The branch has nothing of the course in it.
    #[error(
        "branch `{branch}` of {repo} holds no exercise of this course; `grader start PRACTICAL` begins a practical, and \
         `--branch NAME` shows another branch"
    )]
    NoExercise {
        /// As it is called.
        branch: String,
        /// The repo.
        repo: String,
    },
}

/// The branch of that name or of that practical. If none is named: the one that is checked out, if it is a practical's, or
/// else that of the last practical that was begun, or else what is checked out.
///
/// # Errors
/// There is no such branch, or no commit.
pub fn chosen(repo: &Repo, workspace: &Workspace, name: Option<&str>) -> Result<Branch, GitError> {
    if let Some(name) = name {
        return repo.branch(practical(workspace, name).unwrap_or(name));
    }
    let here = repo.checked_out()?;
    let known = practicals(workspace);
    let is_practical = |name: &&String| known.contains(&name.as_str());
    if let Some(name) = here.as_ref().filter(is_practical) {
        return repo.branch(name);
    }
    let begun = known.iter().rev().find_map(|name| repo.branch(name).ok());
    match (begun, here) {
        (Some(branch), _) => Ok(branch),
        (None, Some(name)) => repo.branch(&name),
        (None, None) => repo.head(),
    }
}

/// The exercises of the practical that the branch is called by, or else those that its last commit has.
///
/// # Errors
/// It has none, or cannot be read.
pub fn exercises<'w>(
    repo: &Repo,
    workspace: &'w Workspace,
    branch: &Branch,
) -> anyhow::Result<Vec<&'w Exercise>> {
    let name = branch.name.rsplit('/').next().unwrap_or(&branch.name);
    let mut of_practical = exercises_of(workspace, name);
    if of_practical.is_empty() {
        of_practical = workspace.exercises.iter().collect();
    }
    let mut has = Vec::new();
    for exercise in &of_practical {
        has.push(repo.editable(branch.tip, exercise)?.place.is_some());
    }
    let is_practical = practicals(workspace).contains(&name);
    if !has.contains(&true) {
        return Err(BranchError::NoExercise {
            branch: branch.name.clone(),
            repo: repo.dir().display().to_string(),
        }
        .into());
    }
    let mut has = has.into_iter();
    of_practical.retain(|_| has.next() == Some(true) || is_practical);
    Ok(of_practical)
}
