//! Takes a student's files out of a tree that may hold anything: only the editable ones, and only
//! if they are what they should be. A tree that was mistyped is an error; what is wrong with a file
//! is a verdict.
//!
//! | what is found | verdict | why |
//! |---|---|---|
//! | no file, or nothing in it | `not_attempted` | nothing was handed in |
//! | a symlink, anywhere on the way to the file | `forbidden` | it would read files outside the submission |
//! | a folder, a pipe, a device | `forbidden` | reading one may never end |
//! | more than 1 MiB | `limit_exceeded` | no solution needs it; the compiler might not survive it |
//! | bytes that are not UTF-8 | `build_failed` | that is what the compiler would say |
//! | a pointer of Git LFS | `build_failed` | what the compiler would say of it helps nobody |
//! | a file that the system refuses to read | `grader_fault` | permissions are the instructor's to mend |

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use course::{Outcome, Verdict};

use super::layout::{holds_an_exercise, place};
use crate::workspace::{Exercise, Workspace};

/// Bytes that an editable file may hold.
pub const MAX_FILE: u64 = 1024 * 1024;

/// What a file begins with that git keeps elsewhere.
const LFS: &str = "version https://git-lfs.github.com/spec/";

/// A tree of exercise folders, in one of the layouts of [`places`](super::layout::places).
#[derive(Debug)]
pub struct Submission {
    /// What reports call it: the name of its folder.
    pub name: String,
    /// The tree.
    pub dir: PathBuf,
}

/// An editable file, as submitted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Relative to the exercise: `src/lib.rs`.
    pub path: PathBuf,
    /// Its text.
    pub text: String,
}

/// Why a tree cannot be graded at all. Each is a slip on the command line and says what to type.
#[derive(Debug, thiserror::Error)]
pub enum SubmissionError {
    /// There is no such folder.
    #[error("cannot open the submission {}: {source}; give the folder that holds {example}/", dir.display())]
    Open {
        /// As given.
        dir: PathBuf,
        /// What the system said.
        source: io::Error,
        /// A folder that a submission may hold.
        example: String,
    },
    /// It is a folder, and none of an exercise's is in it.
    #[error("the submission {} holds no exercise: {remedy}", dir.display())]
    NoExercise {
        /// As given.
        dir: PathBuf,
        /// What to give instead.
        remedy: String,
    },
}

impl Submission {
    /// The workspace's own exercises, which is what a student has edited.
    pub fn own(workspace: &Workspace) -> Self {
        Self::at(&workspace.root.join(crate::workspace::EXERCISES))
    }

    /// The tree at `dir`, whatever is there.
    pub fn at(dir: &Path) -> Self {
        Self::named(dir.to_owned())
    }

    /// The tree at `dir`.
    ///
    /// # Errors
    /// If `dir` is no folder or holds none of the `exercises`.
    pub fn open(dir: &Path, exercises: &[Exercise]) -> Result<Self, SubmissionError> {
        let example = exercises
            .first()
            .map_or("exNN_name", |exercise| &exercise.folder);
        fs::read_dir(dir).map_err(|source| SubmissionError::Open {
            dir: dir.to_owned(),
            source,
            example: example.to_owned(),
        })?;
        if holds_an_exercise(dir, exercises) {
            // Named as it was given; only `.` and `..` have to be looked up for a name.
            let named = dir.file_name().is_some();
            let found = || dir.canonicalize().unwrap_or_else(|_| dir.to_owned());
            return Ok(Self::named(if named { dir.to_owned() } else { found() }));
        }
        let above = dir.parent().filter(|_| {
            exercises
                .iter()
                .any(|exercise| dir.ends_with(&exercise.folder))
        });
        let remedy = match above {
            Some(above) if above == Path::new("") => "give the folder above it".to_owned(),
            Some(above) => format!("give the folder above it, {}", above.display()),
            None => format!(
                "it should hold folders named as in {}/, like {example}/",
                crate::workspace::EXERCISES
            ),
        };
        Err(SubmissionError::NoExercise {
            dir: dir.to_owned(),
            remedy,
        })
    }

    fn named(dir: PathBuf) -> Self {
        let name = dir
            .file_name()
            .map_or_else(|| dir.to_string_lossy(), |name| name.to_string_lossy())
            .into_owned();
        Self { name, dir }
    }

    /// The folder of one exercise, in whichever layout the tree has; it need not exist.
    pub fn exercise_dir(&self, exercise: &Exercise) -> PathBuf {
        let place = place(&self.dir, exercise);
        self.dir
            .join(place.unwrap_or_else(|| exercise.folder.clone().into()))
    }
}

