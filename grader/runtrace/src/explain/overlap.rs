//! How many threads were asleep or at work at once, and why not more.

use std::time::Duration;

use super::prose::{self, at, did, duration, list};
use crate::{Annotated, Interval, ThreadTimeline, Timeline, Waiting};

/// Reasons told; the rest are summed up.
const MOST_REASONS: usize = 3;

impl Timeline {
    /// The most threads that were asleep or at work at the same instant: real overlap. (To wait for
    /// a core is neither.)
    #[must_use]
    pub fn most_at_once(&self) -> usize {
        self.totals().map_or_else(
            || most_at_once(self).map_or(0, |peak| peak.lanes.len()),
            |totals| totals.most_at_once,
        )
    }

    /// Why not more threads were asleep or at work at once.
    #[must_use]
    pub fn not_concurrent(&self) -> Annotated {
        explain(self)
    }
}

/// Threads that waited for one and the same thing.
pub struct HeldUp {
    /// For a lock or a core.
    pub waiting: Waiting,
    /// "worker 2 and worker 3 waited for the Mutex (src/lib.rs:12)".
    pub told: String,
    /// As [`Interval::held_through`] of the first of them.
    pub held_through: Option<String>,
}

/// Who waited for a lock or a core, at one place, for most of that time.
pub fn held_up(timeline: &Timeline, since: Duration, until: Duration) -> Option<HeldUp> {
    let lanes = timeline.lanes();
    let held = |at: &&Interval| {
        let overlap = at.until.min(until).saturating_sub(at.since.max(since));
        matches!(at.waiting, Waiting::Lock | Waiting::Core) && overlap * 2 > until - since
    };
    let waiting: Vec<(usize, &Interval)> = (0..lanes.len())
        .filter_map(|lane| Some((lane, lanes[lane].intervals.iter().find(held)?)))
        .collect();
    let (_, first) = waiting.first()?;
    let same: Vec<usize> = waiting
        .iter()
        .filter(|(_, at)| at.object == first.object && at.place == first.place)
        .map(|(lane, _)| *lane)
        .collect();
    Some(HeldUp {
        waiting: first.waiting,
        told: format!(
            "{} {}{}",
            list(lanes, &same),
            did(first.waiting, &first.object),
            at(&first.place)
        ),
        held_through: first.held_through.clone(),
    })
}

/// The first moment at which as many threads as ever were asleep or at work.
struct Peak {
    /// The threads, as indices.
    lanes: Vec<usize>,
    /// From when to when they all were.
    since: Duration,
    until: Duration,
}

/// The peak; `None` if nobody ever slept or worked.
fn most_at_once(timeline: &Timeline) -> Option<Peak> {
    let busy = |lane: usize| {
        let intervals = timeline.lanes()[lane].intervals.iter();
        intervals
            .filter(|at| at.waiting.is_busy())
            .map(move |at| (lane, at))
    };
    let all: Vec<(usize, &Interval)> = (0..timeline.lanes().len()).flat_map(busy).collect();
    // At equal times ends come before starts: back to back is not overlap.
    let mut edges: Vec<(Duration, bool)> = all
        .iter()
        .flat_map(|(_, at)| [(at.since, true), (at.until, false)])
        .collect();
    edges.sort_unstable();
    let mut now = 0_usize;
    let mut most = (0, Duration::ZERO);
    for (moment, begins) in edges {
        now = if begins { now + 1 } else { now - 1 };
        if now > most.0 {
            most = (now, moment);
        }
    }
    let (_, since) = most;
    let there: Vec<_> = all
        .iter()
        .filter(|(_, at)| at.since <= since && since < at.until)
        .collect();
    Some(Peak {
        lanes: there.iter().map(|(lane, _)| *lane).collect(),
        since,
        until: there.iter().map(|(_, at)| at.until).min()?,
    })
}

/// Why not more: what each of the other threads had to wait for first.
fn explain(timeline: &Timeline) -> Annotated {
    Annotated {
        sentence: sentence(timeline),
        ..timeline.clone().into()
    }
}

