//! Whether the author has written what `grader new` has left to write.

use std::fs;
use std::path::{Path, PathBuf};

use super::Inconsistency;
use super::fixture::SOLUTIONS;
use crate::samples::SUBMISSIONS;
use crate::workspace::{Exercise, Workspace};

/// How a place begins that only a person can fill.
pub const MARK: &str = "TODO(author)";

/// Every file of `exercise` in which a place is left, with the lines.
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
        let text = fs::read_to_string(path).ok()?;
        let lines = text.lines().enumerate();
        let left: Vec<_> = lines
            .filter_map(|(at, line)| {
                let (_, what) = line.split_once(MARK)?;
                let what = what.trim_matches([':', ' ', '"', ',', ']', '|']);
                Some(format!("line {}: write {what}", at + 1))
            })
            .collect();
        (!left.is_empty()).then(|| Inconsistency {
            exercise: exercise.name.clone(),
            place: workspace.shown(path).to_string(),
            problem: left.join("\n"),
            detail: None,
        })
    };
    files.iter().filter_map(left).collect()
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
        let said: Vec<_> = found
            .iter()
            .map(|found| (found.place.replace('\\', "/"), found.problem.as_str()))
            .collect();
        let said: Vec<_> = said
            .iter()
            .map(|(place, said)| (place.as_str(), *said))
            .collect();
        assert_eq!(
            said,
            [
                ("exercises/ex17_naps/exercise.toml", "line 2: write a title"),
                (
                    "solutions/ex17_naps/src/lib.rs",
                    "line 1: write why\nline 2: write how"
                ),
                (
                    "tests/submissions/ex17/wrong/a.rs",
                    "line 1: write a thought"
                ),
            ]
        );
    }
}
