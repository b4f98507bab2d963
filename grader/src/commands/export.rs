//! `grader export DIR --from CLASS`: submissions laid out for tools that look for plagiarism.
//!
//! | in `DIR` | what it is |
//! |---|---|
//! | `submissions/STUDENT/ex03.rs` | the editable files of each student |
//! | `base/ex03.rs` | the stubs, which everybody has |
//! | `info.csv` | a row a file: `filename,label`, as Dolos reads it |

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use crate::cli::ExportArgs;
use crate::exit;
use crate::export::csv_field;
use crate::intake::{Submission, collect};
use crate::select::select_whole;
use crate::stub;
use crate::workspace::{EXERCISES, Exercise, Workspace};

/// A slip on the command line.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// There is something already.
    #[error("{} is there already; give a folder that is not", .0.display())]
    Exists(PathBuf),
    /// The class is not there.
    #[error("cannot list {}: {source}; give --from the folder that holds a folder for each student", dir.display())]
    NoClass {
        /// As given.
        dir: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

/// Lays the files out, and returns the exit code. Nothing that a student has handed in is run, and no link is followed.
///
/// # Errors
/// [`ExportError`], or a place that cannot be written to.
pub fn run(workspace: &Workspace, args: &ExportArgs) -> Result<u8> {
    let exercises = select_whole(&workspace.exercises, &args.exercises)?;
    let dir = &args.dir;
    if dir.symlink_metadata().is_ok() {
        return Err(ExportError::Exists(dir.clone()).into());
    }
    let students = students(&args.from)?;
    for exercise in &exercises {
        for file in &exercise.spec.editable {
            let text = stub::read(exercise, file).map_err(anyhow::Error::msg)?;
            write(&dir.join("base").join(name(exercise, file)), &text)?;
        }
    }
    let mut rows = vec!["filename,label".to_owned()];
    let mut without = Vec::new();
    for student in &students {
        let label = student.file_name().unwrap_or_default().to_string_lossy();
        let before = rows.len();
        for (file, text) in files(student, &exercises, workspace) {
            let path = Path::new("submissions").join(&*label).join(&file);
            write(&dir.join(&path), &text)?;
            let path = path.to_string_lossy().replace('\\', "/");
            rows.push(format!("{},{}", csv_field(&path), csv_field(&label)));
        }
        if rows.len() == before {
            without.push(label.into_owned());
        }
    }
    write(&dir.join("info.csv"), &format!("{}\n", rows.join("\n")))?;
    let (files, count) = (rows.len() - 1, students.len() - without.len());
    println!("{}: {files} files of {count} students", dir.display());
    for student in without {
        eprintln!("grader: {student} has handed in nothing that can be compared");
    }
    Ok(exit::PASSED)
}

/// The folders of students, by name.
fn students(class: &Path) -> Result<Vec<PathBuf>, ExportError> {
    let error = |source| ExportError::NoClass {
        dir: class.to_owned(),
        source,
    };
    let mut students = Vec::new();
    for entry in fs::read_dir(class).map_err(error)? {
        let entry = entry.map_err(error)?;
        let is_hidden = entry.file_name().to_string_lossy().starts_with('.');
        if !is_hidden && entry.file_type().map_err(error)?.is_dir() {
            students.push(entry.path());
        }
    }
    students.sort();
    Ok(students)
}

/// The files of a student that differ from the stub, by the names they get.
fn files(student: &Path, exercises: &[&Exercise], workspace: &Workspace) -> Vec<(String, String)> {
    let places = [student.to_owned(), student.join(EXERCISES)];
    let below = fs::read_dir(student).into_iter().flatten().flatten();
    let below = below.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()));
    let places = places.into_iter().chain(below.map(|entry| entry.path()));
    let opened = places.filter_map(|dir| Submission::open(&dir, &workspace.exercises).ok());
    let Some(submission) = opened.into_iter().next() else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for exercise in exercises {
        // What is no file to be graded is none to be compared.
        let dir = submission.exercise_dir(exercise);
        for file in collect(&dir, &exercise.spec.editable).unwrap_or_default() {
            if stub::read(exercise, &file.path).is_ok_and(|stub| stub != file.text) {
                found.push((name(exercise, &file.path), file.text));
            }
        }
    }
    found
}

/// `ex03.rs` of the usual file, `ex03_src_other.rs` of another.
fn name(exercise: &Exercise, file: &Path) -> String {
    if file == Path::new("src/lib.rs") {
        return format!("{}.rs", exercise.name);
    }
    let parts = file
        .components()
        .map(|part| part.as_os_str().to_string_lossy());
    format!("{}_{}", exercise.name, parts.collect::<Vec<_>>().join("_"))
}

fn write(path: &Path, text: &str) -> Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)
        .and_then(|()| fs::write(path, text))
        .with_context(|| format!("cannot write {}", path.display()))
}
