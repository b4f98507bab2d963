//! `grader start PRACTICAL`: a branch for a practical, in a student's own repo or in a clone of the course.
//!
//! In a repo of the student's own the branch begins with one commit: the exercises as they are handed out, and the grader,
//! so that everything works there without the course. It is made in a work tree of its own, so that whatever goes wrong
//! before the last step leaves the repo as it was; hooks, signatures and identity are those of any commit there.

mod base;
mod copied;
mod git;
mod manifest;
mod templates;

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use course::text::{NARROW, hanging, wrapped};

use crate::cli::StartArgs;
use crate::exit;
use crate::output::Output;
use crate::practicals::{exercises_of, practical, practicals};
use crate::workspace::{EXERCISES, Exercise, SOLUTIONS, Workspace};
use git::Git;

pub use git::StartError;

/// What was begun, and where.
struct Begun {
    dir: PathBuf,
    branch: String,
    base: base::Base,
    exercises: Vec<String>,
    is_course: bool,
}

/// Begins the practical, and returns the exit code.
///
/// # Errors
/// [`StartError`], no such practical, or a fault of ours. The repo is as it was then.
pub fn run(workspace: &Workspace, args: &StartArgs) -> Result<u8> {
    let branch = practical(workspace, &args.practical)?;
    let dir = args.practicals.as_deref().unwrap_or(&workspace.root);
    let exercises = exercises_of(workspace, branch);
    let git = Git::open(dir)?;
    git.expect_ready(branch)?;
    let earlier = practicals(workspace);
    let earlier: Vec<_> = earlier.into_iter().take_while(|it| *it != branch).collect();
    let base = base::choose(&git, &earlier)?;
    let is_course = is_course(dir);
    if is_course {
        git.switch_to_new(branch, &base.commit)?;
    } else {
        copy_and_commit(workspace, &git, branch, &base, &exercises)?;
    }
    let begun = Begun {
        dir: dir.to_owned(),
        branch: branch.to_owned(),
        base,
        exercises: exercises.iter().map(|it| it.name.clone()).collect(),
        is_course,
    };
    let output = Output::open(None)?;
    let said = said(&begun, args.practicals.is_some(), output.width());
    output
        .write(said.as_bytes())
        .context("cannot say what was done")?;
    Ok(exit::PASSED)
}

/// Whether this is a clone of the course, which has all that is needed.
fn is_course(dir: &Path) -> bool {
    [EXERCISES, SOLUTIONS, "grader"]
        .iter()
        .all(|folder| dir.join(folder).is_dir())
}

/// Makes the commit with all that the practical needs, gives it the name of the branch, and checks it out.
fn copy_and_commit(
    workspace: &Workspace,
    git: &Git,
    branch: &str,
    base: &base::Base,
    exercises: &[&Exercise],
) -> Result<()> {
    git.expect_identity()?;
    let scratch = git.scratch(&base.commit)?;
    git.expect_free(copied::taken(&scratch.path()))?;
    copied::copy(workspace, &scratch.path(), branch, exercises)?;
    let commit = scratch.commit(&templates::message(branch))?;
    drop(scratch);
    git.switch_to_new(branch, &commit)?;
    Ok(())
}

/// What was done, and what to do next.
fn said(begun: &Begun, is_elsewhere: bool, width: usize) -> String {
    let Begun {
        dir, branch, base, ..
    } = begun;
    let first = begun.exercises.first().map_or("", String::as_str);
    let last = begun.exercises.last().map_or("", String::as_str);
    let what = match begun.is_course {
        true => "It holds what the course holds: nothing had to be committed.".to_owned(),
        false => format!("Its first commit holds the stubs of {first} to {last}, and the grader."),
    };
    let cd = match is_elsewhere {
        true => format!("    cd {}\n", dir.display()),
        false => String::new(),
    };
    let text = format!(
        "Branch {branch} begins at {} and is checked out. {what}",
        base.shown
    );
    let text = wrapped(&text, width).join("\n");
    let page = format!("{EXERCISES}/{branch}.md");
    let test = format!("cargo test -p {first}");
    let commands = [
        (test.as_str(), "the checks of one exercise"),
        ("cargo run -p grader", "all exercises, with points"),
        (
            "cargo run -p grader -- progress",
            "what each of your commits has achieved",
        ),
    ];
    let commands = commands.map(|(command, what)| match width < NARROW {
        true => format!("    {command}\n      {}\n", hanging(what, 6, width)),
        false => format!("    {command:<31}   {what}\n"),
    });
    format!("{text}\n\nRead {page}, then:\n{cd}{}", commands.concat())
}
