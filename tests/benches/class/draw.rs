//! A class, drawn from stubs, samples and solutions of all exercises.

use std::fs;
use std::path::{Path, PathBuf};

use grader::samples::{SUBMISSIONS, read_all};
use grader::workspace::{Exercise, SOLUTIONS, Workspace};

use crate::Result;

/// Of three files one is a copy of another's.
const DISTINCT: usize = 3;

/// An exercise, and texts that somebody may hand in for it.
pub type Pool<'w> = (&'w Exercise, Vec<String>);

/// The texts of each exercise, in the order of the course.
pub fn pools(workspace: &Workspace) -> Result<Vec<Pool<'_>>> {
    let mut pools = Vec::new();
    for exercise in &workspace.exercises {
        let lib = Path::new(&exercise.folder).join("src/lib.rs");
        let solution = fs::read_to_string(workspace.root.join(SOLUTIONS).join(&lib))?;
        let stub = fs::read_to_string(exercise.dir.join("stub/src/lib.rs"))?;
        let mut texts = Vec::new();
        for kind in ["right", "wrong"] {
            let samples = workspace
                .root
                .join(SUBMISSIONS)
                .join(&exercise.name)
                .join(kind);
            for sample in read_all(&samples, exercise, &solution).flatten() {
                texts.extend(sample.files.into_iter().map(|file| file.text));
            }
        }
        texts.extend([solution, stub]);
        pools.push((exercise, texts));
    }
    Ok(pools)
}

/// The text that a student hands in: two thirds are nobody else's.
pub fn text(texts: &[String], student: usize, exercise: usize) -> String {
    let drawn = &texts[(student * 31 + exercise * 7) % texts.len()];
    match (student + exercise) % DISTINCT {
        0 => drawn.clone(),
        _ => format!("{drawn}\n// student {student}\n"),
    }
}

/// Writes a class of so many students to `dir`, a folder each.
pub fn class(dir: &Path, students: usize, pools: &[Pool<'_>]) -> Result<PathBuf> {
    for student in 0..students {
        for (at, (exercise, texts)) in pools.iter().enumerate() {
            let folder = dir.join(format!("s{student:04}"));
            write(&folder, exercise, &text(texts, student, at))?;
        }
    }
    Ok(dir.to_owned())
}

/// Writes what a student hands in for an exercise into the student's folder.
pub fn write(student: &Path, exercise: &Exercise, text: &str) -> Result<()> {
    let file = student.join(&exercise.folder).join("src/lib.rs");
    fs::create_dir_all(file.parent().ok_or("no folder")?)?;
    Ok(fs::write(file, text)?)
}
