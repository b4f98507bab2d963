//! What a build makes: a program that runs the checks of one exercise on one submission.

use std::env::consts::EXE_SUFFIX;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use sandbox::Confined;
use tempfile::TempDir;

use super::compiler::COMPILE_TIME;
use super::engine::Engine;
use super::jobs::Jobs;
use crate::event::Context;
use crate::places::{Place, Places};

/// A program that runs the checks of one exercise on one submission. Its directory goes when it is
/// dropped.
#[derive(Debug)]
pub struct CheckBinary {
    pub(super) dir: TempDir,
    pub(super) engine: Engine,
    pub(super) compilers: Duration,
    pub(super) exercise: String,
    pub(super) context: Context,
    pub(super) jobs: Jobs,
    pub(super) places: Option<Arc<Places>>,
    pub(super) has_decoys: bool,
    pub(super) confined: Option<Confined>,
}

impl CheckBinary {
    /// The program.
    pub fn exe(&self) -> PathBuf {
        self.dir().join(format!("checks{EXE_SUFFIX}"))
    }

    /// Where it was built: holds the submitted `src/lib.rs` and our `tests/checks.rs`, which
    /// reports quote lines of.
    pub fn dir(&self) -> &Path {
        self.dir.path()
    }

    /// `ex03`
    pub fn exercise(&self) -> &str {
        &self.exercise
    }

    /// Who is told of its runs.
    pub fn context(&self) -> &Context {
        &self.context
    }

    /// Whether a pass is believed only if a run that must fail does.
    pub fn has_decoys(&self) -> bool {
        self.has_decoys
    }

    /// What confines its runs.
    pub fn confined(&self) -> Option<&Confined> {
        self.confined.as_ref()
    }

    /// How many processes a search of it may use.
    pub fn jobs(&self) -> Jobs {
        self.jobs
    }

    /// Waits until one more of its runs may begin; for the whole of that run.
    pub fn place(&self) -> Option<Place<'_>> {
        self.places.as_deref().map(Places::take)
    }

    /// What its compilers have taken of the time that an exercise has.
    pub fn compilers(&self) -> Duration {
        self.compilers.min(COMPILE_TIME)
    }

    /// Who judges its exhaustive runs.
    pub fn engine(&self) -> Engine {
        self.engine
    }
}