fn sentence(timeline: &Timeline) -> String {
    let lanes = timeline.lanes();
    let Some(peak) = most_at_once(timeline) else {
        return "No thread ever slept or worked.".to_owned();
    };
    let is_busy = |lane: &ThreadTimeline| lane.intervals.iter().any(|at| at.waiting.is_busy());
    let others: Vec<usize> = (0..lanes.len())
        .filter(|lane| !peak.lanes.contains(lane) && is_busy(&lanes[*lane]))
        .collect();
    let most = match peak.lanes.as_slice() {
        [only] if others.is_empty() => {
            let beside = match lanes.len() {
                1 => "No other thread was started.",
                _ => match held_up(timeline, Duration::ZERO, timeline.elapsed()) {
                    Some(others) => {
                        return format!(
                            "Only {} slept or worked, while {}.{}",
                            lanes[*only].name,
                            others.told,
                            held_through(others.held_through.as_deref())
                        );
                    }
                    None => "The other threads never did.",
                },
            };
            return format!("Only {} slept or worked. {beside}", lanes[*only].name);
        }
        [_] => "No two threads slept or worked at the same time.".to_owned(),
        several => format!(
            "Never more than {} threads slept or worked at the same time: {}, from {} to {}.",
            several.len(),
            list(lanes, several),
            duration(peak.since),
            duration(peak.until)
        ),
    };
    let mut reasons: Vec<(Reason<'_>, Vec<usize>)> = Vec::new();
    for other in others {
        let Some(reason) = reason(timeline, other) else {
            continue;
        };
        match reasons.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, threads)) => threads.push(other),
            None => reasons.push((reason, vec![other])),
        }
    }
    let told = reasons
        .iter()
        .take(MOST_REASONS)
        .map(|(reason, threads)| format!(" {}.", reason.tell(timeline, threads)));
    let held = reasons.iter().find_map(|(reason, _)| match reason {
        Reason::Waited { held_through, .. } => {
            Some(self::held_through(*held_through)).filter(|told| !told.is_empty())
        }
        Reason::Started { .. } => None,
    });
    format!(
        "{most}{}{}",
        told.collect::<String>(),
        held.unwrap_or_default()
    )
}

/// That the lock is held while a body runs, if the line where it is waited for shows that.
fn held_through(word: Option<&str>) -> String {
    word.map_or_else(String::new, |word| {
        format!(" {}", prose::held_through(word))
    })
}

/// What kept a thread from sleeping or working earlier than it did.
#[derive(PartialEq, Eq)]
enum Reason<'t> {
    /// It waited.
    Waited {
        waiting: Waiting,
        object: &'t str,
        place: &'t str,
        held_through: Option<&'t str>,
    },
    /// It was not started before: its starter was busy or waited until then, at that place.
    Started {
        by: usize,
        waiting: Waiting,
        place: &'t str,
        /// Whether it waited for the thread that was started before this one.
        for_the_one_before: bool,
    },
}

fn reason(timeline: &Timeline, thread: usize) -> Option<Reason<'_>> {
    let lanes = timeline.lanes();
    let lane = &lanes[thread];
    let first = lane.intervals.iter().position(|at| at.waiting.is_busy())?;
    if let Some(before) = first.checked_sub(1).map(|before| &lane.intervals[before]) {
        return Some(Reason::Waited {
            waiting: before.waiting,
            object: &before.object,
            place: &before.place,
            held_through: before.held_through.as_deref(),
        });
    }
    let by = lane.started_by?;
    let until = lanes[by]
        .intervals
        .iter()
        .find(|at| at.until == lane.since)?;
    Some(Reason::Started {
        by,
        waiting: until.waiting,
        place: &until.place,
        for_the_one_before: thread
            .checked_sub(1)
            .is_some_and(|before| until.object == lanes[before].name),
    })
}

impl Reason<'_> {
    fn tell(&self, timeline: &Timeline, threads: &[usize]) -> String {
        let who = list(timeline.lanes(), threads);
        let several = threads.len() > 1;
        match self {
            Self::Waited {
                waiting,
                object,
                place,
                ..
            } => {
                let each = if several { " each" } else { "" };
                format!("{who}{each} first {}{}", did(*waiting, object), at(place))
            }
            Self::Started {
                by,
                waiting,
                place,
                for_the_one_before,
            } => {
                let by = &timeline.lanes()[*by].name;
                let was = if several { "were each" } else { "was" };
                let until = match waiting {
                    // Whom it waited for differs from thread to thread; that it waited at that line
                    // does not.
                    Waiting::Thread if *for_the_one_before => {
                        "had waited for the one before to end"
                    }
                    Waiting::Thread => "had waited for another thread to end",
                    Waiting::Sleep => "had slept",
                    Waiting::Work => "had worked",
                    _ => "had waited",
                };
                format!("{who} {was} started only after {by} {until}{}", at(place))
            }
        }
    }
}