/// The editable files of the exercise folder `dir`.
///
/// # Errors
/// The outcome that every check of the exercise has then; see the table above.
pub fn collect(dir: &Path, editable: &[PathBuf]) -> Result<Vec<SourceFile>, Box<Outcome>> {
    editable
        .iter()
        .map(|path| match take(dir, path) {
            Ok(text) => Ok(SourceFile {
                path: path.clone(),
                text,
            }),
            Err(problem) => {
                let folder = dir.file_name().map(Path::new).unwrap_or(dir);
                Err(named(problem, folder, path))
            }
        })
        .collect()
}

/// What is wrong with a file: the verdict, and the message, in which `{file}` stands for its name and `{exercise}` for
/// the exercise's.
pub(super) type Problem = (Verdict, String);

/// The outcome for a file, relative to the exercise's `folder`.
pub(super) fn named((verdict, problem): Problem, folder: &Path, path: &Path) -> Box<Outcome> {
    let exercise = folder.to_string_lossy();
    let exercise = exercise
        .split_once('_')
        .map_or(&*exercise, |(name, _)| name);
    let message = problem
        .replace("{file}", &folder.join(path).display().to_string())
        .replace("{exercise}", exercise);
    Box::new(Outcome::of(verdict, message))
}

/// The text of one file.
fn take(dir: &Path, path: &Path) -> Result<String, Problem> {
    let full = walk(dir, path)?;
    let unreadable = |error: io::Error| {
        (
            Verdict::GraderFault,
            format!("{{file}} cannot be read: {error}; correct its permissions and grade again"),
        )
    };
    let mut bytes = Vec::new();
    // One byte more than allowed tells a file that is too big, even if it has grown since it was
    // looked at.
    let file = File::open(&full).map_err(unreadable)?;
    file.take(MAX_FILE + 1)
        .read_to_end(&mut bytes)
        .map_err(unreadable)?;
    as_text(bytes)
}

/// What a file holds, as text.
pub(super) fn as_text(bytes: Vec<u8>) -> Result<String, Problem> {
    if bytes.len() as u64 > MAX_FILE {
        return Err(too_big());
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let problem = format!("{{file}} is not UTF-8 text (byte {at}); save it as UTF-8");
        (Verdict::BuildFailed, problem)
    })?;
    if text.starts_with(LFS) {
        let problem = "{file} is a pointer of Git LFS and not the file; hand in the file itself (`git lfs pull` gets it)";
        return Err((Verdict::BuildFailed, problem.to_owned()));
    }
    if text.trim().is_empty() {
        let problem = "{file} is empty; `grader reset {exercise}` gives back the stub";
        return Err((Verdict::NotAttempted, problem.to_owned()));
    }
    Ok(text)
}

/// A file that is not there.
pub(super) fn missing() -> Problem {
    let problem = "no file {file}; `grader reset {exercise}` gives back the stub";
    (Verdict::NotAttempted, problem.to_owned())
}

/// A file that no solution needs the size of.
pub(super) fn too_big() -> Problem {
    let problem = "{file} is larger than 1 MiB; hand in source text only";
    (Verdict::LimitExceeded, problem.to_owned())
}

/// A part of the way to a file that leads elsewhere.
pub(super) fn symlink(name: &str) -> Problem {
    let problem = format!("{{file}}: `{name}` is a symbolic link; hand in the file itself");
    (Verdict::Forbidden, problem)
}

/// A folder, a pipe, a device, another repo.
pub(super) fn no_file() -> Problem {
    let problem = "{file} is not a regular file; hand in the file itself";
    (Verdict::Forbidden, problem.to_owned())
}

/// Goes from `dir` down to the file, looking at each step before taking it.
fn walk(dir: &Path, path: &Path) -> Result<PathBuf, Problem> {
    let mut full = dir.to_owned();
    let mut found = full.symlink_metadata();
    for part in path.components() {
        if let Ok(metadata) = &found {
            refuse_symlink(&full, metadata)?;
        }
        full.push(part);
        found = full.symlink_metadata();
    }
    let metadata = match found {
        Ok(metadata) => metadata,
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
            ) =>
        {
            return Err(missing());
        }
        Err(error) => {
            let problem = format!(
                "{{file}} cannot be looked at: {error}; correct its permissions and grade again"
            );
            return Err((Verdict::GraderFault, problem));
        }
    };
    refuse_symlink(&full, &metadata)?;
    if !metadata.is_file() {
        return Err(no_file());
    }
    Ok(full)
}

