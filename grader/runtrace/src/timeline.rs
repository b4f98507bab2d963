//! The record of a virtual-time run: who slept, worked and waited for what, when.

use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::seconds;

/// What a thread did while the clock moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Waiting {
    /// Slept.
    Sleep,
    /// Worked, on a core.
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interval {
    /// From this moment on, since the start of the run. In JSON, moments are in seconds.
    #[serde(with = "seconds")]
    pub since: Duration,
    /// Until this moment.
    #[serde(with = "seconds")]
    pub until: Duration,
    /// Doing what.
    pub waiting: Waiting,
    /// For what, in words: `Mutex`, `worker 2`, `a message`; empty for sleeping and working.
    pub object: String,
    /// Where in the source: `src/lib.rs:12`.
    pub place: String,
    /// The thread that ended the wait, as an index in [`Timeline::lanes`]: by unlocking, sending,
    /// ending. `None` if the time was simply up, or the run ended first.
    pub ended_by: Option<usize>,
    /// Of a wait for a lock: the word of the statement at that place in whose condition the lock is
    /// taken, such as `while let`. The lock is then held while the body of that statement runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held_through: Option<String>,
}

/// One thread of a run. The intervals cover all of its life, because only waiting takes virtual
/// time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThreadTimeline {
    /// As people call it: `main`, `worker 1`, or the name given to `Builder::name`.
    pub name: String,
    /// When it was started.
    #[serde(with = "seconds")]
    pub since: Duration,
    /// When it ended; `None` if main returned before.
    #[serde(default, with = "seconds::maybe")]
    pub until: Option<Duration>,
    /// The thread that started it, as an index in [`Timeline::lanes`]; `None` for main.
    pub started_by: Option<usize>,
    /// What it spent its time at, in order.
    pub intervals: Vec<Interval>,
    /// What it was at when main returned, if it had not ended by then.
    pub left_at: Option<Interval>,
}

/// The record of a virtual-time run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Unchecked")]
pub struct Timeline {
    #[serde(with = "seconds")]
    elapsed: Duration,
    cores: usize,
    lanes: Vec<ThreadTimeline>,
    #[serde(skip_serializing_if = "Option::is_none")]
    totals: Option<Totals>,
}

/// Figures of a whole run, kept where a [bounded](Timeline::bounded) timeline no longer holds what
/// they count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Totals {
    /// Threads made, main included.
    pub threads: usize,
    /// Threads that had not ended when the closure returned, besides main.
    pub leaked: usize,
    /// The most threads that were asleep or at work at the same instant.
    pub most_at_once: usize,
    /// Time that the cores were at work, all cores together.
    #[serde(with = "seconds")]
    pub worked: Duration,
}

impl Timeline {
    /// A run that took `elapsed`, on a machine of `cores` cores. The lanes are its threads: main,
    /// then in order of spawning. The intervals of each are in order and end with the run.
    #[must_use]
    pub fn new(elapsed: Duration, cores: usize, lanes: Vec<ThreadTimeline>) -> Self {
        Self {
            elapsed,
            cores,
            lanes,
            totals: None,
        }
    }

    /// The same run with other lanes, and the figures of the whole of it if they do not hold all of
    /// it.
    pub(crate) fn with_lanes(&self, lanes: Vec<ThreadTimeline>, totals: Option<Totals>) -> Self {
        Self {
            lanes,
            totals,
            ..*self
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
        self.totals
            .as_ref()
            .map_or(self.lanes.len(), |totals| totals.threads)
    }

    /// The threads: main, then in order of spawning.
    #[must_use]
    pub fn lanes(&self) -> &[ThreadTimeline] {
        &self.lanes
    }

    /// The figures of the whole run, if the lanes no longer hold all of it.
    #[must_use]
    pub fn totals(&self) -> Option<&Totals> {
        self.totals.as_ref()
    }

    /// Threads that had not ended when the closure returned, besides main.
    #[must_use]
    pub fn leaked(&self) -> usize {
        let left = |lane: &&ThreadTimeline| lane.left_at.is_some();
        self.totals
            .as_ref()
            .map_or_else(|| self.lanes.iter().filter(left).count(), |it| it.leaked)
    }

    /// Cores of the model's machine.
    #[must_use]
    pub fn cores(&self) -> usize {
        self.cores
    }

    /// Time that the cores were at work, all cores together: `cores() * elapsed()` if none was ever
    /// idle.
    #[must_use]
    pub fn worked(&self) -> Duration {
        if let Some(totals) = &self.totals {
            return totals.worked;
        }
        let intervals = self.lanes.iter().flat_map(|lane| &lane.intervals);
        intervals
            .filter(|at| at.waiting == Waiting::Work)
            .fold(Duration::ZERO, |sum, at| {
                sum.saturating_add(at.until - at.since)
            })
    }

    /// What thread number `thread` (0 is main, then in order of spawning) spent its time at.
    #[must_use]
    pub fn intervals(&self, thread: usize) -> &[Interval] {
        self.lanes.get(thread).map_or(&[], |lane| &lane.intervals)
    }
}

/// A timeline as it was read, which may be of anybody's making.
#[derive(Deserialize)]
struct Unchecked {
    #[serde(with = "seconds")]
    elapsed: Duration,
    cores: usize,
    lanes: Vec<ThreadTimeline>,
    #[serde(default)]
    totals: Option<Totals>,
}

/// Why what was read is no timeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum BadTimeline {
    /// It names a thread that it does not have.
    NoSuchThread(usize),
    /// A stretch of time ends before it begins, after the run, or overlaps the one before.
    OutOfOrder,
    /// The figures of the whole are less than what is there.
    Totals,
}

impl fmt::Display for BadTimeline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSuchThread(thread) => write!(f, "the timeline has no thread {thread}"),
            Self::OutOfOrder => f.write_str("the timeline has stretches that are not in order"),
            Self::Totals => f.write_str("the timeline has more threads than its totals say"),
        }
    }
}

impl std::error::Error for BadTimeline {}

impl TryFrom<Unchecked> for Timeline {
    type Error = BadTimeline;

    fn try_from(read: Unchecked) -> Result<Self, BadTimeline> {
        let timeline = Self {
            elapsed: read.elapsed,
            cores: read.cores,
            lanes: read.lanes,
            totals: read.totals,
        };
        for lane in &timeline.lanes {
            let ended_by = lane.intervals.iter().filter_map(|at| at.ended_by);
            for thread in lane.started_by.into_iter().chain(ended_by) {
                timeline.has(thread)?;
            }
            let mut last = Duration::ZERO;
            for at in &lane.intervals {
                timeline.lasts(at.since, at.until)?;
                if at.since < last {
                    return Err(BadTimeline::OutOfOrder);
                }
                last = at.until;
            }
        }
        if timeline.threads() < timeline.lanes.len() {
            return Err(BadTimeline::Totals);
        }
        Ok(timeline)
    }
}

impl Timeline {
    /// Checks that there is such a thread.
    pub(crate) fn has(&self, thread: usize) -> Result<(), BadTimeline> {
        if thread < self.lanes.len() {
            Ok(())
        } else {
            Err(BadTimeline::NoSuchThread(thread))
        }
    }

    /// Checks that the stretch of time is one, and one of the run.
    pub(crate) fn lasts(&self, since: Duration, until: Duration) -> Result<(), BadTimeline> {
        if since <= until && until <= self.elapsed {
            Ok(())
        } else {
            Err(BadTimeline::OutOfOrder)
        }
    }
}
