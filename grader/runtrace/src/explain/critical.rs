//! Why a run took so long: the chain of stretches that had to follow each other, and a sentence
//! about it.

use std::time::Duration;

use super::overlap::held_up;
use super::prose::{at, did, duration, held_through, list};
use super::turns;
use crate::{Annotated, Dependency, Interval, PathSegment, Timeline, Waiting};

/// Stretches told one by one; of more, the longest.
const MOST_TOLD: usize = 4;

impl Timeline {
    /// What made the run as long as it was: stretches that follow each other from its start to its
    /// end without a gap, each of which had to be over before the next could begin. Had any of them
    /// been shorter, so had the run, until another way through it became the longest.
    #[must_use]
    pub fn critical_path(&self) -> Vec<PathSegment> {
        path(self)
    }

    /// Why the run took so long: the critical path, marked and in words.
    #[must_use]
    pub fn too_slow(&self) -> Annotated {
        explain(self)
    }
}

/// The chain, from the start to the end of the run.
///
/// It is found backwards: from the end of main through what main did, and wherever a thread had
/// waited, on to the thread that ended its wait; where a thread began, on to the one that started
/// it.
fn path(timeline: &Timeline) -> Vec<PathSegment> {
    let lanes = timeline.lanes();
    let mut legs: Vec<PathSegment> = Vec::new();
    let mut links: Vec<Dependency> = Vec::new();
    let (mut lane, mut now) = (0, timeline.elapsed());
    // No stretch and no beginning of a thread is met twice.
    let most = lanes.iter().map(|lane| lane.intervals.len() + 1).sum();
    for _ in 0..most {
        let intervals = &lanes[lane].intervals;
        let begun = intervals.partition_point(|interval| interval.since < now);
        let Some(interval) = intervals[..begun].last() else {
            let Some(by) = lanes[lane].started_by else {
                break;
            };
            links.push(Dependency::Started { lane, by });
            lane = by;
            continue;
        };
        if let Some(by) = interval.ended_by
            && interval.until == now
        {
            links.push(Dependency::Waited {
                lane,
                waiting: interval.waiting,
                object: interval.object.clone(),
                place: interval.place.clone(),
                held_through: interval.held_through.clone(),
            });
            lane = by;
            continue;
        }
        links.reverse();
        legs.push(leg(lane, interval, now, std::mem::take(&mut links)));
        now = interval.since;
    }
    legs.reverse();
    legs
}

/// A stretch of its own, up to the moment `until`.
pub fn leg(
    lane: usize,
    interval: &Interval,
    until: Duration,
    links: Vec<Dependency>,
) -> PathSegment {
    PathSegment {
        lane,
        since: interval.since,
        until,
        waiting: interval.waiting,
        object: interval.object.clone(),
        place: interval.place.clone(),
        links,
    }
}

/// The timeline with its critical path marked, and what made it so long in words.
fn explain(timeline: &Timeline) -> Annotated {
    let marked = path(timeline);
    let mut groups: Vec<&[PathSegment]> = marked.chunk_by(goes_on).collect();
    let all = groups.len();
    let elapsed = duration(timeline.elapsed());
    if all > MOST_TOLD {
        let mut longest: Vec<usize> = (0..all).collect();
        longest.sort_by_key(|&group| std::cmp::Reverse(total(groups[group])));
        longest.truncate(MOST_TOLD);
        longest.sort_unstable();
        groups = longest.into_iter().map(|group| groups[group]).collect();
    }
    let told: Vec<String> = groups
        .iter()
        .map(|group| {
            format!(
                "{} of the {elapsed}: {}",
                duration(total(group)),
                tell(timeline, group)
            )
        })
        .collect();
    let mut sentence = told.join("; ");
    if all > MOST_TOLD {
        let rest = timeline.elapsed() - groups.iter().map(|group| total(group)).sum::<Duration>();
        sentence += &format!(
            "; the other {}: {} shorter stretches",
            duration(rest),
            all - MOST_TOLD
        );
    }
    if !sentence.is_empty() {
        sentence += ".";
    }
    if let Some(lesson) = lesson(timeline, &groups) {
        sentence = format!("{sentence} {lesson}");
    }
    Annotated {
        marked,
        legend: "what made it take so long".to_owned(),
        sentence,
        ..timeline.clone().into()
    }
}

