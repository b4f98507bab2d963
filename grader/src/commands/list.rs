//! `grader list`: every exercise with its points and whether it was begun. Nothing is built for it.

use std::fmt;
use std::io::{self, Write};

use anyhow::{Context, Result};
use screen::lexer::has_todo;

use crate::exit;
use crate::intake::collect;
use crate::output::Output;
use crate::workspace::{Exercise, Workspace};

/// How far an exercise seems to be, from a look at its files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Some `todo!()` still stands.
    Stub,
    /// All of them are gone.
    Edited,
    /// The file is not there, or is nothing that can be graded.
    Unreadable,
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Stub => "stub",
            Self::Edited => "edited",
            Self::Unreadable => "unreadable",
        })
    }
}

/// The state of the workspace's own copy.
pub fn state(exercise: &Exercise) -> State {
    match collect(&exercise.dir, &exercise.spec.editable) {
        Ok(files) if files.iter().any(|file| has_todo(&file.text)) => State::Stub,
        Ok(_) => State::Edited,
        Err(_) => State::Unreadable,
    }
}

/// Lists the course's exercises, and returns the exit code.
///
/// # Errors
/// The list cannot be written.
pub fn run(workspace: &Workspace) -> Result<u8> {
    let mut result = Vec::new();
    list(&workspace.exercises, &mut result)?;
    Output::open(None)?
        .write(&result)
        .context("cannot write the list")?;
    Ok(exit::PASSED)
}

/// Writes a line for each exercise: name, practical, points, state, title, and whether it is a draft.
pub fn list(exercises: &[Exercise], out: &mut dyn Write) -> io::Result<()> {
    for exercise in exercises {
        let (name, spec) = (&exercise.name, &exercise.spec);
        let (worth, state) = (spec.points(), state(exercise));
        writeln!(
            out,
            "{name:<4}  {:<12}  {worth:>5}  {state:<10}  {}{}",
            spec.practical,
            spec.title,
            if spec.draft { " (draft)" } else { "" }
        )?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::fixture::exercise;

    #[test]
    fn the_state_is_read_off_the_file() {
        let dir = tempfile::tempdir().unwrap();
        let exercise = Exercise {
            dir: dir.path().to_owned(),
            ..exercise("ex03_race_conditions")
        };
        assert_eq!(state(&exercise), State::Unreadable);
        fs::create_dir(dir.path().join("src")).unwrap();
        fs::write(dir.path().join("src/lib.rs"), "pub fn add() { todo!() }").unwrap();
        assert_eq!(state(&exercise), State::Stub);
        fs::write(
            dir.path().join("src/lib.rs"),
            "pub fn add() {} // todo!() done",
        )
        .unwrap();
        assert_eq!(state(&exercise), State::Edited);
    }

    #[test]
    fn a_draft_is_called_so() {
        let mut exercises = ["ex03_race_conditions", "ex17_naps"].map(exercise);
        exercises[1].spec.draft = true;
        let mut out = Vec::new();
        list(&exercises, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        let drafts = text.lines().map(|line| line.ends_with("Mutex (draft)"));
        assert_eq!(drafts.collect::<Vec<_>>(), [false, true], "{text}");
    }
}
