//! What cargo has built already, handed on to the target directory of the copy of the course.
//!
//! Cargo names what it builds by a package's place in its workspace and not by the path of the workspace, and takes it for
//! current if no source is newer. So libraries that were built for these tests serve the copy too, as long as each file
//! keeps the time at which it was changed last. Rejected: one target directory for both, in which cargo would take what a
//! test has made of the copy's stub for what the course itself has.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

/// Ends of the names of libraries: those that cargo and the compiler replace and never write to, so that the two
/// directories can share them.
const LIBRARIES: [&str; 5] = ["rlib", "rmeta", "so", "dylib", "dll"];

/// Takes over from the target directory `from` all libraries and build scripts of the profile that tests have. What cannot
/// be had is built by cargo when it is wanted.
pub fn take_over(from: &Path, to: &Path) -> io::Result<()> {
    let (from, to) = (from.join("debug"), to.join("debug"));
    fs::create_dir_all(&to)?;
    // No cargo builds there meanwhile. Where files cannot be locked, cargo does without too.
    let lock = File::open(from.join(".cargo-lock"));
    let _held = lock.inspect(|lock| drop(lock.lock_shared()));
    for folder in [".fingerprint", "build"] {
        all(&from.join(folder), &to.join(folder))?;
    }
    fs::create_dir_all(to.join("deps"))?;
    for file in entries(&from.join("deps"))? {
        let copy = to.join("deps").join(file.file_name().unwrap_or_default());
        let extension = file.extension().and_then(|extension| extension.to_str());
        match extension {
            Some(extension) if LIBRARIES.contains(&extension) => {
                fs::hard_link(&file, &copy).or_else(|_| same_age(&file, &copy))?;
            }
            Some("d") => same_age(&file, &copy)?,
            _ => {}
        }
    }
    Ok(())
}

/// Copies a file; the copy was changed last when the file was.
pub fn same_age(file: &Path, copy: &Path) -> io::Result<()> {
    fs::copy(file, copy)?;
    let modified = fs::metadata(file)?.modified()?;
    File::options()
        .write(true)
        .open(copy)?
        .set_modified(modified)
}

/// Copies a folder with all in it.
fn all(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for path in entries(from)? {
        let copy = to.join(path.file_name().unwrap_or_default());
        if path.is_dir() {
            all(&path, &copy)?;
        } else {
            same_age(&path, &copy)?;
        }
    }
    Ok(())
}

/// The paths in a folder; none if it is not there.
fn entries(folder: &Path) -> io::Result<Vec<PathBuf>> {
    match fs::read_dir(folder) {
        Ok(entries) => entries.map(|entry| Ok(entry?.path())).collect(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}
