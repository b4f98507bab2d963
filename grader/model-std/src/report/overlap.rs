//! How many threads were asleep or at work at once, and why not more.

use std::time::Duration;

use super::prose::{at, did, duration, list};
use crate::model::{Explained, Interval, Lane, Timeline};

/// Reasons told; the rest are summed up.
const MOST_REASONS: usize = 3;

/// The first moment at which as many threads as ever were asleep or at work.
pub struct Peak {
    /// The threads, as indices.
    pub lanes: Vec<usize>,
    /// From when to when they all were.
    since: Duration,
    until: Duration,
}

/// The peak; `None` if nobody ever slept or worked.
pub fn most_at_once(timeline: &Timeline) -> Option<Peak> {
    let busy = |lane: usize| {
        let intervals = timeline.lanes()[lane].intervals.iter();
        intervals
            .filter(|at| at.waiting.is_busy())
            .map(move |at| (lane, at))
    };
    let all: Vec<(usize, &Interval)> = (0..timeline.threads()).flat_map(busy).collect();
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
pub fn explain(timeline: &Timeline) -> Explained<'_> {
    Explained {
        sentence: sentence(timeline),
        ..timeline.plain()
    }
}

fn sentence(timeline: &Timeline) -> String {
    let lanes = timeline.lanes();
    let Some(peak) = most_at_once(timeline) else {
        return "No thread ever slept or worked.".to_owned();
    };
    let is_busy = |lane: &Lane| lane.intervals.iter().any(|at| at.waiting.is_busy());
    let others: Vec<usize> = (0..lanes.len())
        .filter(|lane| !peak.lanes.contains(lane) && is_busy(&lanes[*lane]))
        .collect();
    let most = match peak.lanes.as_slice() {
        [only] if others.is_empty() => {
            let beside = match lanes.len() {
                1 => "No other thread was started.",
                _ => "The other threads never did.",
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
    let mut reasons: Vec<(String, Vec<usize>)> = Vec::new();
    for other in others {
        let reason = reason(timeline, other);
        match reasons.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, threads)) => threads.push(other),
            None => reasons.push((reason, vec![other])),
        }
    }
    let told = reasons.iter().take(MOST_REASONS).map(|(reason, threads)| {
        let each = if threads.len() > 1 { " each" } else { "" };
        format!(" {}{each} {reason}.", list(lanes, threads))
    });
    let mut sentence = format!("{most}{}", told.collect::<String>());
    if reasons.len() > MOST_REASONS {
        let rest: usize = reasons[MOST_REASONS..]
            .iter()
            .map(|(_, threads)| threads.len())
            .sum();
        sentence += &format!(" So it went on with {rest} more.");
    }
    sentence
}

/// What kept a thread from sleeping or working earlier than it did.
fn reason(timeline: &Timeline, thread: usize) -> String {
    let lanes = timeline.lanes();
    let lane = &lanes[thread];
    let first = lane.intervals.iter().position(|at| at.waiting.is_busy());
    let before = first.and_then(|first| first.checked_sub(1));
    if let Some(before) = before.map(|before| &lane.intervals[before]) {
        return format!(
            "{} first{}",
            did(before.waiting, &before.object),
            at(&before.place)
        );
    }
    let Some(by) = lane.started_by.map(|by| &lanes[by]) else {
        return "did so at another time".to_owned();
    };
    let waited = by.intervals.iter().find(|at| at.until == lane.since);
    match waited {
        Some(waited) if waited.waiting.is_busy() => format!(
            "was started only after {} had {}{}",
            by.name,
            did(waited.waiting, &waited.object),
            at(&waited.place)
        ),
        // Whom it waited for differs from thread to thread; that it waited at that line does not.
        Some(waited) => format!(
            "was started only after {} had waited{} for another thread",
            by.name,
            at(&waited.place)
        ),
        None => "did so at another time".to_owned(),
    }
}
