//! Whether the author has written what `grader new` has left to write.

use std::fs;
use std::path::{Path, PathBuf};

use super::Inconsistency;
use crate::samples::SUBMISSIONS;
use crate::workspace::{Exercise, SOLUTIONS, Workspace};

/// How a place begins that only a person can fill.
pub const MARK: &str = "TODO(author)";

/// Every line of the files of `exercise` that is left to write.
pub fn problems(workspace: &Workspace, exercise: &Exercise) -> Vec<Inconsistency> {
    let root = &workspace.root;
    let mut files = Vec::new();
    for dir in [
        exercise.dir.clone(),
        root.join(SOLUTIONS).join(&exercise.folder),
        root.join(SUBMISSIONS).join(&exercise.name),
    ] {
        gather(&dir, &mut files);
    }
    files.sort();
    let left = |path: &PathBuf| {
        let text = fs::read_to_string(path).unwrap_or_default();
        let place = workspace.shown(path).to_string();
        let lines = text.lines().enumerate();
        lines
            .filter_map(|(at, line)| Some((at, what(line)?)))
            .map(|(at, what)| Inconsistency {
                exercise: exercise.name.clone(),
                place: format!("{place}:{}", at + 1),
                problem: format!("write {what}"),
                detail: None,
            })
            .collect::<Vec<_>>()
    };
    files.iter().flat_map(left).collect()
}

/// What is left to write in a line. The rows of a page repeat what another file says, and are none.
fn what(line: &str) -> Option<&str> {
    let (before, what) = line.split_once(MARK)?;
    let is_row = before.starts_with('|');
    (!is_row).then(|| what.trim_matches([':', ' ', '"', ',', '.']))
}

/// All files in a folder and in those below it.
fn gather(dir: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
        let path = entry.path();
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => gather(&path, files),
            Ok(kind) if kind.is_file() => files.push(path),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::exercise;

    #[test]
    fn each_place_that_is_left_is_named_with_its_line() {
        let dir = tempfile::tempdir().unwrap();
        let exercise = Exercise {
            dir: dir.path().join("exercises/ex17_naps"),
            ..exercise("ex17_naps")
        };
        let workspace = Workspace {
            root: dir.path().to_owned(),
            exercises: vec![],
        };
        for (path, text) in [
            (
                "exercises/ex17_naps/exercise.toml",
                "a = 1\nb = \"TODO(author): a title\"\n",
            ),
            (
                "exercises/ex17_naps/README.md",
                "TODO(author): the lesson.\n| a | TODO(author): a row |\n",
            ),
            (
                "exercises/ex17_naps/src/lib.rs",
                "pub fn nap() { todo!() }\n",
            ),
            (
                "solutions/ex17_naps/src/lib.rs",
                "// TODO(author): why\n// TODO(author): how\n",
            ),
            (
                "tests/submissions/ex17/wrong/a.rs",
                "//! TODO(author): a thought\n",
            ),
        ] {
            let path = dir.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let found = problems(&workspace, &exercise);
        let said = found.iter().map(|found| {
            let place = found.place.replace('\\', "/");
            format!("{place}: {}", found.problem)
        });
        assert_eq!(
            said.collect::<Vec<_>>(),
            [
                "exercises/ex17_naps/README.md:1: write the lesson",
                "exercises/ex17_naps/exercise.toml:2: write a title",
                "solutions/ex17_naps/src/lib.rs:1: write why",
                "solutions/ex17_naps/src/lib.rs:2: write how",
                "tests/submissions/ex17/wrong/a.rs:1: write a thought",
            ]
        );
    }
}