fn refuse_symlink(path: &Path, metadata: &fs::Metadata) -> Result<(), Problem> {
    if !metadata.is_symlink() {
        return Ok(());
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    Err(symlink(&name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::exercise;

    /// What `collect` says of a folder `ex01_sleep_loop` that `make` has filled.
    fn verdict(make: impl FnOnce(&Path)) -> (Verdict, String) {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("ex01_sleep_loop");
        fs::create_dir_all(folder.join("src")).unwrap();
        make(&folder);
        match collect(&folder, &["src/lib.rs".into()]) {
            Ok(files) => (Verdict::Passed, files[0].text.clone()),
            Err(outcome) => (outcome.verdict, outcome.message),
        }
    }

    fn written(bytes: &[u8]) -> (Verdict, String) {
        verdict(|folder| fs::write(folder.join("src/lib.rs"), bytes).unwrap())
    }

    #[test]
    fn a_plain_file_is_taken_as_it_is() {
        assert_eq!(
            written(b"//! Done.\n"),
            (Verdict::Passed, "//! Done.\n".to_owned())
        );
    }

    #[test]
    fn nothing_handed_in_is_not_attempted() {
        for (verdict, message) in [
            verdict(|_| {}),
            verdict(|folder| fs::remove_dir_all(folder).unwrap()),
        ] {
            assert_eq!(verdict, Verdict::NotAttempted);
            assert!(
                message.starts_with("no file ex01_sleep_loop/src/lib.rs"),
                "{message}"
            );
        }
        assert_eq!(written(b"").0, Verdict::NotAttempted);
        assert_eq!(written(b" \n\t\n").0, Verdict::NotAttempted);
    }

    #[test]
    fn a_folder_that_is_a_file_holds_nothing() {
        let (verdict, _) = verdict(|folder| {
            fs::remove_dir(folder.join("src")).unwrap();
            fs::write(folder.join("src"), "").unwrap();
        });
        assert_eq!(verdict, Verdict::NotAttempted);
    }

    #[test]
    fn a_file_of_exactly_the_limit_is_taken_and_one_byte_more_is_not() {
        let limit = usize::try_from(MAX_FILE).unwrap();
        assert_eq!(written(&vec![b'/'; limit]).0, Verdict::Passed);
        let (verdict, message) = written(&vec![b'/'; limit + 1]);
        assert_eq!(verdict, Verdict::LimitExceeded);
        assert!(
            message.contains("src/lib.rs is larger than 1 MiB"),
            "{message}"
        );
    }

    #[test]
    fn text_in_another_encoding_does_not_build() {
        let (verdict, message) = written(b"// caf\xe9\n");
        assert_eq!(verdict, Verdict::BuildFailed);
        assert!(message.contains("not UTF-8 text (byte 6)"), "{message}");
    }

    #[test]
    fn a_folder_in_place_of_the_file_is_forbidden() {
        let (verdict, message) =
            verdict(|folder| fs::create_dir(folder.join("src/lib.rs")).unwrap());
        assert_eq!(verdict, Verdict::Forbidden);
        assert!(message.contains("not a regular file"), "{message}");
    }

    #[cfg(unix)]
    #[test]
    fn a_symlink_anywhere_on_the_way_is_forbidden() {
        use std::os::unix::fs::symlink;
        let to_file = verdict(|folder| symlink("/etc/passwd", folder.join("src/lib.rs")).unwrap());
        let to_nothing = verdict(|folder| symlink("/nowhere", folder.join("src/lib.rs")).unwrap());
        let on_the_way = verdict(|folder| {
            fs::remove_dir(folder.join("src")).unwrap();
            symlink("/etc", folder.join("src")).unwrap();
        });
        let whole = verdict(|folder| {
            fs::remove_dir_all(folder).unwrap();
            symlink("/etc", folder).unwrap();
        });
        for (verdict, message) in [to_file, to_nothing, on_the_way, whole] {
            assert_eq!(verdict, Verdict::Forbidden);
            assert!(message.contains("is a symbolic link"), "{message}");
        }
    }

    #[test]
    fn a_mistyped_tree_is_an_error_with_the_remedy() {
        let dir = tempfile::tempdir().unwrap();
        let exercises = [exercise("ex01_sleep_loop")];
        let error = |dir: &Path| Submission::open(dir, &exercises).unwrap_err().to_string();

        let missing = error(&dir.path().join("nowhere"));
        assert!(
            missing.contains("cannot open") && missing.contains("ex01_sleep_loop/"),
            "{missing}"
        );
        assert!(error(dir.path()).contains("holds no exercise: it should hold folders"));

        let folder = dir.path().join("exercises/ex01_sleep_loop");
        fs::create_dir_all(&folder).unwrap();
        assert!(error(&folder).contains("give the folder above it"));
        let name = Submission::open(&dir.path().join("exercises"), &exercises)
            .unwrap()
            .name;
        assert_eq!(name, "exercises");
    }

    #[test]
    fn an_exercise_is_found_in_every_layout() {
        let exercise = exercise("ex01_sleep_loop");
        for place in crate::intake::layout::places(&exercise) {
            let dir = tempfile::tempdir().unwrap();
            let folder = dir.path().join(place);
            fs::create_dir_all(&folder).unwrap();
            let submission = Submission::open(dir.path(), std::slice::from_ref(&exercise));
            assert_eq!(submission.unwrap().exercise_dir(&exercise), folder);
        }
    }
}
