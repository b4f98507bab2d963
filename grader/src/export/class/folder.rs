//! Writes the files of a folder, each whole or not at all.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::output::Output;

/// A folder of results cannot be written.
#[derive(Debug, thiserror::Error)]
#[error("cannot write {}: {source}; name a folder that you may write to", path.display())]
pub struct FolderError {
    path: PathBuf,
    source: io::Error,
}

impl FolderError {
    /// For a folder that is named on the command line.
    pub fn new(path: &Path, source: io::Error) -> Self {
        Self {
            path: path.to_owned(),
            source,
        }
    }
}

/// Makes the folder, if it is not there.
pub fn make(folder: &Path) -> Result<(), FolderError> {
    fs::create_dir_all(folder).map_err(|source| FolderError::new(folder, source))
}

/// Writes a file of the folder.
pub fn write(folder: &Path, name: &str, content: &[u8]) -> Result<(), FolderError> {
    let path = folder.join(name);
    let written = Output::open(Some(&path))
        .map_err(io::Error::other)
        .and_then(|output| output.write(content));
    written.map_err(|source| FolderError { path, source })
}
