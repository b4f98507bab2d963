//! Files for checks: a folder that goes with its check, and a disk that is full when a file has
//! grown to a certain length.

mod watch;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{env, fs, io, process};

use course::Verdict;

use crate::ending::fail;

pub use watch::Watch;

/// A folder of a check's own, empty at first. Dropped, it goes with all that is in it.
///
/// What a model runs is stopped in the middle if it fails, so that nothing of it is dropped: make
/// the folder outside, and take a [`fresh`](Folder::fresh) one for each run.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    is_inner: bool,
    inner: AtomicUsize,
}

impl Folder {
    /// A new one, among the system's temporary files. If there is none to be had, the check ends as
    /// `inconclusive`.
    #[expect(clippy::new_without_default, reason = "it makes something on the disk")]
    pub fn new() -> Self {
        let id = process::id();
        let names = (0..).map(|n| env::temp_dir().join(format!("check-{id}-{n}")));
        let mut made = names.map(|path| fs::create_dir(&path).map(|()| path));
        let taken = |result: &io::Result<PathBuf>| {
            let error = result.as_ref().err();
            error.is_some_and(|error| error.kind() == io::ErrorKind::AlreadyExists)
        };
        let path = made.find(|result| !taken(result));
        Self::at(
            path.unwrap_or_else(|| Err(io::ErrorKind::AlreadyExists.into())),
            false,
        )
    }

    /// A new one inside of it, which goes with it.
    pub fn fresh(&self) -> Self {
        let n = self.inner.fetch_add(1, Ordering::Relaxed);
        let path = self.path.join(n.to_string());
        Self::at(fs::create_dir(&path).map(|()| path), true)
    }

    fn at(path: io::Result<PathBuf>, is_inner: bool) -> Self {
        let no_folder = |error| {
            let message = format!("no folder for what is saved ({error}); is there space?");
            fail(Verdict::Inconclusive, message)
        };
        Self {
            path: path.unwrap_or_else(no_folder),
            is_inner,
            inner: AtomicUsize::new(0),
        }
    }

    /// Where it is; absolute.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Writes a file.
    ///
    /// # Panics
    /// If that fails.
    pub fn put(&self, name: &str, bytes: &[u8]) {
        fs::write(self.path.join(name), bytes).expect("the folder is the check's own");
    }

    /// Makes a folder in it.
    ///
    /// # Panics
    /// If that fails.
    pub fn put_folder(&self, name: &str) {
        fs::create_dir(self.path.join(name)).expect("the folder is the check's own");
    }

    /// Gives the file `name` a second name: what is written into the file shows under both, and
    /// what is put in its place does not.
    ///
    /// # Panics
    /// If the system cannot do that.
    pub fn link(&self, name: &str, second: &Path) {
        fs::hard_link(self.path.join(name), second).expect("the folder is the check's own");
    }

    /// Removes a file, if it is there.
    pub fn remove(&self, name: &str) {
        let _ = fs::remove_file(self.path.join(name));
    }

    /// Notes which names it loses from now on. If the system cannot do that, the check ends as `inconclusive`.
    pub fn watched(&self) -> Watch {
        Watch::over(&self.path).unwrap_or_else(|error| {
            let message = format!("what is saved cannot be watched ({error}); run it again");
            fail(Verdict::Inconclusive, message)
        })
    }

    /// What is in the file of that name; none if there is no such file.
    pub fn get(&self, name: &str) -> Option<Vec<u8>> {
        fs::read(self.path.join(name)).ok()
    }

    /// The names of all that is in it, sorted.
    pub fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.path).into_iter().flatten().flatten();
        let mut names: Vec<_> = entries
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .collect();
        names.sort_unstable();
        names
    }
}

impl Folder {
    /// Demands that the file of that name holds just these bytes, or that there is none; else the
    /// check ends as `wrong`.
    pub fn require(&self, name: &str, expected: Option<&[u8]>) {
        let found = self.get(name);
        if found.as_deref() == expected {
            return;
        }
        let told = |bytes: Option<&[u8]>| match bytes {
            None => "no file".to_owned(),
            Some(bytes) => format!("a file of {} bytes", bytes.len()),
        };
        let (found, expected) = (told(found.as_deref()), told(expected));
        let what = match found == expected {
            true => "but other bytes are in it".to_owned(),
            false => format!("but it is {found}"),
        };
        fail(Verdict::Wrong, format!("{name} must be {expected}, {what}"))
    }

