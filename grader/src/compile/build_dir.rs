//! Where submissions are built: a directory for each, which goes when it is dropped.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::kept::{self, Kept};

/// The file that a running grader holds locked. The system lets go of it however the grader ends.
pub(super) const LOCK: &str = "lock";

/// The directory of one run of the grader, with a directory in it for each submission.
#[derive(Debug)]
pub struct BuildDir {
    // Dropped before the folder, since some systems do not remove a file that is open. None if it is kept to be looked at:
    // then nobody takes it for one that was left behind. One that is used again has its own.
    _lock: Option<File>,
    dir: Dir,
    keep: bool,
}

/// The directory itself.
#[derive(Debug)]
enum Dir {
    /// That goes, unless somebody wants to look at it.
    OfOneRun(TempDir),
    /// That the next run uses again.
    Kept(Kept),
}

impl BuildDir {
    /// Makes a directory in `place`, after removing what graders have left there that were killed. It goes when this is
    /// dropped, unless it is to be kept.
    pub fn open(place: &Path, keep: bool) -> io::Result<Self> {
        fs::create_dir_all(place)?;
        // Held while directories come and go, so that nobody takes a new one for one left behind.
        // Where files cannot be locked, nothing is taken for left behind either.
        let gate = File::create(place.join(LOCK))?;
        let _ = gate.lock();
        for left in fs::read_dir(place)?.flatten().map(|entry| entry.path()) {
            let free = |lock: File| lock.try_lock().is_ok();
            let is_of_use = kept::is_of_use(&left);
            if left.is_dir() && !is_of_use && File::open(left.join(LOCK)).is_ok_and(free) {
                // What cannot be removed is in nobody's way.
                let _ = fs::remove_dir_all(&left);
            }
        }
        let prefix = if keep { "kept-" } else { "run-" };
        let mut builder = tempfile::Builder::new();
        let dir = builder
            .prefix(prefix)
            .disable_cleanup(keep)
            .tempdir_in(place)?;
        let lock = match keep {
            true => None,
            false => {
                let lock = File::create(dir.path().join(LOCK))?;
                let _ = lock.lock();
                Some(lock)
            }
        };
        Ok(Self {
            _lock: lock,
            dir: Dir::OfOneRun(dir),
            keep,
        })
    }

    /// Opens the directory in `place` that is kept for the next run of the grader, by a key to all that it is good for;
    /// none if another grader is at work in it.
    pub fn open_kept(place: &Path, key: &str) -> io::Result<Option<Self>> {
        let dir = place.join(kept::name(key));
        fs::create_dir_all(&dir)?;
        let gate = File::create(place.join(LOCK))?;
        let _ = gate.lock();
        let lock = File::create(dir.join(LOCK))?;
        // Where files cannot be locked, nothing is kept.
        if lock.try_lock().is_err() {
            return Ok(None);
        }
        Ok(Some(Self {
            _lock: None,
            dir: Dir::Kept(Kept::open(dir, lock)?),
            keep: false,
        }))
    }

    /// Whether it goes when it is dropped.
    pub fn is_removed(&self) -> bool {
        !self.keep && matches!(self.dir, Dir::OfOneRun(_))
    }

    /// Has the next run throw away what is kept.
    pub fn distrust(&self) {
        if let Dir::Kept(kept) = &self.dir {
            kept.distrust();
        }
    }

    /// The directory itself.
    pub fn dir(&self) -> &Path {
        match &self.dir {
            Dir::OfOneRun(dir) => dir.path(),
            Dir::Kept(kept) => kept.dir(),
        }
    }

    /// Lets other users of the machine pass through it, to what they know by name.
    ///
    /// # Errors
    /// The system does not allow it.
    #[cfg(unix)]
    pub fn open_to_others(&self) -> io::Result<()> {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(self.dir(), fs::Permissions::from_mode(0o711))
    }

    /// Elsewhere a folder is open to those that the one around it is open to.
    #[cfg(not(unix))]
    pub fn open_to_others(&self) -> io::Result<()> {
        Ok(())
    }

