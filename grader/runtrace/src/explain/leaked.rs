//! Threads that had not ended when main returned, and what they were at.

use super::critical::leg;
use super::prose::{at, did, duration};
use crate::{Annotated, Interval, PathSegment, ThreadTimeline, Timeline, Waiting};

/// Threads told one by one.
const MOST_TOLD: usize = 4;

impl Timeline {
    /// Which threads had not ended when main returned, and what they were at.
    #[must_use]
    pub fn left_behind(&self) -> Annotated {
        explain(self)
    }
}

/// The timeline with what was left marked, and in words.
fn explain(timeline: &Timeline) -> Annotated {
    let left: Vec<(usize, &ThreadTimeline, &Interval)> = timeline
        .lanes()
        .iter()
        .enumerate()
        .filter_map(|(number, lane)| Some((number, lane, lane.left_at.as_ref()?)))
        .collect();
    let marked: Vec<PathSegment> = left
        .iter()
        .filter(|(_, _, at)| at.since < timeline.elapsed())
        .map(|(number, _, at)| leg(*number, at, timeline.elapsed(), Vec::new()))
        .collect();
    let told: Vec<String> = left
        .iter()
        .take(MOST_TOLD)
        .map(|(_, lane, at)| format!("{} {}", lane.name, state(at)))
        .collect();
    let more = match left.len().saturating_sub(MOST_TOLD) {
        0 => String::new(),
        more => format!("; and {more} more"),
    };
    let how_many = match left.len() {
        0 => "every other thread had ended".to_owned(),
        1 => "1 thread had not ended".to_owned(),
        many => format!("{many} threads had not ended"),
    };
    let mut sentence = format!(
        "When main returned, after {}, {how_many}",
        duration(timeline.elapsed())
    );
    if left.is_empty() {
        sentence += ".";
    } else {
        sentence += &format!(
            ": {}{more}. The program ends with main: what they still had to do is never done. `join` them first, and \
             see to it that they end.",
            told.join("; ")
        );
    }
    Annotated {
        marked,
        legend: "not over when main returned".to_owned(),
        sentence,
        ..timeline.clone().into()
    }
}

/// What a thread is at: "still slept (src/lib.rs:12), until 10 s".
fn state(interval: &Interval) -> String {
    let what = format!(
        "still {}{}",
        did(interval.waiting, &interval.object),
        at(&interval.place)
    );
    match interval.waiting {
        Waiting::Sleep | Waiting::Work => {
            format!("{what}, until {}", duration(interval.until))
        }
        _ => what,
    }
}
