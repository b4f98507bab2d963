//! However long a run was, its data is small enough to be sent, and still looks the same.

use std::time::Duration;

use runtrace::{Dependency, Interval, Limits, RowKind, Style, Timeline, Trace, Waiting};
use serde::Serialize;

use crate::samples;

/// Bytes of what keeps to [`Limits::RECORD`], at most.
const MOST: usize = 4 << 20;

fn size(data: &impl Serialize) -> usize {
    serde_json::to_string(data).expect("it is data").len()
}

#[test]
fn what_is_short_stays_as_it_is() {
    assert_eq!(samples::trace().bounded(Limits::RECORD), samples::trace());
    let told = samples::timeline().too_slow();
    assert_eq!(told.bounded(Limits::RECORD), told);
    assert_eq!(
        samples::failure().bounded(Limits::RECORD),
        samples::failure()
    );
}

#[test]
fn a_long_trace_keeps_its_ends() {
    let step = |number: usize| samples::step(&format!("thread {number}"), "load", 1);
    let trace = Trace {
        steps: (0..10_000).map(step).collect(),
        rows: vec![samples::row(RowKind::Step, Some(1), 0); 10_000],
        ..samples::trace()
    };
    let short = trace.bounded(Limits::RECORD);
    assert_eq!(short.steps.len(), Limits::RECORD.steps);
    assert_eq!(short.steps.first(), trace.steps.first());
    assert_eq!(short.steps.last(), trace.steps.last());
    assert_eq!(short.rows.len(), Limits::RECORD.rows);
}

#[test]
fn long_words_are_cut_wherever_they_stand() {
    let long = "\u{1f980}\n".repeat(100_000);
    let mut failure = samples::failure();
    failure.message.clone_from(&long);
    failure.account.clone_from(&long);
    failure.panics[0].message.clone_from(&long);
    failure.panics[0].thread.clone_from(&long);
    failure.panics[0].site.file.clone_from(&long);
    let trace = &mut failure.trace;
    trace.closing.clone_from(&long);
    trace.threads[0].clone_from(&long);
    for step in trace.steps.iter_mut().chain(&mut trace.stuck) {
        step.thread.clone_from(&long);
        step.op.clone_from(&long);
        step.object.clone_from(&long);
        step.value = Some(long.clone());
        step.site.file.clone_from(&long);
    }
    for row in &mut trace.rows {
        row.text.clone_from(&long);
        row.place.clone_from(&long);
    }
    for source in &mut trace.sources {
        source.place.clone_from(&long);
        source.text.clone_from(&long);
    }
    failure.timeline = Some(samples::crowd(3, 3, &long).timeline);
    let bytes = size(&failure.bounded(Limits::RECORD));
    assert!(bytes < 200_000, "{bytes} bytes");
}

#[test]
fn a_crowd_for_a_long_time_is_small_and_looks_the_same() {
    let told = samples::crowd(100, 300, "worker ");
    let short = told.bounded(Limits::RECORD);
    assert!(size(&short) < MOST / 8, "{} bytes", size(&short));
    assert_eq!(short.timeline.lanes().len(), Limits::RECORD.threads);
    assert_eq!(short.timeline.threads(), 100);
    assert_eq!(short.timeline.worked(), told.timeline.worked());
    assert_eq!(short.timeline.most_at_once(), told.timeline.most_at_once());
    assert_eq!(short.timeline.leaked(), told.timeline.leaked());
    assert_eq!(short.sentence, told.sentence);
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    let (short, told) = (short.text(Style::new()), told.text(Style::new()));
    assert_eq!(lines(&short).len(), lines(&told).len(), "{short}\n{told}");
    assert!(short.contains("... and 76 more threads"), "{short}");
}

