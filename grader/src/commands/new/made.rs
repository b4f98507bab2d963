//! Writes a plan: all of it, or nothing.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::NewError;
use super::plan::Plan;

/// What has been written so far. Dropped, it removes that again, unless it is to be kept.
#[derive(Debug, Default)]
pub struct Made {
    files: Vec<PathBuf>,
    /// Those that were not there, the outer ones first.
    folders: Vec<PathBuf>,
    keep: bool,
}

impl Made {
    /// Writes everything, the page that was there before last of all.
    ///
    /// # Errors
    /// [`NewError::Write`], when nothing is left of it.
    pub fn of(root: &Path, plan: &Plan) -> Result<Self, NewError> {
        let mut made = Self::default();
        for (path, text) in &plan.files {
            made.file(&root.join(path), text)?;
        }
        let (path, text) = &plan.page;
        let path = root.join(path);
        replace(&path, text).map_err(|source| NewError::Write { path, source })?;
        Ok(made)
    }

    /// Leaves it there.
    pub fn keep(mut self) {
        self.keep = true;
    }

    fn file(&mut self, path: &Path, text: &str) -> Result<(), NewError> {
        let failed = |path: &Path, source| NewError::Write {
            path: path.to_owned(),
            source,
        };
        let missing = path.ancestors().skip(1).take_while(|dir| !dir.is_dir());
        let missing: Vec<_> = missing.collect();
        for dir in missing.into_iter().rev() {
            fs::create_dir(dir).map_err(|error| failed(dir, error))?;
            self.folders.push(dir.to_owned());
        }
        self.files.push(path.to_owned());
        fs::write(path, text).map_err(|error| failed(path, error))
    }
}

impl Drop for Made {
    fn drop(&mut self) {
        if self.keep {
            return;
        }
        // What cannot be removed is named when the command is given again: it is in the way then.
        for file in &self.files {
            let _ = fs::remove_file(file);
        }
        for folder in self.folders.iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}

/// Writes a file beside the old one, which stays whole until the new one is.
fn replace(path: &Path, text: &str) -> io::Result<()> {
    let new = path.with_extension("md.new");
    fs::write(&new, text)
        .and_then(|()| fs::rename(&new, path))
        .inspect_err(|_| drop(fs::remove_file(&new)))
}