    /// The path of something that all submissions share.
    pub fn shared(&self, name: &str) -> PathBuf {
        self.dir().join(name)
    }

    /// A new directory of exactly that name, once what had it before is gone.
    pub fn same_directory(&self, name: &str) -> io::Result<TempDir> {
        let left = self.dir().join(name);
        match fs::remove_dir_all(&left) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        tempfile::Builder::new()
            .prefix(name)
            .rand_bytes(0)
            .disable_cleanup(self.keep)
            .tempdir_in(self.dir())
    }

    /// A new directory, whose name begins with `name`.
    pub fn directory(&self, name: &str) -> io::Result<TempDir> {
        tempfile::Builder::new()
            .prefix(&format!("{name}-"))
            .disable_cleanup(self.keep)
            .tempdir_in(self.dir())
    }
}

/// Writes a file and the folders on the way to it.
pub fn write(path: &Path, text: &str) -> io::Result<()> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    fs::write(path, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The directories of runs.
    fn runs(place: &Path) -> usize {
        fs::read_dir(place)
            .unwrap()
            .flatten()
            .filter(|entry| entry.path().is_dir())
            .count()
    }

    #[test]
    fn everything_goes_when_it_is_dropped() {
        let dir = tempfile::tempdir().unwrap();
        let place = dir.path().join("grader");
        let build_dir = BuildDir::open(&place, false).unwrap();
        let built = build_dir.directory("ex03").unwrap();
        write(&built.path().join("src/lib.rs"), "//! Text.").unwrap();
        let path = built.path().to_owned();
        drop(built);
        assert!(!path.exists());
        assert_eq!(runs(&place), 1);
        drop(build_dir);
        assert_eq!(runs(&place), 0);
    }

    #[test]
    fn the_same_directory_is_empty_again_whatever_was_left_in_it() {
        let dir = tempfile::tempdir().unwrap();
        let build_dir = BuildDir::open(dir.path(), true).unwrap();
        let first = build_dir.same_directory("ex03").unwrap();
        let path = first.path().to_owned();
        write(&path.join("alone.d"), "secret.rs:").unwrap();
        drop(first);
        let second = build_dir.same_directory("ex03").unwrap();
        assert_eq!(second.path(), path);
        assert_eq!(fs::read_dir(&path).unwrap().count(), 0);
    }

    #[test]
    fn what_a_killed_grader_left_is_removed_and_what_a_running_one_uses_is_not() {
        let dir = tempfile::tempdir().unwrap();
        let running = BuildDir::open(dir.path(), false).unwrap();
        let left = dir.path().join("run-left");
        write(&left.join(LOCK), "").unwrap();
        let _another = BuildDir::open(dir.path(), false).unwrap();
        assert!(!left.exists());
        assert!(running.directory("ex03").is_ok());
    }

    #[test]
    fn what_is_to_be_kept_stays_and_no_other_grader_removes_it() {
        let dir = tempfile::tempdir().unwrap();
        let kept = BuildDir::open(dir.path(), true).unwrap();
        let built = kept.directory("ex03").unwrap();
        let path = built.path().to_owned();
        drop((built, kept));
        let _another = BuildDir::open(dir.path(), false).unwrap();
        assert!(path.is_dir());
    }

    #[test]
    fn of_two_graders_at_once_one_has_what_is_kept_and_no_third_removes_it() {
        let dir = tempfile::tempdir().unwrap();
        let kept = |key| BuildDir::open_kept(dir.path(), key).unwrap();
        let first = kept("1").expect("nobody is there");
        assert!(!first.is_removed());
        assert!(kept("1").is_none());
        assert!(kept("2").is_some(), "another key is another place");
        let path = first.dir().to_owned();
        drop(first);
        let third = BuildDir::open(dir.path(), false).unwrap();
        assert!(path.is_dir() && third.is_removed());
        assert!(kept("1").is_some());
    }
}
