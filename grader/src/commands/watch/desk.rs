//! What is done at the student's desk besides grading: looking up what is remembered, hints, resetting, comparing.

use std::fs;
use std::sync::{Mutex, PoisonError};

use course::text::Paint;

use super::message::Message;
use super::state::{Check, Row};
use crate::commands::{diff, hint, reset};
use crate::fingerprint::Fingerprint;
use crate::last::Last;
use crate::standing::Standing;
use crate::workspace::{Exercise, SOLUTIONS, Workspace};

/// The course, and what is remembered of it.
#[derive(Debug)]
pub struct Desk {
    /// The course.
    pub workspace: Workspace,
    /// The exercises that are gone through, which indices are of.
    pub exercises: Vec<Exercise>,
    /// In colour or not.
    pub paint: Paint,
    /// Held by who reads what is remembered and writes it again.
    memory: Mutex<()>,
}

impl Desk {
    /// For these exercises of the course.
    pub fn new(workspace: Workspace, exercises: Vec<Exercise>, paint: Paint) -> Self {
        Self {
            workspace,
            exercises,
            paint,
            memory: Mutex::default(),
        }
    }

    /// The rows of the list.
    pub fn rows(&self) -> Vec<Row> {
        let row = |exercise: &Exercise| Row {
            name: exercise.name.clone(),
            title: exercise.spec.title.clone(),
            practical: exercise.spec.practical.clone(),
            folder: self.workspace.shown(&exercise.dir).to_string(),
            file: exercise
                .spec
                .editable
                .first()
                .map_or(String::new(), |file| file.display().to_string()),
            points: exercise.spec.points(),
            standing: Standing::of(exercise, &self.workspace.root),
        };
        self.exercises.iter().map(row).collect()
    }

    /// How far an exercise is now.
    pub fn standing(&self, exercise: usize) -> Standing {
        Standing::of(&self.exercises[exercise], &self.workspace.root)
    }

    /// Puts down what `what` makes of what was remembered. Returns it, and why it could not be written.
    pub fn remember(
        &self,
        exercise: &Exercise,
        what: impl FnOnce(Option<Last>) -> Last,
    ) -> (Last, Result<(), String>) {
        let _alone = self.memory.lock().unwrap_or_else(PoisonError::into_inner);
        let path = Last::path(&self.workspace.root, &exercise.name);
        let last = what(Last::read(&path));
        let written = last.write(&path).map_err(|error| {
            let shown = self.workspace.shown(&path);
            format!("progress cannot be remembered: cannot write {shown}: {error}")
        });
        (last, written)
    }

    /// The checks of an exercise with what is remembered of them.
    pub fn open(&self, place: usize) -> Message {
        let exercise = &self.exercises[place];
        let now = Fingerprint::of(exercise);
        let last = Last::read(&Last::path(&self.workspace.root, &exercise.name));
        let current = last.as_ref().is_some_and(|last| last.is_current(now));
        let remembered = |name: &str| {
            let mut checks = last.iter().flat_map(|last| &last.checks);
            let check = checks.find(|check| check.name == name)?;
            Some(check.outcome.clone())
        };
        let checks = exercise.spec.checks.iter().map(|check| {
            let outcome = remembered(&check.name);
            Check {
                name: check.name.clone(),
                about: check.about.clone(),
                points: check.points,
                fresh: current && outcome.is_some(),
                outcome,
            }
        });
        Message::Opened {
            exercise: place,
            checks: checks.collect(),
            standing: Standing::by(exercise, last.as_ref(), now),
        }
    }

    /// The next hint for a check, and why it cannot be remembered that it was read.
    pub fn hint(&self, place: usize, check: &str) -> Vec<Message> {
        let exercise = &self.exercises[place];
        let mut text = format!("{} was not graded yet", exercise.name);
        let (_, written) = self.remember(exercise, |last| {
            let mut last = last.unwrap_or_default();
            let found = last.checks.iter().find(|it| it.name == check).cloned();
            if let Some(check) = found {
                text = hint::next_for(&mut last, &check, exercise);
            }
            last
        });
        let forgetful = written.err().map(Message::Forgetful);
        [Message::Hint(text)].into_iter().chain(forgetful).collect()
    }

    /// Makes the exercise's files the stub again.
    pub fn reset(&self, place: usize) -> Message {
        let said = reset::reset_all(&self.workspace, &self.exercises[place]);
        Message::Note(match said {
            Ok(said) => said.trim_end().to_owned(),
            Err(error) => error.to_string(),
        })
    }

    /// The exercise beside its solution.
    pub fn diff(&self, place: usize) -> Message {
        let exercise = &self.exercises[place];
        match diff::differences(&self.workspace, exercise, self.paint, None) {
            Ok(text) => Message::Page {
                title: format!("{}: your file (-) and the solution (+)", exercise.name),
                text,
            },
            Err(error) => Message::Note(error.to_string()),
        }
    }

    /// The solution of the exercise.
    pub fn solution(&self, place: usize) -> Message {
        let exercise = &self.exercises[place];
        let dir = self.workspace.root.join(SOLUTIONS).join(&exercise.folder);
        let mut text = String::new();
        for file in &exercise.spec.editable {
            let path = dir.join(file);
            match fs::read_to_string(&path) {
                Ok(found) => text += &found,
                Err(error) => {
                    let shown = self.workspace.shown(&path);
                    return Message::Note(format!("cannot read {shown}: {error}"));
                }
            }
        }
        Message::Page {
            title: format!("{}: the solution", exercise.name),
            text,
        }
    }
}
