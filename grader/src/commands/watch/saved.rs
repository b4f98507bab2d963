//! Looks for files that have changed. Folders are watched, not files, because editors save by putting a new file in the
//! place of the old one; and what has changed is decided by the content, so that a save of the same text, a touch and
//! the half of a save are told apart from a save.

use std::path::PathBuf;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use notify::{RecommendedWatcher, RecursiveMode, Watcher};

use crate::fingerprint::Fingerprint;
use crate::workspace::Exercise;

/// A file is looked at when nothing has happened to it for so long: an editor may write it in pieces.
const QUIET: Duration = Duration::from_millis(8);

/// A file that is gone or empty is given so long to come back: an editor may be about to write it.
const GONE: Duration = Duration::from_millis(150);

/// How often the files are looked at if nobody says that anything has changed: not every file system tells.
const LOOK: Duration = Duration::from_millis(700);

/// Looks after the exercises from now on, in a thread of its own; `tell` is called with the index of each that was saved.
/// The thread ends when `tell` returns false.
pub fn watch(exercises: Vec<Exercise>, mut tell: impl FnMut(usize) -> bool + Send + 'static) {
    let mut known: Vec<_> = exercises.iter().map(Fingerprint::of).collect();
    let (sender, events) = mpsc::channel();
    let hear = move |event: notify::Result<notify::Event>| {
        // Reading is an event too, and our own doing.
        if event.is_ok_and(|event| !event.kind.is_access()) {
            let _ = sender.send(());
        }
    };
    let watcher = notify::recommended_watcher(hear).ok();
    let mut watched = Watched {
        watcher,
        folders: Vec::new(),
    };
    watched.look_for(&exercises);
    let mut gone: Vec<_> = exercises.iter().map(is_gone).collect();
    thread::spawn(move || {
        loop {
            wait(&events, &exercises, &gone);
            gone = exercises.iter().map(is_gone).collect();
            watched.look_for(&exercises);
            for (place, exercise) in exercises.iter().enumerate() {
                let now = Fingerprint::of(exercise);
                if now == known[place] {
                    continue;
                }
                known[place] = now;
                if !tell(place) {
                    return;
                }
            }
        }
    });
}

/// The folders that the system tells of.
struct Watched {
    /// None where the system does not tell; then the files are looked at from time to time.
    watcher: Option<RecommendedWatcher>,
    /// With the number of the folder in its file system, since another one may take its place.
    folders: Vec<(PathBuf, u64)>,
}

impl Watched {
    /// Sees to it that every folder is watched, also one that was put in the place of another.
    fn look_for(&mut self, exercises: &[Exercise]) {
        let Some(watcher) = &mut self.watcher else {
            return;
        };
        let mut folders: Vec<_> = exercises.iter().flat_map(folders_of).collect();
        folders.sort();
        folders.dedup();
        for folder in folders {
            let number = number_of(&folder);
            let entry = (folder, number);
            if self.folders.contains(&entry) {
                continue;
            }
            let (folder, _) = &entry;
            self.folders.retain(|(known, _)| known != folder);
            let _ = watcher.unwatch(folder);
            if watcher.watch(folder, RecursiveMode::NonRecursive).is_ok() {
                self.folders.push(entry);
            }
        }
    }
}

/// The folders in which files lie that verdicts depend on.
fn folders_of(exercise: &Exercise) -> Vec<PathBuf> {
    let files = exercise.spec.editable.iter();
    let files = files.map(|file| exercise.dir.join(file));
    let files = files.chain([exercise.checks_rs()]);
    files
        .filter_map(|file| file.parent().map(std::path::Path::to_owned))
        .collect()
}

#[cfg(unix)]
fn number_of(folder: &std::path::Path) -> u64 {
    use std::os::unix::fs::MetadataExt;
    folder.metadata().map_or(0, |metadata| metadata.ino())
}

#[cfg(not(unix))]
fn number_of(folder: &std::path::Path) -> u64 {
    u64::from(folder.is_dir())
}

/// Waits until the files are to be looked at. `gone` are those that were not there before.
fn wait(events: &Receiver<()>, exercises: &[Exercise], gone: &[bool]) {
    match events.recv_timeout(LOOK) {
        Err(RecvTimeoutError::Timeout) => return,
        // There is no watcher.
        Err(RecvTimeoutError::Disconnected) => return thread::sleep(LOOK),
        Ok(()) => {}
    }
    let settle = || while events.recv_timeout(QUIET).is_ok() {};
    let newly_gone = || {
        let mut places = exercises.iter().zip(gone);
        places.any(|(exercise, was_gone)| !was_gone && is_gone(exercise))
    };
    settle();
    while newly_gone() && events.recv_timeout(GONE).is_ok() {
        settle();
    }
}

/// Whether an editable file is not there or empty.
fn is_gone(exercise: &Exercise) -> bool {
    let mut files = exercise.spec.editable.iter();
    files.any(|file| {
        let metadata = exercise.dir.join(file).metadata();
        metadata.map_or(true, |metadata| metadata.len() == 0)
    })
}
