//! The stub of an exercise as it was handed out. A copy of each editable file lies in the exercise's folder `stub`, where
//! no student edits it: it is there without git, without a network and after any number of commits.

use std::path::{Path, PathBuf};

use crate::workspace::Exercise;

/// The folder of the copies, in an exercise.
pub const STUB: &str = "stub";

/// The copy of an editable file.
pub fn path(exercise: &Exercise, file: &Path) -> PathBuf {
    exercise.dir.join(STUB).join(file)
}

/// Its text as handed out.
///
/// # Errors
/// One line that names the file and the remedy.
pub fn read(exercise: &Exercise, file: &Path) -> Result<String, String> {
    let path = path(exercise, file);
    std::fs::read_to_string(&path).map_err(|error| {
        format!(
            "the stub {} cannot be read: {error}; get it again from the course's repo",
            path.display()
        )
    })
}
