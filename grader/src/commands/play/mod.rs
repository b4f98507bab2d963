//! `grader play EX`: the player is the scheduler, and chooses which thread of the program goes on.
//!
//! # Layout
//! - `opening`: which check is played, and which of its runs; `client`: the process that plays, asked for states;
//! - `table`: the states that the player came by, and what each input does; `player`: the table and the process together;
//! - `words`: what is said of a state; `sources`: the lines that steps are in;
//! - `lines`: without a screen; `screen`: with one; `page`: as a page of HTML;
//! - `game`: level by level over sample submissions.

mod client;
mod game;
mod lines;
mod opening;
mod page;
mod player;
mod screen;
mod sources;
mod table;
mod words;

use std::env;
use std::io::{self, IsTerminal};
use std::path::PathBuf;

use anyhow::{Context as _, Result};
use course::text::{Paint, hanging};
use course::{Outcome, Verdict};

use self::opening::{Nothing, Opening};
use self::page::Subject;
use self::player::Player;
use self::sources::Sources;
use self::table::Table;
use crate::cli::PlayArgs;
use crate::compile::{CheckBinary, Engine, Trust};
use crate::exit;
use crate::output::Output;
use crate::pipeline::prepare;
use crate::select::select_one;
use crate::workspace::{Exercise, Workspace};

/// The files that steps can be in, in a build.
const FILES: [&str; 2] = ["src/lib.rs", "tests/checks.rs"];

/// What cannot be played. Each names what to do.
#[derive(Debug, thiserror::Error)]
pub enum NotPlayable {
    /// Neither an exercise was named nor the game.
    #[error(
        "name an exercise to play, as in `grader play ex03`, or play the game with `grader play --game`"
    )]
    NoExercise,
    /// The exercise has no check of that name.
    #[error("{exercise} has no check `{check}`; it has {checks}")]
    NoCheck {
        /// `ex03`
        exercise: String,
        /// As given.
        check: String,
        /// All names.
        checks: String,
    },
    /// There is nothing to play the game over.
    #[error(
        "no level of the game is there ({}: {why}); the game is played over the course's own sample submissions, which \
         `git checkout -- tests/submissions` brings back", path.display()
    )]
    NoLevels {
        /// Where they were looked for.
        path: PathBuf,
        /// What the system said.
        why: String,
    },
    /// The page cannot be written there.
    #[error("{0}")]
    Page(String),
    /// There is nothing to choose in it.
    #[error(
        "{what} is not run under every interleaving, so that there is nothing to choose: what it is about is time or \
         whole processes; `grader show {exercise}` draws its last run"
    )]
    NoRun {
        /// `ex01`
        exercise: String,
        /// `ex01`, or `the check CHECK of ex01`.
        what: String,
    },
}

/// Plays, and returns the exit code.
///
/// # Errors
/// [`NotPlayable`], and faults of ours.
pub fn run(workspace: &Workspace, args: &PlayArgs) -> Result<u8> {
    if args.game {
        return game::run(workspace);
    }
    let name = args.exercise.as_ref().ok_or(NotPlayable::NoExercise)?;
    let exercise = select_one(&workspace.exercises, name)?;
    let check = args.check.as_deref();
    known_check(exercise, check)?;
    if !exercise.spec.model {
        return Err(no_run(exercise, check).into());
    }
    let html = match &args.html {
        Some(path) => {
            let page = Output::open(Some(path));
            Some(page.map_err(|error| NotPlayable::Page(error.to_string()))?)
        }
        None => None,
    };
    let builder = super::builder(workspace, Engine::Model, Trust::Own)?;
    let binary = match prepare(exercise, &exercise.dir, &builder) {
        Ok(binary) => binary,
        Err(rejected) => return Ok(say(exercise, &rejected.outcome)),
    };
    let opening = match opening::open(exercise, check, &binary) {
        Ok(opening) => opening,
        Err(Nothing { why: Some(outcome) }) => return Ok(say(exercise, &outcome)),
        Err(Nothing { why: None }) => return Err(no_run(exercise, check).into()),
    };
    match html {
        Some(output) => write_page(exercise, opening, &binary, output)?,
        None => play(&mut player(exercise, opening, &binary))?,
    }
    Ok(exit::PASSED)
}

