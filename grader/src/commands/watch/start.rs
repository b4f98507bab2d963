//! Where a watch begins: in a terminal or without one, at the exercise that was asked for or the first that is open.

use std::env;
use std::io::{self, IsTerminal};

use anyhow::Result;

use super::{plain, session};
use crate::cli::WatchArgs;
use crate::select::{select_one, select_whole};
use crate::standing::Standing;
use crate::workspace::{Exercise, Workspace};

/// Watches until the person leaves, and returns the exit code.
///
/// # Errors
/// No such exercise, or a terminal that cannot be used.
pub fn run(workspace: &Workspace, args: &WatchArgs) -> Result<u8> {
    let exercises = exercises(workspace, args)?;
    let first = first(workspace, &exercises, args)?;
    match no_screen() {
        None => session::run(workspace, exercises, first),
        Some(why) => {
            eprintln!("grader: {why}; results follow as text, anew on every save, until Ctrl-C");
            plain::run(workspace, &exercises, first)
        }
    }
}

/// The exercises to go through: not the drafts, unless one of them was asked for.
fn exercises<'w>(workspace: &'w Workspace, args: &WatchArgs) -> Result<Vec<&'w Exercise>> {
    let asked = args.exercise.as_ref();
    let asked = asked.map(|name| select_one(&workspace.exercises, name));
    let asked = asked.transpose()?;
    let mut exercises = select_whole(&workspace.exercises, &[])?;
    if let Some(draft) = asked.filter(|exercise| exercise.spec.draft) {
        exercises.push(draft);
        exercises.sort_by(|one, other| one.folder.cmp(&other.folder));
    }
    anyhow::ensure!(
        !exercises.is_empty(),
        "every exercise is a draft; name one to watch it"
    );
    Ok(exercises)
}

/// Where to begin: at the exercise that was asked for, or at the first that has not passed.
fn first(workspace: &Workspace, exercises: &[&Exercise], args: &WatchArgs) -> Result<usize> {
    let mut places = exercises.iter();
    let place = match &args.exercise {
        Some(name) => {
            let asked = select_one(&workspace.exercises, name)?;
            places.position(|exercise| exercise.folder == asked.folder)
        }
        None => {
            places.position(|exercise| Standing::of(exercise, &workspace.root) != Standing::Passed)
        }
    };
    Ok(place.unwrap_or(0))
}

/// Why there can be no full-screen view, if there cannot.
fn no_screen() -> Option<&'static str> {
    let dumb = env::var_os("TERM").is_some_and(|term| term == "dumb");
    match (io::stdin().is_terminal(), io::stdout().is_terminal()) {
        (true, true) if dumb => Some("this terminal (TERM=dumb) cannot show a full screen"),
        (true, true) => None,
        (_, false) => Some("stdout is no terminal"),
        (false, true) => Some("stdin is no terminal, so no key can be pressed"),
    }
}
