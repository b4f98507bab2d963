//! Cargo's target folder: where everything is that is made, and what is remembered of a student's exercises.

use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The variable by which cargo and the grader are told to put it elsewhere.
pub const VARIABLE: &str = "CARGO_TARGET_DIR";

/// The folder for a workspace with this root.
pub fn of(root: &Path) -> PathBuf {
    env::var_os(VARIABLE).map_or_else(|| root.join("target"), PathBuf::from)
}

/// Tries to write there, and leaves nothing behind.
///
/// # Errors
/// What the system says where nothing can be written.
pub fn try_to_write(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    tempfile::tempfile_in(folder).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_can_be_written_is_left_as_it_was() {
        let dir = tempfile::tempdir().unwrap();
        try_to_write(dir.path()).unwrap();
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_folder_that_cannot_be_made_is_an_error() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("file");
        fs::write(&file, "").unwrap();
        assert!(try_to_write(&file.join("target")).is_err());
    }
}
