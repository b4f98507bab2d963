//! `grader list`: every exercise with its points and how far it is. Nothing is built for it.

use std::io::{self, Write};

use anyhow::{Context, Result};

use crate::exit;
use crate::output::Output;
use crate::standing::Standing;
use crate::workspace::Workspace;

/// Lists the course's exercises, and returns the exit code.
///
/// # Errors
/// The list cannot be written.
pub fn run(workspace: &Workspace) -> Result<u8> {
    let mut result = Vec::new();
    list(workspace, &mut result)?;
    Output::open(None)?
        .write(&result)
        .context("cannot write the list")?;
    Ok(exit::PASSED)
}

/// Writes a line for each exercise: name, practical, points, state, title, and whether it is a draft.
pub fn list(workspace: &Workspace, out: &mut dyn Write) -> io::Result<()> {
    for exercise in &workspace.exercises {
        let (name, spec) = (&exercise.name, &exercise.spec);
        let (worth, state) = (spec.points(), Standing::of(exercise, &workspace.root));
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
    use super::*;
    use crate::fixture::exercise;

    #[test]
    fn a_draft_is_called_so() {
        let mut exercises = ["ex03_race_conditions", "ex17_naps"].map(exercise);
        exercises[1].spec.draft = true;
        let dir = tempfile::tempdir().unwrap();
        let workspace = Workspace {
            root: dir.path().to_owned(),
            exercises: exercises.into(),
        };
        let mut out = Vec::new();
        list(&workspace, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        let drafts = text.lines().map(|line| line.ends_with("Mutex (draft)"));
        assert_eq!(drafts.collect::<Vec<_>>(), [false, true], "{text}");
    }
}
