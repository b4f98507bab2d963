//! The pictures in lessons: timelines and traces of what a sample or the solution really does, drawn as `show --svg` draws
//! them. `verify` compares each with its file, `verify --write` makes the file.

use std::fs;
use std::path::Path;

use course::Picture;

use super::Inconsistency;
use super::trial::Trial;
use crate::workspace::{Exercise, Workspace};

/// Pictures of `exercises` that are not as they should be. If they are to be written, only those that cannot be.
pub fn problems(
    workspace: &Workspace,
    exercises: &[&Exercise],
    trials: &[Trial<'_>],
    write: bool,
) -> Vec<Inconsistency> {
    let of = |exercise: &&Exercise| {
        let exercise = *exercise;
        let pictures = exercise.spec.pictures.iter();
        let problems = pictures.filter_map(|picture| {
            let path = exercise.dir.join(&picture.file);
            let wanted = drawn(picture, exercise, trials);
            let problem = match wanted.and_then(|svg| update(&path, &svg, write)) {
                Ok(()) => is_missing_in(&exercise.dir.join("README.md"), picture)?,
                Err(problem) => problem,
            };
            Some(Inconsistency {
                exercise: exercise.name.clone(),
                place: workspace.shown(&path).to_string(),
                problem,
                detail: None,
            })
        });
        problems.collect::<Vec<_>>()
    };
    exercises.iter().flat_map(of).collect()
}

/// The picture as it should be, or what is wrong with its place in `exercise.toml`.
fn drawn(picture: &Picture, exercise: &Exercise, trials: &[Trial<'_>]) -> Result<String, String> {
    let of = &picture.of;
    let is_it = |trial: &&Trial<'_>| {
        trial.fixture.exercise.name == exercise.name && trial.fixture.called() == *of
    };
    let trial = trials.iter().find(is_it).ok_or_else(|| {
        format!("there is no `{of}` to draw; name `solution`, or a sample as `wrong/NAME`")
    })?;
    let at = exercise.spec.checks.iter();
    let at = at
        .map(|check| &check.name)
        .position(|name| *name == picture.check);
    let outcomes = trial.outcomes.as_ref().ok();
    let outcome = outcomes
        .zip(at)
        .and_then(|(outcomes, at)| outcomes.get(at)?.first());
    let svg = outcome.and_then(|outcome| outcome.evidence.svg());
    svg.ok_or_else(|| {
        let check = &picture.check;
        format!("`{check}` of {of} has no run to draw; runs in virtual time have one, and failing searches")
    })
}

/// Compares the file with the picture, or makes it the same.
fn update(path: &Path, svg: &str, write: bool) -> Result<(), String> {
    // A checkout may have line ends of its own.
    let found = fs::read_to_string(path).unwrap_or_default();
    if found.lines().eq(svg.lines()) {
        return Ok(());
    }
    if !write {
        let remedy = "run `cargo run -p grader -- verify --write`";
        return Err(format!(
            "it is not what the run shows; {remedy}, and look at it"
        ));
    }
    fs::write(path, svg).map_err(|error| format!("cannot be written: {error}"))?;
    eprintln!("grader: drew {}", path.display());
    Ok(())
}

/// What is wrong if the lesson does not show it.
fn is_missing_in(readme: &Path, picture: &Picture) -> Option<String> {
    let lesson = fs::read_to_string(readme).unwrap_or_default();
    let link = format!("]({})", picture.file);
    (!lesson.contains(&link)).then(|| {
        format!(
            "the lesson does not show it; write ![what one sees there]({}) in README.md",
            picture.file
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_written_only_if_that_is_asked_for() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("timeline.svg");
        let problem = update(&path, "<svg/>\n", false).unwrap_err();
        assert!(problem.contains("verify --write"), "{problem}");
        assert!(!path.exists());
        assert_eq!(update(&path, "<svg/>\n", true), Ok(()));
        assert_eq!(update(&path, "<svg/>\n", false), Ok(()));
        let gone = dir.path().join("gone").join("timeline.svg");
        let problem = update(&gone, "<svg/>\n", true).unwrap_err();
        assert!(problem.contains("cannot be written"), "{problem}");
    }

    #[test]
    fn a_lesson_has_to_show_its_pictures() {
        let dir = tempfile::tempdir().unwrap();
        let readme = dir.path().join("README.md");
        let picture = Picture {
            file: "timeline.svg".to_owned(),
            check: "five_threads".to_owned(),
            of: "solution".to_owned(),
        };
        let problem = is_missing_in(&readme, &picture).unwrap();
        assert!(problem.contains("(timeline.svg)"), "{problem}");
        fs::write(&readme, "![five threads at once](timeline.svg)\n").unwrap();
        assert_eq!(is_missing_in(&readme, &picture), None);
    }
}