fn write_page(
    exercise: &Exercise,
    mut opening: Opening<'_>,
    binary: &CheckBinary,
    output: Output,
) -> Result<()> {
    let story = story(exercise, &opening);
    let subject = Subject {
        exercise: &exercise.name,
        check: &opening.check,
        runs: &opening.opened.runs,
        run: opening.run,
        story: &story,
        sources: &Sources::read(binary.dir(), &FILES),
    };
    let page = page::page(&mut opening.client, &subject)?;
    output
        .write(page.as_bytes())
        .context("cannot write the page")
}

fn known_check(exercise: &Exercise, check: Option<&str>) -> Result<(), NotPlayable> {
    let names: Vec<_> = exercise
        .spec
        .checks
        .iter()
        .map(|check| check.name.as_str())
        .collect();
    match check {
        Some(check) if !names.contains(&check) => Err(NotPlayable::NoCheck {
            exercise: exercise.name.clone(),
            check: check.to_owned(),
            checks: names.join(", "),
        }),
        _ => Ok(()),
    }
}

fn no_run(exercise: &Exercise, check: Option<&str>) -> NotPlayable {
    let name = &exercise.name;
    NotPlayable::NoRun {
        exercise: name.clone(),
        what: check.map_or_else(
            || name.clone(),
            |check| format!("the check {check} of {name}"),
        ),
    }
}

/// Says why the student's own file cannot be played.
fn say(exercise: &Exercise, outcome: &Outcome) -> u8 {
    let (paint, width) = (Output::Stdout.paint(), Output::Stdout.width());
    let word = paint.verdict(outcome.verdict, outcome.verdict.word());
    let message = hanging(&outcome.message, outcome.verdict.word().len() + 2, width);
    println!("{word}: {message}");
    let account = outcome.account(paint.style(width));
    if !account.is_empty() {
        println!("\n{}", account.trim_end());
    }
    if outcome.verdict == Verdict::NotAttempted {
        let todo = format!(
            "There is nothing to play before that is written: edit {}.",
            file(exercise)
        );
        println!("\n{}", hanging(&todo, 0, width));
    }
    match outcome.verdict {
        Verdict::GraderFault => exit::FAULT,
        _ => exit::FAILED,
    }
}

fn file(exercise: &Exercise) -> String {
    let file = exercise.spec.editable.first();
    let file = file.map_or_else(String::new, |file| file.display().to_string());
    format!("{}/{}/{file}", crate::workspace::EXERCISES, exercise.folder)
}

/// What is said first: what the check is about, and whether it fails elsewhere.
fn story(exercise: &Exercise, opening: &Opening<'_>) -> Vec<String> {
    let spec = exercise.spec.check(&opening.check);
    let about = spec.map(|check| format!("The check: {}.", check.about.trim_end_matches('.')));
    about.into_iter().chain(opening.note()).collect()
}

/// A player of what was opened.
fn player<'b>(exercise: &Exercise, opening: Opening<'b>, binary: &CheckBinary) -> Player<'b> {
    let story = story(exercise, &opening);
    let table = Table::new(
        &exercise.name,
        &opening.check,
        opening.opened.runs,
        opening.run,
    );
    let sources = Sources::read(binary.dir(), &FILES);
    Player::new(table, opening.client, sources, story)
}

/// On a screen if there is one, else in lines.
fn play(player: &mut Player<'_>) -> Result<()> {
    let (stdin, mut stdout) = (io::stdin(), io::stdout());
    let echo = !stdin.is_terminal();
    let paint = Paint::for_terminal(stdout.is_terminal());
    let is_dumb = env::var_os("TERM").is_some_and(|term| term == "dumb");
    if !echo && stdout.is_terminal() && !is_dumb {
        let colour = paint == Paint::Colour;
        return screen::play(player, colour).context("cannot draw on the terminal");
    }
    let look = (paint, Output::Stdout.width());
    lines::play(player, stdin.lock(), &mut stdout, echo, look).context("cannot write to stdout")
}