fn total(legs: &[PathSegment]) -> Duration {
    legs.iter().map(|leg| leg.until - leg.since).sum()
}

/// Whether the second leg is more of the same: the same thing, at the same place.
fn goes_on(first: &PathSegment, second: &PathSegment) -> bool {
    first.waiting == second.waiting && first.place == second.place && first.object == second.object
}

/// What the legs of a group were spent at, and why they came one after the other.
fn tell(timeline: &Timeline, group: &[PathSegment]) -> String {
    let lanes = timeline.lanes();
    let [first, ..] = group else {
        return String::new();
    };
    let mut threads: Vec<usize> = group.iter().map(|leg| leg.lane).collect();
    threads.sort_unstable();
    threads.dedup();
    let who = list(lanes, &threads);
    let what = format!("{}{}", did(first.waiting, &first.object), at(&first.place));
    match (group.len(), threads.len()) {
        (1, _) => format!("{who} {what}{}", meanwhile(timeline, first)),
        (times, 1) => {
            let (since, until) = (first.since, group[times - 1].until);
            let others = held_up(timeline, since, until);
            let others =
                others.map_or_else(String::new, |others| format!(", while {}", others.told));
            format!("{who} {what} {times} times, one after the other{others}")
        }
        (times, several) => {
            let often = if times == several {
                String::new()
            } else {
                format!(", {times} times in all")
            };
            let why = turns::told(timeline, group);
            format!(
                "{who} {what} one after the other{often}{}",
                why.unwrap_or_default()
            )
        }
    }
}

/// Who waited while a single leg went on.
fn meanwhile(timeline: &Timeline, leg: &PathSegment) -> String {
    let waited = leg.links.iter().find_map(|link| match link {
        Dependency::Waited {
            lane,
            waiting,
            object,
            place,
            ..
        } => {
            let who = &timeline.lanes()[*lane].name;
            let what = match waiting {
                Waiting::Thread => "waited for it to end".to_owned(),
                _ => did(*waiting, object),
            };
            Some(format!(", while {who} {what}{}", at(place)))
        }
        Dependency::Started { .. } => None,
    });
    waited.unwrap_or_default()
}

/// What is said of a lock that is held where it need not be.
const HELD: &str = "Whoever sleeps or works with a lock held keeps those who want it waiting.";

/// What to learn from the longest of the groups in which threads waited for each other.
fn lesson(timeline: &Timeline, groups: &[&[PathSegment]]) -> Option<String> {
    let longest = groups.iter().max_by_key(|group| total(group))?;
    let (since, until) = (longest.first()?.since, longest.last()?.until);
    let links: Vec<&Dependency> = longest.iter().flat_map(|leg| &leg.links).collect();
    let waited_for = |kind: Waiting| {
        links
            .iter()
            .any(|link| matches!(link, Dependency::Waited { waiting, .. } if *waiting == kind))
    };
    let started = links
        .iter()
        .any(|link| matches!(link, Dependency::Started { .. }));
    let waits_for_a_lock = links.iter().find_map(|link| match link {
        Dependency::Waited {
            waiting: Waiting::Lock,
            held_through,
            ..
        } => Some(held_through),
        _ => None,
    });
    // Where threads took turns it is known who waited for whom: those who look on may wait for a
    // lock whose holder waits too, and there is no lesson in that.
    let is_by_one = longest.iter().all(|leg| leg.lane == longest[0].lane);
    let held =
        held_up(timeline, since, until).filter(|held| held.waiting == Waiting::Lock && is_by_one);
    let word = waits_for_a_lock.or(held.as_ref().map(|held| &held.held_through));
    if let Some(word) = word {
        Some(
            word.as_deref()
                .map_or_else(|| HELD.to_owned(), held_through),
        )
    } else if started && waited_for(Waiting::Thread) {
        Some("A thread that is joined before the next is started has nobody beside it.".to_owned())
    } else {
        None
    }
}
