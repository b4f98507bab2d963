//! What the whole class handed in: an attempt for each student and exercise.

use anyhow::Result;
use course::Verdict;
use gradebook::{Attempt, Source};

use super::adjustments::Decision;
use super::history::{History, Terms};
use super::instead;
use super::list::{Entry, Origin};
use super::take::{Taken, from_tree};
use crate::export::Problem;
use crate::intake::git::GitError;
use crate::verdicts::{Checks, Judge};
use crate::workspace::Exercise;

/// What is asked of each student.
#[derive(Debug)]
pub struct Asked<'a> {
    exercises: Vec<(&'a Exercise, Checks)>,
    terms: &'a Terms,
    decisions: &'a [Decision],
}

impl<'a> Asked<'a> {
    /// These exercises, on these terms; decisions may give somebody more days.
    ///
    /// # Errors
    /// The checks of an exercise cannot be read.
    pub fn new(
        exercises: &[&'a Exercise],
        judge: &Judge,
        terms: &'a Terms,
        decisions: &'a [Decision],
    ) -> Result<Self> {
        let with_checks = exercises
            .iter()
            .map(|&exercise| Ok((exercise, judge.checks(exercise)?)));
        Ok(Self {
            exercises: with_checks.collect::<Result<_>>()?,
            terms,
            decisions,
        })
    }

    /// What a student handed in, and what a person should look at. Who cannot be read keeps the marks of before.
    pub fn of(&self, entry: &Entry) -> (Vec<(Attempt, Source)>, Vec<Problem>) {
        let student = &entry.student.id;
        let mut problems = Vec::new();
        let taken = match &entry.origin {
            Origin::Tree(tree) => {
                let exercises = self.exercises.iter();
                exercises
                    .map(|(exercise, _)| from_tree(tree, exercise))
                    .collect()
            }
            Origin::Nowhere => {
                let exercises = self.exercises.iter();
                exercises
                    .map(|(exercise, _)| Taken::nothing(exercise))
                    .collect()
            }
            Origin::Repo { path, branch } => {
                let history = History::open(path, branch.as_deref());
                let taken = history.and_then(|history| self.read_repo(student, history));
                taken.unwrap_or_else(|error| {
                    problems.push(Problem::of(student, error.to_string()));
                    Vec::new()
                })
            }
        };
        for note in taken.iter().filter_map(|it| it.note.as_ref()) {
            let note = Problem::of(student, note.clone());
            if !problems.contains(&note) {
                problems.push(note);
            }
        }
        if problems.is_empty() && taken.iter().all(is_nothing) {
            let exercises: Vec<_> = self
                .exercises
                .iter()
                .map(|(exercise, _)| *exercise)
                .collect();
            let line = nothing_there(entry, &exercises);
            problems.extend(line.map(|line| Problem::of(student, line)));
        }
        let attempts = self.exercises.iter().zip(taken);
        let attempts =
            attempts.map(|((exercise, checks), taken)| attempt(student, exercise, checks, taken));
        (attempts.collect(), problems)
    }

    fn read_repo(&self, student: &str, mut history: History) -> Result<Vec<Taken>, GitError> {
        let mut all = Vec::new();
        for (exercise, _) in &self.exercises {
            let granted = self
                .decisions
                .iter()
                .filter(|it| it.is_about(student, &exercise.name));
            let days = granted.filter_map(|it| it.days).sum();
            all.push(history.take(exercise, self.terms, days)?);
        }
        Ok(all)
    }
}

fn is_nothing(taken: &Taken) -> bool {
    match &taken.source {
        Source::Files(_) => false,
        Source::Refused(outcome) => outcome.verdict == Verdict::NotAttempted,
    }
}

fn attempt(student: &str, exercise: &Exercise, checks: &Checks, taken: Taken) -> (Attempt, Source) {
    let source = taken.source.key();
    let attempt = Attempt {
        student: student.to_owned(),
        exercise: exercise.name.clone(),
        number: 0,
        verdict: checks.verdict(&source),
        source,
        commit: taken.commit,
        committed: taken.committed,
    };
    (attempt, taken.source)
}

fn nothing_there(entry: &Entry, exercises: &[&Exercise]) -> Option<String> {
    match &entry.origin {
        Origin::Nowhere => None,
        Origin::Tree(path) => Some(instead::of_exercises(path, exercises)),
        Origin::Repo { path, .. } => Some(instead::unlike_the_course(path)),
    }
}
