//! The copies of the stubs, which `grader reset` gives back to students. `verify` compares each with the file that is
//! handed out, `verify --write` makes it anew.

use std::fs;
use std::io;

use super::Inconsistency;
use crate::stub;
use crate::workspace::{Exercise, Workspace};

/// Copies of `exercises` that are not as handed out. If they are to be written, only those that cannot be.
pub fn problems(workspace: &Workspace, exercises: &[&Exercise], write: bool) -> Vec<Inconsistency> {
    let of = |exercise: &&Exercise| {
        let exercise = *exercise;
        let files = exercise.spec.editable.iter();
        let problems = files.filter_map(|file| {
            let (from, copy) = (exercise.dir.join(file), stub::path(exercise, file));
            // That a file is missing is said elsewhere.
            let text = fs::read(from).ok()?;
            if fs::read(&copy).is_ok_and(|found| found == text) {
                return None;
            }
            let problem = if !write {
                let remedy = "run `cargo run -p grader -- verify --write`";
                format!("it is not the stub that is handed out; {remedy}")
            } else {
                let folder = copy.parent().map_or(Ok(()), fs::create_dir_all);
                let written: io::Result<()> = folder.and_then(|()| fs::write(&copy, text));
                format!("cannot be written: {}", written.err()?)
            };
            Some(Inconsistency {
                exercise: exercise.name.clone(),
                place: workspace.shown(&copy).to_string(),
                problem,
                detail: None,
            })
        });
        problems.collect::<Vec<_>>()
    };
    exercises.iter().flat_map(of).collect()
}
