//! The files of a student's exercise as they were when it was graded last, so that `show` lays the lines beside the
//! steps that came from them.

use std::collections::BTreeMap;
use std::fs;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io;
use std::path::{Path, PathBuf};

use course::text::WIDTH;
use runtrace::Source;
use runtrace::html::Listing;
use serde::{Deserialize, Serialize};

use crate::fingerprint::Fingerprint;
use crate::intake::{Submission, collect};
use crate::last::{Last, LastCheck};
use crate::remembered;
use crate::workspace::{Exercise, Workspace};

/// Files by their names, as places have them: `src/lib.rs`.
pub type Files = BTreeMap<String, String>;

/// What is kept.
#[derive(Debug, Serialize, Deserialize)]
struct Graded {
    files: Files,
    /// Which outcomes they led to.
    of: u64,
}

/// The exercise's editable files as they are now; none of those that cannot be read.
pub fn files(submission: &Submission, exercise: &Exercise) -> Files {
    let dir = submission.exercise_dir(exercise);
    let files = collect(&dir, &exercise.spec.editable).unwrap_or_default();
    files
        .into_iter()
        .map(|file| (file.path.display().to_string(), file.text))
        .collect()
}

/// Keeps the files that these outcomes are of; `of` is what was graded. Files that have been written to since are not
/// kept, and neither are those of a run during which they were (`None`).
///
/// # Errors
/// The folder or the file cannot be written.
pub fn keep(
    workspace: &Workspace,
    exercise: &Exercise,
    last: &Last,
    of: Option<Fingerprint>,
) -> io::Result<()> {
    let files = files(&Submission::own(workspace), exercise);
    if of != Some(Fingerprint::of(exercise)) {
        return Ok(());
    }
    let graded = Graded {
        files,
        of: hash(&last.checks),
    };
    remembered::write(&path(&workspace.root, &exercise.name), &graded)
}

/// The files to be laid beside a run, and what is to be said of them: empty if they are what was graded.
pub fn beside(
    workspace: &Workspace,
    exercise: &Exercise,
    last: &Last,
    quoted: &[Source],
) -> (Vec<Listing>, String) {
    let kept = kept(&workspace.root, &exercise.name, last);
    let now = files(&Submission::own(workspace), exercise);
    let mut listings = Vec::new();
    let mut warning = String::new();
    let command = format!("`cargo run -p grader -- {}`", exercise.name);
    for path in &exercise.spec.editable {
        let name = path.display().to_string();
        let (then, now) = (kept.get(&name), now.get(&name));
        let text = match (then, now) {
            (Some(then), now) => {
                if now != Some(then) {
                    warning = format!(
                        "{name} has changed since this run, and is shown as it was then. For the file as it is now, \
                         run {command} first."
                    );
                }
                then
            }
            (None, Some(now))
                if agrees(&name, now, quoted) && is_older(workspace, exercise, path) =>
            {
                now
            }
            _ => {
                warning = format!(
                    "{name} has changed since this run, so that only the lines that the run has quoted are shown. For \
                     the file as it is now, run {command} first."
                );
                continue;
            }
        };
        listings.push(Listing {
            name,
            text: text.clone(),
            whole: true,
        });
    }
    if let Ok(text) = fs::read_to_string(exercise.dir.join("tests/checks.rs")) {
        listings.push(Listing {
            name: "tests/checks.rs".to_owned(),
            text,
            whole: false,
        });
    }
    (listings, warning)
}

fn path(root: &Path, exercise: &str) -> PathBuf {
    Last::path(root, exercise).with_extension("files.json")
}

/// What was kept, if these outcomes are of it.
fn kept(root: &Path, exercise: &str, last: &Last) -> Files {
    let read: Option<Graded> = remembered::read(&path(root, exercise));
    read.filter(|graded| graded.of == hash(&last.checks))
        .map(|graded| graded.files)
        .unwrap_or_default()
}

fn hash(checks: &[LastCheck]) -> u64 {
    let mut hasher = DefaultHasher::new();
    serde_json::to_string(checks)
        .unwrap_or_default()
        .hash(&mut hasher);
    hasher.finish()
}

/// Whether the lines that the run has quoted of the file stand there.
fn agrees(name: &str, text: &str, quoted: &[Source]) -> bool {
    let lines: Vec<&str> = text.lines().collect();
    quoted.iter().all(|source| {
        let Some((file, line)) = source.place.rsplit_once(':') else {
            return true;
        };
        let line: usize = line.parse().unwrap_or(0);
        let found = lines.get(line.wrapping_sub(1)).map(|line| line.trim());
        // A long line is quoted as far as it fits.
        let start: String = source.text.chars().take(WIDTH / 2).collect();
        file != name || found.is_some_and(|found| found.starts_with(start.trim_end_matches('…')))
    })
}

/// Whether the file was written before the outcomes were.
fn is_older(workspace: &Workspace, exercise: &Exercise, file: &Path) -> bool {
    let written = |path: PathBuf| fs::metadata(path)?.modified();
    let own = Submission::own(workspace)
        .dir
        .join(&exercise.folder)
        .join(file);
    let last = written(Last::path(&workspace.root, &exercise.name));
    matches!((written(own), last), (Ok(own), Ok(last)) if own <= last)
}
