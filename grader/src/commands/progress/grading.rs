//! Grades what is not known yet, each different file once, and lays the table out.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result};
use course::Score;
use course::text::plain;
use gradebook::Key;
use rayon::prelude::*;

use super::history::{Content, History, Moment};
use super::table::{Cell, Column, Progress, Row};
use crate::commands::builder;
use crate::compile::{Builder, Engine, Trust};
use crate::event::Event;
use crate::intake::source;
use crate::pipeline::grade_files;
use crate::verdicts::{Checks, Judge, Known, Store};
use crate::workspace::{Exercise, Workspace};

/// The progress that `history` shows; commits of others are trusted as far as `trust` says.
///
/// # Errors
/// Nothing can be graded.
pub fn graded(
    workspace: &Workspace,
    branch: &str,
    exercises: &[&Exercise],
    history: History,
    trust: Trust,
) -> Result<Progress> {
    let known = known(workspace, exercises, &history.contents, trust)?;
    let row = |moment: Moment| row(moment, exercises, &known);
    Ok(Progress {
        repo: history.repo,
        branch: branch.to_owned(),
        columns: exercises.iter().map(|exercise| column(exercise)).collect(),
        rows: history.moments.into_iter().map(row).collect(),
        is_cut: history.is_cut,
    })
}

/// What is known of each content, now.
fn known(
    workspace: &Workspace,
    exercises: &[&Exercise],
    contents: &[Content],
    trust: Trust,
) -> Result<Vec<Known>> {
    let store = Store::in_target(&workspace.target());
    let course = Judge::of(workspace)?;
    let checks = exercises.iter().map(|exercise| course.checks(exercise));
    let checks = checks.collect::<Result<Vec<Checks>, _>>()?;
    let mut known: Vec<Option<Known>> = Vec::new();
    let mut unknown: BTreeMap<Key, Vec<usize>> = BTreeMap::new();
    for (at, content) in contents.iter().enumerate() {
        let exercise = exercises[content.exercise];
        known.push(match &content.taken {
            Ok(files) => {
                let key = source(Ok(files.clone())).key();
                let key = checks[content.exercise].verdict(&key);
                let found = store.get(&key);
                if found.is_none() {
                    unknown.entry(key).or_default().push(at);
                }
                found
            }
            Err(outcome) => {
                let outcome = outcome.as_ref().clone();
                let outcomes = vec![outcome; exercise.spec.checks.len()];
                Some(Known::of(exercise, &outcomes))
            }
        });
    }
    if !unknown.is_empty() {
        let builder = builder(workspace, Engine::Model, trust)?;
        for (at, found) in found_out(&builder, exercises, contents, &store, unknown)? {
            known[at] = Some(found);
        }
    }
    let all = known.into_iter().collect::<Option<Vec<_>>>();
    all.context("every content was graded")
}

/// Grades those that are not known, and keeps what is found as soon as it is: who is interrupted goes on from there.
fn found_out(
    builder: &Builder,
    exercises: &[&Exercise],
    contents: &[Content],
    store: &Store,
    unknown: BTreeMap<Key, Vec<usize>>,
) -> Result<Vec<(usize, Known)>> {
    builder.context().emit(&Event::SubmissionBegun {
        submission: "",
        exercises: unknown.len(),
    });
    let grade = |(key, at): (Key, Vec<usize>)| {
        let content = &contents[at[0]];
        let exercise = exercises[content.exercise];
        let files = content.taken.as_deref().unwrap_or_default();
        let graded = grade_files(exercise, files, builder)?;
        let known = Known::of(exercise, &graded.outcomes);
        // What cannot be kept is found out anew the next time.
        let _ = store.put(&key, &known);
        Ok(at.into_iter().map(|at| (at, known.clone())).collect())
    };
    let graded: Vec<Result<Vec<_>>> = unknown.into_par_iter().map(grade).collect();
    let graded: Result<Vec<Vec<_>>> = graded.into_iter().collect();
    Ok(graded?.into_iter().flatten().collect())
}

fn column(exercise: &Exercise) -> Column {
    Column {
        name: exercise.name.clone(),
        title: exercise.spec.title.clone(),
        worth: exercise.spec.points(),
    }
}

fn row(moment: Moment, exercises: &[&Exercise], known: &[Known]) -> Row {
    let cells = exercises.iter().zip(moment.contents);
    let cell = |(exercise, content): (&&Exercise, Option<usize>)| {
        let known = content.map(|at| known[at].clone());
        let missing = Score {
            possible: exercise.spec.points(),
            ..Score::default()
        };
        let score = known.as_ref().map_or(missing, |it| it.score(exercise));
        Cell { score, known }
    };
    let cells = cells.map(cell).collect();
    match moment.commit {
        Some(commit) => Row {
            commit: Some(commit.id.short()),
            date: commit.date,
            subject: plain(commit.subject.trim()).into_owned(),
            is_merge: commit.is_merge,
            cells,
        },
        None => Row {
            commit: None,
            date: String::new(),
            subject: "(not committed)".to_owned(),
            is_merge: false,
            cells,
        },
    }
}
