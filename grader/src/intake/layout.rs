//! Where in a student's tree an exercise lies.
//!
//! Three layouts are read: that of the course (`exercises/ex03_*`), that of a submission (`ex03_*`) and that of a practicals
//! repository (`23-practical/ex03_*`).

use std::path::{Path, PathBuf};

use crate::workspace::{EXERCISES, Exercise};

/// The places where the exercise may lie, relative to the tree, in the order in which they are looked at.
pub fn places(exercise: &Exercise) -> [PathBuf; 3] {
    [
        Path::new(EXERCISES).join(&exercise.folder),
        PathBuf::from(&exercise.folder),
        Path::new(&exercise.spec.practical).join(&exercise.folder),
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
