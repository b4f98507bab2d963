//! A timeline with fewer threads and stretches of time that still looks the same where it is drawn.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::time::Duration;

use crate::clip::shorten;
use crate::{
    Annotated, Dependency, Interval, Limits, PathSegment, ThreadTimeline, Timeline, Totals, Waiting,
};

/// The timeline within the limits, but for the texts of what is marked and said.
pub fn annotated(told: &Annotated, limits: Limits) -> Annotated {
    let timeline = &told.timeline;
    let kept = Kept::of(told, limits.threads);
    let lanes = kept
        .lanes
        .iter()
        .map(|&lane| &timeline.lanes()[lane])
        .collect::<Vec<_>>();
    let lengths = lanes.iter().map(|lane| lane.intervals.len()).collect();
    let most = share(lengths, limits.intervals);
    let thin: Vec<ThreadTimeline> = lanes
        .iter()
        .map(|lane| kept.thread(lane, most, limits.words))
        .collect();
    let is_whole = lanes.len() == timeline.lanes().len()
        && lanes.iter().all(|lane| lane.intervals.len() <= most);
    let totals = if is_whole {
        timeline.totals().cloned()
    } else {
        Some(totals(timeline))
    };
    Annotated {
        timeline: timeline.with_lanes(thin, totals),
        marked: kept.marked(&told.marked, limits.marked),
        ..told.clone()
    }
}

fn totals(timeline: &Timeline) -> Totals {
    Totals {
        threads: timeline.threads(),
        leaked: timeline.leaked(),
        most_at_once: timeline.most_at_once(),
        worked: timeline.worked(),
    }
}

/// How many stretches each thread may have, so that all together have no more than `total`: as many
/// as it likes, if it likes less than others leave. Never fewer than two.
fn share(mut lengths: Vec<usize>, total: usize) -> usize {
    lengths.sort_unstable();
    let mut left = total;
    for (at, &length) in lengths.iter().enumerate() {
        let fair = left / (lengths.len() - at);
        if length > fair {
            return fair.max(2);
        }
        left -= length;
    }
    usize::MAX
}

/// The threads that are kept, as indices, in order.
struct Kept {
    lanes: Vec<usize>,
}

impl Kept {
    /// Main, those with something marked, and of the others as many as there is room for.
    fn of(told: &Annotated, most: usize) -> Self {
        let marked = |lane: &usize| told.marked.iter().any(|leg| leg.lane == *lane);
        let (first, rest): (Vec<usize>, Vec<usize>) =
            (0..told.timeline.lanes().len()).partition(|lane| *lane == 0 || marked(lane));
        let mut lanes: Vec<usize> = first.into_iter().chain(rest).take(most).collect();
        lanes.sort_unstable();
        Self { lanes }
    }

    /// The new index of a thread.
    fn now(&self, lane: usize) -> Option<usize> {
        self.lanes.binary_search(&lane).ok()
    }

    fn thread(&self, lane: &ThreadTimeline, most: usize, words: usize) -> ThreadTimeline {
        let mut thin = ThreadTimeline {
            name: lane.name.clone(),
            since: lane.since,
            until: lane.until,
            started_by: lane.started_by.and_then(|by| self.now(by)),
            intervals: merged(&lane.intervals, most),
            left_at: lane.left_at.clone(),
        };
        shorten(&mut thin.name, words);
        for at in thin.intervals.iter_mut().chain(&mut thin.left_at) {
            at.ended_by = at.ended_by.and_then(|by| self.now(by));
            shorten(&mut at.object, words);
            shorten(&mut at.place, words);
        }
        thin
    }

    /// The longest of what is marked, in order of time.
    fn marked(&self, marked: &[PathSegment], most: usize) -> Vec<PathSegment> {
        let mut all: Vec<PathSegment> = marked
            .iter()
            .filter_map(|segment| self.segment(segment))
            .collect();
        if all.len() > most {
            all.sort_by_key(|segment| Reverse(segment.until - segment.since));
            all.truncate(most);
            all.sort_by_key(|segment| segment.since);
        }
        all
    }

    fn segment(&self, segment: &PathSegment) -> Option<PathSegment> {
        let link = |link: &Dependency| {
            let mut link = link.clone();
            match &mut link {
                Dependency::Waited { lane, .. } => *lane = self.now(*lane)?,
                Dependency::Started { lane, by } => {
                    (*lane, *by) = (self.now(*lane)?, self.now(*by)?)
                }
            }
            Some(link)
        };
        Some(PathSegment {
            lane: self.now(segment.lane)?,
            links: segment.links.iter().filter_map(link).collect(),
            ..segment.clone()
        })
    }
}

/// At most so many stretches: short ones that follow each other become one.
fn merged(intervals: &[Interval], most: usize) -> Vec<Interval> {
    let [first, .., last] = intervals else {
        return intervals.to_vec();
    };
    if intervals.len() <= most {
        return intervals.to_vec();
    }
    let whole = last.until - first.since;
    let mut span = whole / u32::try_from(most).unwrap_or(u32::MAX).saturating_mul(2);
    loop {
        // Two groups that follow each other are longer than the span, so this ends.
        span = (span * 2).max(Duration::from_nanos(1));
        let groups = groups(intervals, span);
        if groups.len() <= most || span >= whole {
            return groups.into_iter().map(one_of).collect();
        }
    }
}

/// The stretches in groups of which each takes no longer than the span, or is one stretch.
fn groups(intervals: &[Interval], span: Duration) -> Vec<&[Interval]> {
    let mut groups = Vec::new();
    let mut rest = intervals;
    while let [first, ..] = rest {
        let fits = rest.partition_point(|at| at.until - first.since <= span);
        let (group, after) = rest.split_at(fits.max(1));
        groups.push(group);
        rest = after;
    }
    groups
}

/// One stretch for all of the group: what most of its time was spent at.
fn one_of(group: &[Interval]) -> Interval {
    let mut times: HashMap<(Waiting, &str, &str), (Duration, Reverse<usize>)> = HashMap::new();
    for (number, at) in group.iter().enumerate() {
        let (time, _) = times
            .entry((at.waiting, &at.place, &at.object))
            .or_insert((Duration::ZERO, Reverse(number)));
        *time += at.until - at.since;
    }
    let (first, last) = (&group[0], &group[group.len() - 1]);
    let (_, Reverse(most)) = times.into_values().max().unwrap_or_default();
    Interval {
        since: first.since,
        until: last.until,
        ended_by: last.ended_by,
        ..group[most].clone()
    }
}
