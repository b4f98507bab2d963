//! `grader export DIR`: what a class has handed in, laid out for tools that look for plagiarism.
//!
//! | in `DIR` | what it is |
//! |---|---|
//! | `submissions/STUDENT/ex03.rs` | the latest file of each student, where it differs from the stub |
//! | `base/ex03.rs` | the stubs, which everybody has |
//! | `info.csv` | a row a file: `filename,label`, as Dolos reads it |

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use gradebook::{Gradebook, Source, Student};

use crate::cli::ExportArgs;
use crate::exit;
use crate::export::class::stems;
use crate::export::csv_field;
use crate::select::select_whole;
use crate::stub;
use crate::workspace::{Exercise, Workspace};

/// A slip on the command line.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// There is something already.
    #[error("{} is there already; give a folder that is not", .0.display())]
    Exists(PathBuf),
}

/// Files by their names in a student's folder.
type Files = BTreeMap<String, String>;

/// Lays the files out, and returns the exit code.
///
/// # Errors
/// [`ExportError`], a gradebook that cannot be read, or a place that cannot be written to.
pub fn run(workspace: &Workspace, args: &ExportArgs) -> Result<u8> {
    let exercises = select_whole(&workspace.exercises, &args.exercises)?;
    let dir = &args.dir;
    if dir.symlink_metadata().is_ok() {
        return Err(ExportError::Exists(dir.clone()).into());
    }
    let book = Gradebook::read(&args.gradebook)?;
    let students = book.students()?;
    let mut stubs = Files::new();
    for exercise in &exercises {
        for file in &exercise.spec.editable {
            let text = stub::read(exercise, file).map_err(anyhow::Error::msg)?;
            stubs.insert(name(exercise, &file.to_string_lossy()), text);
        }
    }
    for (file, text) in &stubs {
        write(&dir.join("base").join(file), text)?;
    }
    let mut own = handed_in(&book, &exercises)?;
    let mut rows = vec!["filename,label".to_owned()];
    let mut without = Vec::new();
    let folders = stems(students.iter().map(|student| student.id.as_str()));
    for (student, folder) in students.iter().zip(folders) {
        let mut files = own.remove(&student.id).unwrap_or_default();
        files.retain(|file, text| stubs.get(file) != Some(text));
        for (file, text) in &files {
            let path = format!("submissions/{folder}/{file}");
            write(&dir.join(&path), text)?;
            rows.push(format!("{},{}", csv_field(&path), csv_field(&student.id)));
        }
        if files.is_empty() {
            without.push(student);
        }
    }
    write(&dir.join("info.csv"), &format!("{}\n", rows.join("\n")))?;
    say(dir, rows.len() - 1, students.len(), &without);
    Ok(exit::PASSED)
}

/// What each student has handed in last, by their id.
fn handed_in(book: &Gradebook, exercises: &[&Exercise]) -> Result<BTreeMap<String, Files>> {
    let mut own = BTreeMap::<String, Files>::new();
    // The latest attempt comes last, and takes the place of those before.
    for attempt in book.attempts()? {
        let exercise = exercises.iter().find(|it| it.name == attempt.exercise);
        let (Some(exercise), Some(Source::Files(files))) =
            (exercise, book.source(&attempt.source)?)
        else {
            continue;
        };
        let folder = own.entry(attempt.student).or_default();
        folder.extend(
            files
                .into_iter()
                .map(|it| (name(exercise, &it.path), it.text)),
        );
    }
    Ok(own)
}

fn say(dir: &Path, files: usize, students: usize, without: &[&Student]) {
    let count = students - without.len();
    println!("{}: {files} files of {count} students", dir.display());
    for student in without {
        eprintln!("grader: {} has nothing that can be compared", student.id);
    }
}

/// `ex03.rs` of the usual file, `ex03_src_other.rs` of another.
fn name(exercise: &Exercise, file: &str) -> String {
    match file {
        "src/lib.rs" => format!("{}.rs", exercise.name),
        other => format!("{}_{}", exercise.name, other.replace(['/', '\\'], "_")),
    }
}

fn write(path: &Path, text: &str) -> Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)
        .and_then(|()| fs::write(path, text))
        .with_context(|| format!("cannot write {}", path.display()))
}
