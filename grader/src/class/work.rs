//! What is left to grade, and grading it: each distinct file once, several at once.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use anyhow::Result;
use gradebook::{Attempt, Gradebook, Graded, GradedCheck, Key, Source};
use rayon::prelude::*;

use super::shard::Shard;
use crate::compile::Builder;
use crate::intake::{self, SourceFile};
use crate::pipeline::grade_files;
use crate::score;
use crate::workspace::Exercise;

/// A verdict that is to be found.
#[derive(Debug)]
pub struct Job<'w> {
    /// Its address.
    pub verdict: Key,
    /// The exercise.
    pub exercise: &'w Exercise,
    /// What was handed in.
    pub files: Vec<SourceFile>,
}

/// The verdicts on `attempts` that are still to be found, each once, in the order of the attempts. What was refused needs no
/// compiler, and is recorded here.
///
/// # Errors
/// Those of the gradebook.
pub fn left<'w>(
    book: &Gradebook,
    attempts: &[Attempt],
    exercises: &[&'w Exercise],
    shard: Option<Shard>,
) -> Result<Vec<Job<'w>>> {
    let by_name: BTreeMap<&str, &'w Exercise> =
        exercises.iter().map(|&it| (it.name.as_str(), it)).collect();
    let mut jobs: Vec<Job<'w>> = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    for attempt in attempts {
        let Some(&exercise) = by_name.get(attempt.exercise.as_str()) else {
            continue;
        };
        let elsewhere = shard.is_some_and(|shard| !shard.has(&attempt.source));
        if elsewhere || !seen.insert(&attempt.verdict) || book.is_decided(&attempt.verdict)? {
            continue;
        }
        match book.source(&attempt.source)? {
            Some(Source::Files(files)) => jobs.push(Job {
                verdict: attempt.verdict.clone(),
                exercise,
                files: intake::files(&files),
            }),
            Some(Source::Refused(outcome)) => {
                let graded = score::Graded {
                    outcomes: vec![*outcome; exercise.spec.checks.len()],
                    hints: false,
                };
                book.record(&attempt.verdict, &exercise.name, &kept(exercise, graded))?;
            }
            None => {}
        }
    }
    Ok(jobs)
}

/// Grades, and records each verdict as soon as it is there.
///
/// # Errors
/// The gradebook cannot be written to, or the builder's token was cancelled. What was recorded until then stays.
pub fn grade(book: &mut Gradebook, jobs: &[Job<'_>], builder: &Builder) -> Result<()> {
    // SQLite's connection serves one thread at a time.
    let book = Mutex::new(book);
    jobs.par_iter().try_for_each(|job| {
        let graded = grade_files(job.exercise, &job.files, builder)?;
        let graded = kept(job.exercise, graded);
        let book = book.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(book.record(&job.verdict, &job.exercise.name, &graded)?)
    })
}

/// The outcomes with what the checks are called and worth now.
fn kept(exercise: &Exercise, graded: score::Graded) -> Graded {
    let checks = exercise.spec.checks.iter().zip(graded.outcomes);
    let checks = checks.map(|(check, outcome)| GradedCheck {
        name: check.name.clone(),
        max_points: check.points,
        outcome,
    });
    Graded {
        checks: checks.collect(),
        hints: graded.hints,
    }
}
