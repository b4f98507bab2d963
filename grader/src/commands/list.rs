//! `grader list`: every exercise with its points and how far it is. Nothing is built for it.

use std::io::{self, Write};

use anyhow::{Context, Result};
use course::text::{NARROW, hanging};

use crate::exit;
use crate::output::Output;
use crate::standing::Standing;
use crate::workspace::Workspace;

/// Columns of an exercise's name, with the space after it.
const NAME: usize = 6;

/// Lists the course's exercises, and returns the exit code.
///
/// # Errors
/// The list cannot be written.
pub fn run(workspace: &Workspace) -> Result<u8> {
    let mut result = Vec::new();
    let output = Output::open(None)?;
    list(workspace, output.columns(), &mut result)?;
    output.write(&result).context("cannot write the list")?;
    Ok(exit::PASSED)
}

/// Writes a line of `width` columns for each exercise: name, practical, points, state, title, and whether it is a draft. A
/// title for which there is no room goes on below itself, and in a narrow terminal it has a line of its own.
pub fn list(workspace: &Workspace, width: usize, out: &mut dyn Write) -> io::Result<()> {
    for exercise in &workspace.exercises {
        let (name, spec) = (&exercise.name, &exercise.spec);
        let (worth, state) = (spec.points(), Standing::of(exercise, &workspace.root));
        let (practical, draft) = (&spec.practical, if spec.draft { " (draft)" } else { "" });
        let title = format!("{}{draft}", spec.title);
        if width < NARROW {
            let title = hanging(&title, NAME, width);
            writeln!(
                out,
                "{name:<4}  {worth:>2}  {state:<10}  {practical}\n{:NAME$}{title}",
                ""
            )?;
            continue;
        }
        let line = format!("{name:<4}  {practical:<12}  {worth:>5}  {state:<10}  ");
        writeln!(out, "{line}{}", hanging(&title, line.len(), width))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::exercise;

    /// The list of an exercise and a draft.
    fn listed(width: usize) -> String {
        let mut exercises = ["ex03_race_conditions", "ex17_naps"].map(exercise);
        exercises[1].spec.draft = true;
        let dir = tempfile::tempdir().unwrap();
        let workspace = Workspace {
            root: dir.path().to_owned(),
            exercises: exercises.into(),
        };
        let mut out = Vec::new();
        list(&workspace, width, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn in_a_narrow_terminal_a_title_has_a_line_of_its_own() {
        let text = listed(40);
        let lines: Vec<_> = text.lines().collect();
        assert_eq!(
            lines[3], "      Race conditions and Mutex (draft)",
            "{text}"
        );
        assert!(
            lines.iter().all(|line| line.chars().count() <= 40),
            "{text}"
        );
    }

    #[test]
    fn a_draft_is_called_so() {
        let text = listed(80);
        let drafts = text.lines().map(|line| line.ends_with("Mutex (draft)"));
        assert_eq!(drafts.collect::<Vec<_>>(), [false, true], "{text}");
    }
}
