//! The record of a virtual-time run: who slept, worked and waited for what, when.

use std::time::Duration;

use serde::Serialize;

use super::{Explained, Style};
use crate::engine::execution::Execution;
use crate::report::{chart, critical, json, lanes, leaked, overlap};

/// What a thread did while the clock moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Waiting {
    /// Slept.
    Sleep,
    /// Worked, on a core; see [`work`](super::work).
    Work,
    /// Had work to do and waited for a core.
    Core,
    /// Waited for a thread to end.
    Thread,
    /// Waited for a lock.
    Lock,
    /// Waited for a message, a notification, a barrier...
    Other,
}

impl Waiting {
    /// Whether it is what a program is meant to take time for, rather than waiting for others.
    #[must_use]
    pub fn is_busy(self) -> bool {
        matches!(self, Self::Sleep | Self::Work)
    }
}

/// A stretch of virtual time that a thread spent at one operation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Interval {
    /// From this moment on, since the start of the run. In JSON, moments are in seconds.
    #[serde(serialize_with = "json::seconds")]
    pub since: Duration,
    /// Until this moment.
    #[serde(serialize_with = "json::seconds")]
    pub until: Duration,
    /// Doing what.
    pub waiting: Waiting,
    /// For what, in words: `Mutex`, `worker 2`, `a message`; empty for sleeping and working.
    pub object: String,
    /// Where in the source: `src/lib.rs:12`.
    pub place: String,
    /// The thread that ended the wait, as an index in [`Timeline::lanes`]: by unlocking, sending, ending. `None` if the
    /// time was simply up, or the run ended first.
    pub ended_by: Option<usize>,
}

/// One thread of a run. The intervals cover all of its life, because only waiting takes virtual time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Lane {
    /// As people call it: `main`, `worker 1`, or the name given to `Builder::name`.
    pub name: String,
    /// When it was started.
    #[serde(serialize_with = "json::seconds")]
    pub since: Duration,
    /// When it ended; `None` if main returned before.
    #[serde(serialize_with = "json::maybe_seconds")]
    pub until: Option<Duration>,
    /// The thread that started it, as an index in [`Timeline::lanes`]; `None` for main.
    pub started_by: Option<usize>,
    /// What it spent its time at, in order.
    pub intervals: Vec<Interval>,
    /// What it was at when main returned, if it had not ended by then.
    pub left_at: Option<Interval>,
}

/// The record of a virtual-time run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Timeline {
    #[serde(serialize_with = "json::seconds")]
    elapsed: Duration,
    cores: usize,
    #[serde(serialize_with = "json::lanes")]
    lanes: Vec<Lane>,
}

impl Timeline {
    pub(crate) fn of(execution: &Execution) -> Self {
        let end = execution.main_done.unwrap_or(execution.now);
        Self {
            elapsed: Duration::from_nanos(end),
            cores: execution.cores.count.get(),
            lanes: lanes::of(execution, end),
        }
    }

