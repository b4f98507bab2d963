//! What the command line asks for, a module for each command.

pub mod class;
pub mod completions;
pub mod diff;
pub mod export;
mod full_screen;
pub mod grade;
pub mod hint;
pub mod list;
pub mod merge;
pub mod new;
pub mod overlay;
pub mod package;
pub mod play;
pub mod progress;
pub mod reset;
pub mod show;
pub mod start;
pub mod stats;
pub mod verify;
pub mod watch;

use std::env;
use std::io::{self, IsTerminal};
use std::sync::Arc;

use crate::compile::{BuildError, Builder, Engine, Jobs, Options, Reuse, Trust};
use crate::event::{Context, Listener};
use crate::progress::{Bars, Lines};
use crate::workspace::Workspace;

/// A builder for that engine, which shows on a terminal how far it is.
///
/// # Errors
/// See [`BuildError`].
pub fn builder(workspace: &Workspace, engine: Engine, trust: Trust) -> Result<Builder, BuildError> {
    let options = Options {
        engine,
        keep: false,
        trust,
        reuse: Reuse::Nothing,
        jobs: Jobs::default(),
        places: None,
        context: bars(),
    };
    build_with(workspace, options)
}

/// Shows on a terminal how far a run is.
fn bars() -> Context {
    Context::told_to(Arc::new(Bars::default()))
}

/// A builder whose programs end with this one.
fn build_with(workspace: &Workspace, options: Options) -> Result<Builder, BuildError> {
    let grader = env::current_exe().ok();
    Builder::new(workspace, grader.as_deref(), options)
}

/// A listener for a person: with `-v` one that says everything.
fn listener(verbose: bool) -> Arc<dyn Listener> {
    if verbose {
        Arc::new(crate::verbose::Verbose)
    } else {
        Arc::new(Bars::default())
    }
}

/// A listener for a person who grades a class, or for a log.
fn class_listener(verbose: bool) -> Arc<dyn Listener> {
    match verbose || io::stderr().is_terminal() {
        true => listener(verbose),
        false => Arc::new(Lines::default()),
    }
}
