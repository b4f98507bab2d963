//! How executions of a run are made.

use std::num::NonZero;

use crate::engine::focus::Focus;

/// How executions are made, apart from who goes on when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ExecutionSettings {
    /// Also spurious wake-ups and stale loads.
    pub full: bool,
    /// Most steps: what takes more does not end.
    pub step_limit: u64,
    /// Of the model's machine.
    pub cores: NonZero<usize>,
    /// Threads besides main that may be started.
    pub max_threads: usize,
    pub focus: Focus,
}
