//! Where an exercise lies in a submission: three layouts are read, in a folder and in a repo alike.

use std::path::{Path, PathBuf};

use crate::workspace::{EXERCISES, Exercise};

/// The folders that an exercise may have, relative to the root of a submission. The first that is there counts.
///
/// | layout | whose |
/// |---|---|
/// | `exercises/ex03_race_conditions` | a clone of the course, and a repo begun by `grader start` |
/// | `23-practical/ex03_race_conditions` | a repo with a folder for each practical |
/// | `ex03_race_conditions` | a folder or repo that holds the exercises alone |
pub fn places(exercise: &Exercise) -> [PathBuf; 3] {
    let folder = &exercise.folder;
    [
        Path::new(EXERCISES).join(folder),
        Path::new(&exercise.spec.practical).join(folder),
        PathBuf::from(folder),
    ]
}

/// The first of the [`places`] where there is something.
pub fn place(tree: &Path, exercise: &Exercise) -> Option<PathBuf> {
    let is_there = |place: &PathBuf| tree.join(place).symlink_metadata().is_ok();
    places(exercise).into_iter().find(is_there)
}

/// Whether the tree is somebody's: some exercise lies in it.
pub fn holds_an_exercise(tree: &Path, exercises: &[Exercise]) -> bool {
    exercises
        .iter()
        .any(|exercise| place(tree, exercise).is_some())
}
