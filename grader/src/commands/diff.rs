//! `grader diff EX`: a student's file beside the solution, once every check of it has passed.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, Result};
use course::text::{Paint, columns, wrapped};
use similar::{ChangeTag, TextDiff};

use crate::cli::DiffArgs;
use crate::exit;
use crate::last::Last;
use crate::output::Output;
use crate::select::select_one;
use crate::workspace::{Exercise, SOLUTIONS, Workspace};

/// Lines around a difference.
const CONTEXT: usize = 3;

/// Columns by which what did not fit on a line is further to the right.
const HANG: usize = 4;

/// There is nothing to compare. Each names what to do.
#[derive(Debug, thiserror::Error)]
pub enum DiffError {
    /// Some check does not pass, or nobody knows.
    #[error(
        "{0} has not passed yet: `cargo run -p grader -- {0}` grades it, `grader hint {0}` helps, and `grader diff {0} \
         --force` shows the solution all the same"
    )]
    NotPassed(String),
    /// There are none in a practicals repo.
    #[error(
        "there are no solutions in {}: a practicals repo is given none; they lie in {SOLUTIONS}/ of the course's repo",
        root.display()
    )]
    NoSolutions {
        /// The repo.
        root: PathBuf,
    },
    /// A file is not there.
    #[error(
        "cannot read {file}: {source}; see that it is there and readable (`grader reset EX` gives back the stub)"
    )]
    Read {
        /// The file.
        file: String,
        /// What the system said.
        source: std::io::Error,
    },
}

/// Shows the differences, and returns the exit code.
///
/// # Errors
/// [`DiffError`], or no such exercise.
pub fn run(workspace: &Workspace, args: &DiffArgs) -> Result<u8> {
    let exercise = select_one(&workspace.exercises, &args.exercise)?;
    if !workspace.root.join(SOLUTIONS).is_dir() {
        let root = workspace.root.clone();
        return Err(DiffError::NoSolutions { root }.into());
    }
    if !args.force && !has_passed(workspace, exercise) {
        return Err(DiffError::NotPassed(exercise.name.clone()).into());
    }
    let output = Output::open(None)?;
    let text = differences(workspace, exercise, output.paint(), output.room())?;
    output
        .write(text.as_bytes())
        .context("cannot write the differences")?;
    Ok(exit::PASSED)
}

/// What the solution has otherwise than a student's files, as `diff -u` lays it out, in lines of at most `room` columns.
pub(super) fn differences(
    workspace: &Workspace,
    exercise: &Exercise,
    paint: Paint,
    room: Option<usize>,
) -> Result<String, DiffError> {
    let mut text = String::new();
    for file in &exercise.spec.editable {
        let solution = workspace.root.join(SOLUTIONS).join(&exercise.folder);
        let (mine, theirs) = (exercise.dir.join(file), solution.join(file));
        let names = [&mine, &theirs].map(|path| workspace.shown(path).to_string());
        let read = |path, name: &String| {
            fs::read_to_string(path).map_err(|source| DiffError::Read {
                file: name.clone(),
                source,
            })
        };
        let texts = [read(&mine, &names[0])?, read(&theirs, &names[1])?];
        text += &compared(&texts, &names, paint, room);
    }
    Ok(text)
}

/// Whether every check passed when the exercise was graded last.
fn has_passed(workspace: &Workspace, exercise: &Exercise) -> bool {
    let last = Last::read(&Last::path(&workspace.root, &exercise.name));
    last.is_some_and(|last| last.passed())
}

/// The differences from the first text to the second, as `diff -u` lays them out, or that there are none.
fn compared(texts: &[String; 2], names: &[String; 2], paint: Paint, room: Option<usize>) -> String {
    let diff = TextDiff::from_lines(&texts[0], &texts[1]);
    let mut result = format!(
        "--- {} (yours)\n+++ {} (the solution)\n",
        names[0], names[1]
    );
    if diff.ratio() == 1.0 {
        return result + "They are the same.\n";
    }
    for hunk in diff.unified_diff().context_radius(CONTEXT).iter_hunks() {
        result += &format!("{}\n", paint.dim(&hunk.header().to_string()));
        for change in hunk.iter_changes() {
            let line = change.value().trim_end_matches(['\r', '\n']);
            for line in folded(line, room) {
                result += &match change.tag() {
                    ChangeTag::Equal => format!(" {line}\n"),
                    ChangeTag::Delete => format!("{}\n", paint.removed(&format!("-{line}"))),
                    ChangeTag::Insert => format!("{}\n", paint.added(&format!("+{line}"))),
                };
            }
        }
    }
    result
}

/// A line of code as it is, or where it is too wide, its words in several lines, so that each has its sign and none is
/// broken by the terminal. One column of the room is the sign's.
fn folded(line: &str, room: Option<usize>) -> Vec<String> {
    let Some(room) = room.filter(|room| columns(line) >= *room) else {
        return vec![line.to_owned()];
    };
    let indent = columns(line) - columns(line.trim_start());
    let deeper = (indent + HANG).min(room / 2);
    let lines = wrapped(line, room - 1 - deeper);
    let indented = |(at, line): (usize, &String)| {
        let indent = if at == 0 { indent } else { deeper };
        format!("{:indent$}{line}", "")
    };
    lines.iter().enumerate().map(indented).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn diff(mine: &str, theirs: &str) -> String {
        let names = ["mine.rs".to_owned(), "theirs.rs".to_owned()];
        compared(
            &[mine.to_owned(), theirs.to_owned()],
            &names,
            Paint::Plain,
            None,
        )
    }

    #[test]
    fn lines_of_one_file_alone_are_marked() {
        let said = diff("a\nmine\nb\n", "a\ntheirs\nb\n");
        assert_eq!(
            said,
            "--- mine.rs (yours)\n+++ theirs.rs (the solution)\n@@ -1,3 +1,3 @@\n a\n-mine\n+theirs\n b\n"
        );
    }

    #[test]
    fn a_line_that_is_too_wide_is_folded_between_words_and_a_pipe_gets_it_whole() {
        let line = "    let total = first + second + third;";
        assert_eq!(folded(line, None), [line]);
        assert_eq!(folded(line, Some(40)), [line]);
        let folded = folded(line, Some(30));
        assert_eq!(
            folded,
            ["    let total = first +", "        second + third;"]
        );
    }

    #[test]
    fn the_same_is_called_the_same() {
        assert!(diff("a\n", "a\n").ends_with("They are the same.\n"));
    }
}