    /// Demands that these names, sorted, are all that is in it; else the check ends as `wrong`.
    pub fn require_names(&self, expected: &[&str]) {
        let found = self.names();
        if found != expected {
            let message = format!("in the folder must be {expected:?}, but there is {found:?}");
            fail(Verdict::Wrong, message)
        }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if !self.is_inner {
            let _ = fs::remove_dir_all(&self.path);
        }
    }
}

/// What [`saved_without_space`] tells its worker, in the environment.
const FOLDER: &str = "CHECKS_SAVE_IN";
const NAME: &str = "CHECKS_SAVE_AS";

/// Runs the worker of that name, which [`with_space_for`] tells to save a file `name` in `folder`,
/// and returns what it prints. If it `survives`, a write for which there is no space fails; if not,
/// the process is killed in the middle of it.
///
/// For Unix only; elsewhere the worker panics. A panic of the worker ends the check.
pub fn saved_without_space(worker: &str, folder: &Folder, name: &str, survives: bool) -> String {
    let mut command = crate::worker(worker);
    if survives {
        command = ignoring_the_limit(&command);
    }
    command.env(FOLDER, folder.path()).env(NAME, name);
    match command.output() {
        Ok(output) => {
            crate::fail_if_panicked("`save`", &String::from_utf8_lossy(&output.stderr));
            String::from_utf8_lossy(&output.stdout).trim().to_owned()
        }
        Err(error) => fail(
            Verdict::Inconclusive,
            format!("no process to save with ({error}); run it again"),
        ),
    }
}

/// For a worker that [`saved_without_space`] runs: where and by which name it is to save. From now
/// on this process can write no file longer than `bytes`, as on a disk that is full then.
///
/// # Panics
/// If it was started by anything else, or the system has no such limit.
pub fn with_space_for(bytes: u64) -> (PathBuf, String) {
    let folder = env::var_os(FOLDER).expect("the check says where to save");
    let name = env::var(NAME).expect("the check says by which name to save");
    limit_to(bytes).expect("the system limits the length of files");
    (PathBuf::from(folder), name)
}

#[cfg(unix)]
fn limit_to(bytes: u64) -> io::Result<()> {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let limit = |bytes| Rlimit {
        current: Some(bytes),
        maximum: Some(bytes),
    };
    // The signal that kills would leave a core.
    setrlimit(Resource::Core, limit(0))?;
    Ok(setrlimit(Resource::Fsize, limit(bytes))?)
}

#[cfg(not(unix))]
fn limit_to(_bytes: u64) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// The same program with the same arguments, not killed where it passes a limit: a signal that a
/// shell ignores stays so in what the shell becomes.
fn ignoring_the_limit(command: &Command) -> Command {
    let mut shell = Command::new("sh");
    shell.args(["-c", "trap '' XFSZ; exec \"$0\" \"$@\""]);
    shell.arg(command.get_program()).args(command.get_args());
    shell
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_goes_with_all_that_is_in_it() {
        let folder = Folder::new();
        let (one, two) = (folder.fresh(), folder.fresh());
        one.put("a", b"1");
        one.put_folder("b");
        assert_eq!(
            (one.names(), two.names().len()),
            (vec!["a".to_owned(), "b".to_owned()], 0)
        );
        assert_eq!(
            (one.get("a"), one.get("b"), one.get("c")),
            (Some(vec![b'1']), None, None)
        );
        let path = folder.path().to_owned();
        drop(folder);
        assert!(!path.exists());
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_name_that_was_gone_for_a_moment_was_lost() {
        let folder = Folder::new();
        let path = |name| folder.path().join(name);
        folder.put("a", b"old");
        folder.put("b", b"new");
        let watch = folder.watched();
        fs::rename(path("b"), path("a")).unwrap();
        assert!(!watch.has_lost("a"), "its meaning has changed in one step");
        for take_away in [
            |a: &Path, _: &Path| fs::remove_file(a),
            |a: &Path, b: &Path| fs::rename(a, b),
        ] {
            let watch = folder.watched();
            take_away(&path("a"), &path("c")).unwrap();
            folder.put("a", b"newer");
            assert!(watch.has_lost("a"));
        }
    }

    #[test]
    fn a_link_shows_what_is_written_and_not_what_is_put_in_place() {
        let folder = Folder::new();
        folder.put("a", b"old");
        folder.link("a", &folder.path().join("second"));
        folder.put("a", b"new");
        assert_eq!(folder.get("second").unwrap(), b"new");
        folder.put("other", b"newer");
        fs::rename(folder.path().join("other"), folder.path().join("a")).unwrap();
        assert_eq!(folder.get("second").unwrap(), b"new");
    }
}
