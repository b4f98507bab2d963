//! The folder that one run of the grader leaves for the next, for a student's own files.
//!
//! It is believed only if it is, file for file, as the last grader left it: when that ended, it
//! wrote a list of all files with their sizes and times. The list is taken away as long as a grader is
//! at work, so that one that is killed leaves none; and without it, or when anything differs from it,
//! all is thrown away and made again.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

use super::build_dir::LOCK;
use super::libraries::Libraries;

/// What the names of such folders begin with.
const PREFIX: &str = "own-";

/// The file that lists the others.
const LIST: &str = "list.json";

/// Time after which a folder that nobody has used is removed.
const OLD: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// The folder, in the hands of this process.
#[derive(Debug)]
pub struct Kept {
    dir: PathBuf,
    is_distrusted: AtomicBool,
    // Held until the list is there.
    _lock: File,
}

/// All that is in it, by paths relative to it.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct List(BTreeMap<PathBuf, (u64, Option<SystemTime>)>);

/// The name of the folder with that key.
pub fn name(key: &str) -> String {
    format!("{PREFIX}{key}")
}

/// A key to `what` such a folder is good for: this grader, with this compiler, in this workspace. What depends on our
/// libraries is compared with them file by file.
pub fn key(libraries: &Libraries, root: &Path, what: &str) -> String {
    let mut hasher = DefaultHasher::new();
    env!("CARGO_PKG_VERSION").hash(&mut hasher);
    (root, &libraries.rustc, libraries.engine as u8, what).hash(&mut hasher);
    size_and_time(&libraries.rustc).ok().hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

/// Whether the folder is one that a grader will use again.
pub fn is_of_use(dir: &Path) -> bool {
    let name = dir.file_name().and_then(|name| name.to_str());
    let used = fs::metadata(dir.join(LOCK)).and_then(|lock| lock.modified());
    let is_old = used.is_ok_and(|used| used.elapsed().is_ok_and(|ago| ago > OLD));
    name.is_some_and(|name| name.starts_with(PREFIX)) && !is_old
}

impl Kept {
    /// Takes the folder over that is locked by `lock`, empty if it is not as it was left.
    pub fn open(dir: PathBuf, lock: File) -> io::Result<Self> {
        let list = fs::read(dir.join(LIST)).ok();
        let list: Option<List> = list.and_then(|text| serde_json::from_slice(&text).ok());
        // From here on it is not as it was left.
        match fs::remove_file(dir.join(LIST)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        if list != Some(List::of(&dir)?) {
            empty(&dir)?;
        }
        Ok(Self {
            dir,
            is_distrusted: AtomicBool::new(false),
            _lock: lock,
        })
    }

    /// The folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Leaves no list.
    pub fn distrust(&self) {
        self.is_distrusted.store(true, Ordering::Relaxed);
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        if self.is_distrusted.load(Ordering::Relaxed) {
            return;
        }
        let text = List::of(&self.dir).and_then(|list| Ok(serde_json::to_vec(&list)?));
        // Without a list, the next run takes as long as the first.
        let _ = text.and_then(|text| fs::write(self.dir.join(LIST), text));
    }
}

impl List {
    /// What is in the folder now.
    fn of(dir: &Path) -> io::Result<Self> {
        let mut list = Self::default();
        list.add(dir, Path::new(""))?;
        list.0.remove(Path::new(LOCK));
        Ok(list)
    }

    fn add(&mut self, dir: &Path, below: &Path) -> io::Result<()> {
        for entry in fs::read_dir(dir.join(below))? {
            let entry = entry?;
            let path = below.join(entry.file_name());
            if entry.file_type()?.is_dir() {
                self.add(dir, &path)?;
            } else {
                let metadata = entry.metadata()?;
                self.0
                    .insert(path, (metadata.len(), metadata.modified().ok()));
            }
        }
        Ok(())
    }
}

/// Removes all but the lock, which is held.
fn empty(dir: &Path) -> io::Result<()> {
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            fs::remove_dir_all(entry.path())?;
        } else if entry.file_name() != LOCK {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// What a file is known by as long as nobody writes to it.
pub fn size_and_time(path: &Path) -> io::Result<(u64, Option<SystemTime>)> {
    let metadata = fs::metadata(path)?;
    Ok((metadata.len(), metadata.modified().ok()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(dir: &Path) -> Kept {
        let lock = File::create(dir.join(LOCK)).unwrap();
        Kept::open(dir.to_owned(), lock).unwrap()
    }

    /// A folder with one file in a folder of its own, as a grader has left it.
    fn left() -> (tempfile::TempDir, PathBuf) {
        let dir = tempfile::tempdir().unwrap();
        let kept = open(dir.path());
        let file = dir.path().join("reused/object.o");
        fs::create_dir(dir.path().join("reused")).unwrap();
        fs::write(&file, "object").unwrap();
        drop(kept);
        (dir, file)
    }

    #[test]
    fn what_is_as_it_was_left_is_used_again() {
        let (dir, file) = left();
        for _ in 0..2 {
            let _kept = open(dir.path());
            assert_eq!(fs::read_to_string(&file).unwrap(), "object");
        }
    }

    #[test]
    fn what_is_not_as_it_was_left_is_thrown_away() {
        type Harm = fn(&Path, &Path);
        let harms: [Harm; 5] = [
            |_, file| fs::write(file, "obj").unwrap(),
            |_, file| fs::write(file, "0bject").unwrap(),
            |_, file| fs::remove_file(file).unwrap(),
            |dir, _| fs::write(dir.join("reused/more"), "").unwrap(),
            |dir, _| fs::write(dir.join(LIST), "{\"reused/ob").unwrap(),
        ];
        for (number, harm) in harms.into_iter().enumerate() {
            let (dir, file) = left();
            harm(dir.path(), &file);
            let _kept = open(dir.path());
            let rest = fs::read_dir(dir.path()).unwrap().count();
            assert_eq!(rest, 1, "only the lock is there after harm {number}");
        }
    }

    #[test]
    fn a_grader_that_was_killed_or_that_distrusts_it_leaves_nothing_for_the_next() {
        for is_killed in [true, false] {
            let (dir, file) = left();
            let kept = open(dir.path());
            match is_killed {
                true => std::mem::forget(kept),
                false => kept.distrust(),
            }
            let _next = open(dir.path());
            assert!(!file.exists());
        }
    }

    #[test]
    fn a_folder_that_nobody_has_used_for_a_month_is_of_no_use() {
        let dir = tempfile::tempdir().unwrap();
        let (kept, other) = (dir.path().join(name("1")), dir.path().join("run-1"));
        let lock = |dir: &Path| {
            fs::create_dir(dir).unwrap();
            File::create(dir.join(LOCK)).unwrap()
        };
        let (lock, _) = (lock(&kept), lock(&other));
        assert!(is_of_use(&kept));
        assert!(!is_of_use(&other));
        lock.set_modified(SystemTime::now() - OLD - OLD).unwrap();
        assert!(!is_of_use(&kept));
    }
}