#[test]
fn one_thread_with_thousands_of_stretches_is_drawn_the_same_to_the_letter() {
    // Twenty stretches of 500 naps each, with work between, are wider than a column each.
    let mut intervals = Vec::new();
    for block in 0..20_u64 {
        let start = block * 600;
        let nap = |at| samples::interval(at, at + 1, Waiting::Sleep);
        intervals.extend((start..start + 500).map(nap));
        let work = samples::interval(start + 500, start + 600, Waiting::Work);
        intervals.push(work);
    }
    let main = samples::lane("main", None, intervals);
    let timeline = Timeline::new(samples::seconds(12_000), 4, vec![main]);
    let short = timeline.bounded(Limits::RECORD);
    assert!(short.intervals(0).len() <= Limits::RECORD.intervals);
    assert_ne!(short, timeline);
    let style = Style::new();
    assert_eq!(short.text(style), timeline.text(style));
    let covered: Duration = (short.intervals(0).iter())
        .map(|at| at.until - at.since)
        .sum();
    assert_eq!(covered, timeline.elapsed(), "no time is lost");
}

#[test]
fn a_thread_with_something_marked_is_kept_and_stays_marked() {
    let mut told = samples::crowd(200, 3, "worker ");
    let mut last = told.marked[0].clone();
    last.lane = 199;
    last.links.clear();
    told.marked = vec![last];
    let short = told.bounded(Limits::RECORD);
    let lane = &short.timeline.lanes()[short.marked[0].lane];
    assert_eq!(lane.name, "worker 199");
    let text = serde_json::to_string(&short).expect("it is data");
    let read: runtrace::Annotated = serde_json::from_str(&text).expect("its numbers were followed");
    assert_eq!(read, short);
}

#[test]
fn merged_stretches_are_called_what_most_of_their_time_was_spent_at() {
    let round = |at: u64| {
        [
            samples::interval(3 * at, 3 * at + 1, Waiting::Lock),
            samples::interval(3 * at + 1, 3 * at + 3, Waiting::Sleep),
        ]
    };
    let main = samples::lane("main", None, (0..5_000).flat_map(round).collect());
    let short = Timeline::new(samples::seconds(15_000), 4, vec![main]).bounded(Limits::RECORD);
    let asleep = |at: &Interval| at.waiting == Waiting::Sleep;
    assert!(short.intervals(0).iter().all(asleep), "{short:?}");
}

#[test]
fn the_largest_that_may_be_sent_is_small_enough() {
    // JSON needs six bytes for each of these.
    let long = "\u{1}".repeat(300);
    let mut told = samples::crowd(80, 90, &long);
    let mut lanes = told.timeline.lanes().to_vec();
    for at in lanes.iter_mut().flat_map(|lane| &mut lane.intervals) {
        at.object.clone_from(&long);
        at.place.clone_from(&long);
    }
    told.timeline = Timeline::new(told.timeline.elapsed(), 4, lanes);
    let waited = Dependency::Waited {
        lane: 0,
        waiting: Waiting::Lock,
        object: long.clone(),
        place: long.clone(),
        held_through: None,
    };
    let mut segment = told.marked[0].clone();
    segment.object.clone_from(&long);
    segment.place.clone_from(&long);
    segment.links = vec![waited; 50];
    told.marked = vec![segment; 1_000];
    told.sentence = long.repeat(100);
    let bytes = size(&told.bounded(Limits::RECORD));
    assert!(bytes < MOST, "{bytes} bytes of a timeline");

    let mut step = samples::step(&long, &long, 1);
    step.object.clone_from(&long);
    step.value = Some(long.clone());
    step.site.file.clone_from(&long);
    let mut row = samples::row(RowKind::Step, None, 0);
    row.text.clone_from(&long);
    row.place = long;
    let trace = Trace {
        steps: vec![step.clone(); 1_000],
        stuck: vec![step; 1_000],
        rows: vec![row; 1_000],
        ..samples::trace()
    };
    let bytes = size(&trace.bounded(Limits::RECORD));
    assert!(bytes < MOST, "{bytes} bytes of a trace");
}

#[test]
fn bounding_again_changes_nothing() {
    let once = samples::crowd(100, 300, "a long name of a thread ".repeat(20).as_str())
        .bounded(Limits::RECORD);
    assert_eq!(once.bounded(Limits::RECORD), once);
}
