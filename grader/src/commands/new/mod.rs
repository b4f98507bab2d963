//! `grader new ex17_name`: makes an exercise of everything that needs no thought, and leaves marks where some is needed.
//!
//! - `name` reads the name and finds its number free;
//! - `plan` is the list of files with their texts, out of the files in `templates/` (pure);
//! - `made` writes them, and removes what it has written if something fails.
//!
//! What comes of it is a draft that compiles and is graded; `verify` lists the marks that are left.

mod made;
mod name;
mod plan;

use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::cli::NewArgs;
use crate::exit;
use crate::output::Output;
use crate::select::select_one;
use crate::tables;
use crate::workspace::{EXERCISES, Workspace};

use made::Made;
use name::Name;
use plan::{Plan, Settings};

/// Why no exercise was made. Each names the remedy.
#[derive(Debug, thiserror::Error)]
pub enum NewError {
    /// It is not named like an exercise.
    #[error(
        "`{name}` is no name for an exercise: write ex, a number of two digits, and words in small letters, as in ex17_rate_limiter"
    )]
    Name {
        /// As given.
        name: String,
    },
    /// Another exercise has the number.
    #[error("{name} is taken by {by}; the next number that is free is {free}")]
    NumberTaken {
        /// `ex17`
        name: String,
        /// Its folder.
        by: String,
        /// `ex18`
        free: String,
    },
    /// A file or folder stands where one was to be made.
    #[error("{place} is there already; remove it, or choose another number")]
    Exists {
        /// Relative to the root.
        place: String,
    },
    /// The practical has no page.
    #[error("no practical is called `{practical}`: {}; {remedy}", if known.is_empty() {
        "there is none".to_owned()
    } else {
        format!("there is {}", known.join(", "))
    })]
    NoPractical {
        /// As asked for.
        practical: String,
        /// Those that there are.
        known: Vec<String>,
        /// How to begin one.
        remedy: String,
    },
    /// The page of the practical has no place for its table.
    #[error("{page}: {problem}")]
    NoTable {
        /// Relative to the root.
        page: String,
        /// With the remedy.
        problem: String,
    },
    /// Something could not be written, and what had been was removed.
    #[error("cannot write {}: {source}; nothing was made", path.display())]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl NewError {
    /// True if another command line would have worked.
    pub fn is_usage(&self) -> bool {
        !matches!(self, Self::Write { .. })
    }
}

/// Makes the exercise, says what was made, and returns the exit code.
///
/// # Errors
/// [`NewError`], and an exercise to be like that does not exist. Nothing is left of what was written before.
pub fn run(workspace: &Workspace, args: &NewArgs) -> Result<u8> {
    let name = Name::parse(&args.name)?;
    let settings = settings(workspace, args)?;
    let plan = plan(workspace, &name, &settings)?;
    Made::of(&workspace.root, &plan)?.keep();

    let mut result = format!(
        "Made {} for practical {}:\n",
        name.folder, settings.practical
    );
    for (path, _) in &plan.files {
        result += &format!("  {}\n", path.display());
    }
    let exercise = &name.name;
    result += &format!(
        "and a row in {}.\n\nNow fill in what is marked TODO(author), as CONTRIBUTING.md says step by step, and see what is left:\n\
         \x20 cargo run -p grader -- verify {exercise} --write\n",
        plan.page.0.display()
    );
    let output = Output::open(None)?;
    output
        .write(result.as_bytes())
        .context("cannot write the result")?;
    Ok(exit::PASSED)
}

/// What is asked for, or taken from the exercise to be like, or usual.
fn settings(workspace: &Workspace, args: &NewArgs) -> Result<Settings> {
    let mut settings = match &args.like {
        Some(like) => Settings::of(select_one(&workspace.exercises, like)?),
        None => Settings::usual(),
    };
    if let Some(practical) = &args.practical {
        settings.practical.clone_from(practical);
    }
    let known = practicals(&workspace.root);
    if settings.practical.is_empty()
        && let Some(last) = known.last()
    {
        settings.practical.clone_from(last);
    }
    if known.contains(&settings.practical) {
        return Ok(settings);
    }
    let practical = settings.practical;
    let remedy = if plan::number_of(&practical).is_some() {
        let page = tables::page_of(&practical);
        let page = page.display();
        format!(
            "to begin it, write {page} with a copy of the table's two marks from another practical's page"
        )
    } else {
        "name one as in --practical 24-practical".to_owned()
    };
    Err(NewError::NoPractical {
        practical,
        known,
        remedy,
    }
    .into())
}

/// The practicals that have a page, in the order of their numbers.
fn practicals(root: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(root.join(EXERCISES));
    let entries = entries.into_iter().flatten().flatten();
    let mut found: Vec<_> = entries
        .filter_map(|entry| {
            let name = entry.file_name();
            let practical = name.to_str()?.strip_suffix(".md")?;
            Some((plan::number_of(practical)?, practical.to_owned()))
        })
        .collect();
    found.sort();
    found.into_iter().map(|(_, practical)| practical).collect()
}

/// What is to be written, if nothing is in its way.
fn plan(workspace: &Workspace, name: &Name, settings: &Settings) -> Result<Plan, NewError> {
    name.is_free(&workspace.root)?;
    let plan = Plan::of(workspace, name, settings)?;
    let exists = |path: &&PathBuf| workspace.root.join(path).symlink_metadata().is_ok();
    match name.folders().iter().find(exists) {
        Some(path) => Err(NewError::Exists {
            place: path.display().to_string(),
        }),
        None => Ok(plan),
    }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
