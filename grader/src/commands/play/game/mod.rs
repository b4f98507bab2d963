//! `grader play --game`: level by level over wrong submissions that the course has as samples. A level is won by the order
//! of threads that breaks it.

mod levels;
mod progress;

use anyhow::{Context as _, Result, anyhow};

use self::levels::Level;
use self::progress::Progress;
use super::player::Player;
use super::sources::Sources;
use super::table::Table;
use super::{FILES, opening, play};
use crate::commands::builder;
use crate::compile::{Builder, Engine, Trust};
use crate::exit;
use crate::pipeline::prepare_files;
use crate::workspace::Workspace;

/// Plays from the first level on that was not won yet.
///
/// # Errors
/// There are no levels, or a fault of ours.
pub fn run(workspace: &Workspace) -> Result<u8> {
    let levels = levels::all(workspace)?;
    let path = progress::path(&workspace.root);
    let mut progress = Progress::read(&path);
    let builder = builder(workspace, Engine::Model, Trust::Own)?;
    let first = levels
        .iter()
        .position(|level| progress.fewest(&level.id()).is_none());
    let mut at = first.unwrap_or(0);
    while let Some(level) = levels.get(at) {
        let place = Place {
            number: at + 1,
            of: levels.len(),
            fewest: progress.fewest(&level.id()),
            won: levels
                .iter()
                .filter(|it| progress.fewest(&it.id()).is_some())
                .count(),
        };
        let Some(played) = one(level, &place, &builder)? else {
            eprintln!(
                "grader: no run of {} can be played; it is left out",
                level.id()
            );
            at += 1;
            continue;
        };
        if let Some(interruptions) = played.won {
            progress.win(&level.id(), interruptions);
            progress.write(&path).with_context(|| {
                format!(
                    "cannot remember the level in {}; is the folder writable?",
                    path.display()
                )
            })?;
        }
        if !played.goes_on {
            break;
        }
        at += 1;
    }
    if at == levels.len() {
        println!("That was the last level.");
    }
    Ok(exit::PASSED)
}

/// Where in the game a level stands.
struct Place {
    number: usize,
    of: usize,
    won: usize,
    /// The fewest interruptions that it was won with before.
    fewest: Option<u32>,
}

/// How a level was left.
struct Played {
    /// With how few interruptions it was won.
    won: Option<u32>,
    goes_on: bool,
}

/// Plays a level; nothing if no order of threads breaks it in a run that can be played.
fn one(level: &Level<'_>, place: &Place, builder: &Builder) -> Result<Option<Played>> {
    let binary = prepare_files(level.exercise, &level.sample.files, builder)
        .map_err(|rejected| anyhow!(rejected.outcome.message))
        .with_context(|| format!("cannot play the level {}", level.id()))?;
    let openings = level.checks.iter();
    let mut openings =
        openings.filter_map(|check| opening::open(level.exercise, Some(check), &binary).ok());
    let Some(opening) = openings.find(opening::Opening::fails) else {
        return Ok(None);
    };
    let runs = vec![opening.opened.runs[opening.run].clone()];
    let mut table = Table::new(&level.exercise.name, &opening.check, runs, 0);
    table.is_level = true;
    let sources = Sources::read(binary.dir(), &FILES);
    let mut player = Player::new(table, opening.client, sources, story(level, place));
    player.plays_run(opening.run);
    play(&mut player)?;
    Ok(Some(Played {
        won: player.table().won,
        goes_on: player.table().wants_next,
    }))
}

fn story(level: &Level<'_>, place: &Place) -> Vec<String> {
    let Place {
        number, of, won, ..
    } = place;
    let mut story = vec![
        format!("Level {number} of {of} ({won} won): {}", level.title()),
        format!(
            "Somebody wrote this file for {}. The story: {}",
            level.exercise.name, level.sample.head.about
        ),
        "Find the order of its threads that breaks it.".to_owned(),
    ];
    if let Some(fewest) = place.fewest {
        story.push(format!(
            "You have won it before; the fewest interruptions so far: {fewest}."
        ));
    }
    story
}
