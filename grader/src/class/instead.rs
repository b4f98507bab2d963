//! What a student's folder holds instead of exercises, or beside them: said in one line, with the remedy.

use std::fs;
use std::path::{Path, PathBuf};

use crate::intake::{collect, place, places};
use crate::workspace::Exercise;

/// Entries of a folder that are looked at: it is a stranger's, and may have a million.
const LOOKS: usize = 1_000;

/// What to say of a tree that has nothing of these exercises.
pub fn of_exercises(tree: &Path, exercises: &[&Exercise]) -> String {
    let shown = tree.display();
    if tree.is_file() {
        return format!("{shown} is a file; unpack it, and give the folder");
    }
    if !tree.is_dir() {
        return format!("there is no folder {shown}; correct the roster");
    }
    let found = exercises.iter().find_map(|exercise| {
        let place = tree.join(place(tree, exercise)?);
        let outcome = collect(&place, &exercise.spec.editable).err()?;
        Some(match misspelt_file(&place, exercise) {
            Some(line) => line,
            None => outcome.message,
        })
    });
    let found = found.or_else(|| in_its_entries(tree, exercises));
    found.unwrap_or_else(|| unlike_the_course(tree))
}

/// What to say where nothing better is known.
pub fn unlike_the_course(tree: &Path) -> String {
    let shown = tree.display();
    format!(
        "{shown} holds no file of an exercise; is it laid out like exercises/ or 23-practical/?"
    )
}

/// A note if the exercise lies in another place of the tree too, with other files than in the first, which counts.
pub fn second_place(tree: &Path, first: &Path, exercise: &Exercise) -> Option<String> {
    let texts = |place: &Path| collect(&tree.join(place), &exercise.spec.editable).ok();
    let mut others = places(exercise).into_iter().filter(|it| it != first);
    let other =
        others.find(|other| texts(other).is_some_and(|found| Some(found) != texts(first)))?;
    Some(lies_twice(exercise, first, &other))
}

/// The note that says which of two places counts.
pub fn lies_twice(exercise: &Exercise, first: &Path, other: &Path) -> String {
    let (name, first, other) = (&exercise.name, first.display(), other.display());
    format!("{name} lies in {first} and in {other}, with other text; {first} counts")
}

/// Whether the name is that of many files in one.
pub fn is_archive(path: &Path) -> bool {
    const ENDINGS: [&str; 8] = ["zip", "tar", "gz", "tgz", "bz2", "xz", "7z", "rar"];
    let ending = path.extension().and_then(|ending| ending.to_str());
    ending.is_some_and(|ending| {
        ENDINGS
            .iter()
            .any(|known| ending.eq_ignore_ascii_case(known))
    })
}

/// An entry of the folder that is meant to be an exercise, or has them in it.
fn in_its_entries(tree: &Path, exercises: &[&Exercise]) -> Option<String> {
    let shown = tree.display();
    entries(tree).iter().find_map(|path| {
        let name = path.file_name()?.to_str()?;
        let meant = exercises.iter().map(|exercise| exercise.folder.as_str());
        if let Some(folder) = meant.into_iter().find(|folder| misspells(name, folder)) {
            return Some(format!("{shown} has a folder {name}; name it {folder}"));
        }
        if is_archive(path) && path.is_file() {
            return Some(format!("{shown} holds {name}; unpack it there"));
        }
        let holds = exercises
            .iter()
            .any(|exercise| place(path, exercise).is_some());
        holds.then(|| format!("{shown} has its exercises in the folder {name}; move them up"))
    })
}

/// What to say of a file that is called as an editable one but for capital letters.
fn misspelt_file(place: &Path, exercise: &Exercise) -> Option<String> {
    exercise.spec.editable.iter().find_map(|wanted| {
        let wanted_name = wanted.file_name()?.to_str()?;
        let folder = place.join(wanted.parent()?);
        let is_meant = |path: &PathBuf| {
            let name = path.file_name().and_then(|name| name.to_str());
            name.is_some_and(|name| misspells(name, wanted_name))
        };
        let found = entries(&folder).into_iter().find(is_meant)?;
        let (folder, name) = (&exercise.folder, found.file_name()?.to_str()?);
        Some(format!(
            "{folder} has a file {name}; name it {}",
            wanted.display()
        ))
    })
}

fn misspells(name: &str, wanted: &str) -> bool {
    name != wanted && name.eq_ignore_ascii_case(wanted)
}

/// The first entries of a folder, in order of their names.
fn entries(folder: &Path) -> Vec<PathBuf> {
    let found = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut paths: Vec<_> = found.take(LOOKS).map(|entry| entry.path()).collect();
    paths.sort();
    paths
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::exercise;

    /// What is said of a tree with these files, of which each holds its own name.
    fn said(files: &[&str]) -> String {
        let dir = tempfile::tempdir().unwrap();
        for file in files {
            let path = dir.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, file).unwrap();
        }
        let exercise = exercise("ex03_race_conditions");
        let line = match place(dir.path(), &exercise) {
            Some(first) => second_place(dir.path(), &first, &exercise),
            None => None,
        };
        line.unwrap_or_else(|| of_exercises(dir.path(), &[&exercise]))
    }

    #[test]
    fn what_is_there_instead_is_named_with_the_remedy() {
        for (file, wanted) in [
            (
                "Ex03_Race_Conditions/src/lib.rs",
                "a folder Ex03_Race_Conditions; name it ex03_race_conditions",
            ),
            (
                "ex03_race_conditions/src/Lib.rs",
                "has a file Lib.rs; name it src/lib.rs",
            ),
            (
                "mine/ex03_race_conditions/src/lib.rs",
                "its exercises in the folder mine; move them up",
            ),
            ("work.ZIP", "holds work.ZIP; unpack it there"),
            (
                "notes.txt",
                "is it laid out like exercises/ or 23-practical/?",
            ),
        ] {
            let line = said(&[file]);
            assert!(line.contains(wanted), "{file}: {line}");
        }
        let file = tempfile::NamedTempFile::new().unwrap();
        assert!(of_exercises(file.path(), &[]).contains("is a file; unpack it"));
    }

    #[test]
    fn an_exercise_in_two_places_is_noted_unless_both_are_the_same() {
        let twice = [
            "exercises/ex03_race_conditions/src/lib.rs",
            "ex03_race_conditions/src/lib.rs",
        ];
        let wanted = "ex03 lies in exercises/ex03_race_conditions and in ex03_race_conditions";
        assert!(said(&twice).starts_with(wanted), "{}", said(&twice));
        let dir = tempfile::tempdir().unwrap();
        for file in twice {
            let path = dir.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "// the same").unwrap();
        }
        let exercise = exercise("ex03_race_conditions");
        let first = place(dir.path(), &exercise).unwrap();
        assert_eq!(second_place(dir.path(), &first, &exercise), None);
    }
}
