//! What made a run as long as it was: stretches of time that had to follow each other.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::{Waiting, seconds};

/// One stretch of a [critical path](crate::Timeline::critical_path), or of whatever is marked in a
/// timeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PathSegment {
    /// The thread, as an index in [`Timeline::lanes`](crate::Timeline::lanes).
    pub lane: usize,
    /// From this moment on. In JSON, moments are in seconds.
    #[serde(with = "seconds")]
    pub since: Duration,
    /// Until this moment.
    #[serde(with = "seconds")]
    pub until: Duration,
    /// Doing what.
    pub waiting: Waiting,
    /// For what, in words; empty for sleeping and working.
    pub object: String,
    /// Where in the source: `src/lib.rs:12`.
    pub place: String,
    /// What the next segment had to wait for until this one was over, the earlier first. Empty if
    /// the same thread just went on.
    pub links: Vec<Dependency>,
}

/// Why a segment of a critical path could begin only when the one before was over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Dependency {
    /// A thread had waited for it.
    Waited {
        /// The thread, as an index in [`Timeline::lanes`](crate::Timeline::lanes).
        lane: usize,
        /// For what kind of thing.
        waiting: Waiting,
        /// For what, in words: `Mutex`, `worker 2`, `a message`.
        object: String,
        /// Where in the source.
        place: String,
        /// As [`Interval::held_through`](crate::Interval::held_through) of that wait.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        held_through: Option<String>,
    },
    /// A thread was started only then.
    Started {
        /// The new thread, as an index in [`Timeline::lanes`](crate::Timeline::lanes).
        lane: usize,
        /// The thread that started it.
        by: usize,
    },
}