    /// Virtual time from start to end of the closure.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.elapsed
    }

    /// Threads made, main included.
    #[must_use]
    pub fn threads(&self) -> usize {
        self.lanes.len()
    }

    /// The threads: main, then in order of spawning.
    #[must_use]
    pub fn lanes(&self) -> &[Lane] {
        &self.lanes
    }

    /// Threads that had not ended when the closure returned, besides main.
    #[must_use]
    pub fn leaked(&self) -> usize {
        let left = |lane: &&Lane| lane.left_at.is_some();
        self.lanes.iter().filter(left).count()
    }

    /// The most threads that were asleep or at work at the same instant: real overlap. (To wait for a core is neither.)
    #[must_use]
    pub fn most_at_once(&self) -> usize {
        overlap::most_at_once(self).map_or(0, |peak| peak.lanes.len())
    }

    /// Cores of the model's machine.
    #[must_use]
    pub fn cores(&self) -> usize {
        self.cores
    }

    /// Time that the cores were at work, all cores together: `cores() * elapsed()` if none was ever idle.
    #[must_use]
    pub fn worked(&self) -> Duration {
        let intervals = self.lanes.iter().flat_map(|lane| &lane.intervals);
        intervals
            .filter(|at| at.waiting == Waiting::Work)
            .map(|at| at.until - at.since)
            .sum()
    }

    /// What thread number `thread` (0 is main, then in order of spawning) spent its time at.
    #[must_use]
    pub fn intervals(&self, thread: usize) -> &[Interval] {
        self.lanes.get(thread).map_or(&[], |lane| &lane.intervals)
    }

    /// What made the run as long as it was: stretches that follow each other from its start to its end without a gap,
    /// each of which had to be over before the next could begin. Had any of them been shorter, so had the run, until
    /// another way through it became the longest.
    #[must_use]
    pub fn critical_path(&self) -> Vec<Leg> {
        critical::path(self)
    }

    /// Why the run took so long: the critical path, marked and in words.
    #[must_use]
    pub fn too_slow(&self) -> Explained<'_> {
        critical::explain(self)
    }

    /// Why not more threads were asleep or at work at once.
    #[must_use]
    pub fn not_concurrent(&self) -> Explained<'_> {
        overlap::explain(self)
    }

    /// Which threads had not ended when main returned, and what they were at.
    #[must_use]
    pub fn left_behind(&self) -> Explained<'_> {
        leaked::explain(self)
    }

    /// The timeline as text, a row for each thread and time to the right.
    #[must_use]
    pub fn text(&self, style: Style) -> String {
        self.plain().text(style)
    }

    /// The timeline as a picture: a document of its own, for a light or dark ground.
    #[must_use]
    pub fn svg(&self) -> String {
        self.plain().svg()
    }

    /// It as JSON: of the threads the first 64, and of very many stretches of a thread the first and the last.
    #[must_use]
    pub fn json(&self) -> String {
        json::of(self)
    }

    /// With nothing marked and nothing said.
    pub(crate) fn plain(&self) -> Explained<'_> {
        Explained {
            timeline: self,
            marked: Vec::new(),
            legend: "",
            sentence: String::new(),
        }
    }

    /// The timeline of a run that failed at its end.
    pub(crate) fn up_to_a_failure(&self, closing: &str) -> Explained<'_> {
        Explained {
            sentence: closing.to_owned(),
            ..self.plain()
        }
    }

    pub(crate) fn text_up_to_a_failure(&self, closing: &str, style: Style) -> String {
        let elapsed = chart::duration(self.elapsed);
        format!(
            "Up to then, in virtual time ({elapsed}):\n\n{}",
            self.up_to_a_failure(closing).text(style)
        )
    }
}

/// One stretch of a [critical path](Timeline::critical_path), or of whatever is marked in a timeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Leg {
    /// The thread, as an index in [`Timeline::lanes`].
    pub lane: usize,
    /// From this moment on.
    #[serde(serialize_with = "json::seconds")]
    pub since: Duration,
    /// Until this moment.
    #[serde(serialize_with = "json::seconds")]
    pub until: Duration,
    /// Doing what.
    pub waiting: Waiting,
    /// For what, in words; empty for sleeping and working.
    pub object: String,
    /// Where in the source: `src/lib.rs:12`.
    pub place: String,
    /// What the next leg had to wait for until this one was over, the earlier first. Empty if the same thread just
    /// went on.
    pub links: Vec<Link>,
}

/// Why a leg of a critical path could begin only when the one before was over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Link {
    /// A thread had waited for it.
    Waited {
        /// The thread, as an index in [`Timeline::lanes`].
        lane: usize,
        /// For what kind of thing.
        waiting: Waiting,
        /// For what, in words: `Mutex`, `worker 2`, `a message`.
        object: String,
        /// Where in the source.
        place: String,
    },
    /// A thread was started only then.
    Started {
        /// The new thread, as an index in [`Timeline::lanes`].
        lane: usize,
        /// The thread that started it.
        by: usize,
    },
}
