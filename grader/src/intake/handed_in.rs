//! Collected files as a gradebook keeps them, and back.

use std::path::PathBuf;

use course::Outcome;
use gradebook::{File, Source};

use super::SourceFile;

/// What was collected, as a gradebook keeps it.
pub fn source(collected: Result<Vec<SourceFile>, Box<Outcome>>) -> Source {
    let file = |file: SourceFile| File {
        path: file.path.to_string_lossy().into_owned(),
        text: file.text,
    };
    match collected {
        Ok(files) => Source::Files(files.into_iter().map(file).collect()),
        Err(outcome) => Source::Refused(outcome),
    }
}

/// The files of a source, as stages take them.
pub fn files(files: &[File]) -> Vec<SourceFile> {
    let file = |file: &File| SourceFile {
        path: PathBuf::from(&file.path),
        text: file.text.clone(),
    };
    files.iter().map(file).collect()
}
