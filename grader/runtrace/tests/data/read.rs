//! What was written is read as it was, and what is no run is refused.

use std::fmt::Debug;
use std::time::Duration;

use runtrace::{Annotated, Interval, Style, ThreadTimeline, Timeline, Trace, Waiting};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::samples;

fn comes_back<T: Serialize + DeserializeOwned + PartialEq + Debug>(data: &T) {
    let text = serde_json::to_string(data).expect("it is data");
    let read: T = serde_json::from_str(&text).expect("it was written by us");
    assert_eq!(&read, data, "{text}");
}

#[test]
fn data_comes_back_as_it_was() {
    comes_back(&samples::trace());
    comes_back(&Trace::default());
    comes_back(&samples::timeline());
    comes_back(&samples::timeline().too_slow());
    comes_back(&samples::timeline().not_concurrent());
    comes_back(&samples::timeline().left_behind());
    comes_back(&samples::failure());
    comes_back(&samples::failure().up_to_then().expect("it has a timeline"));
}

#[test]
fn moments_come_back_to_the_nanosecond() {
    let moments = [1, 999_999_999, 1_000_000_001, 86_400_000_000_007];
    for nanos in moments.map(Duration::from_nanos) {
        comes_back(&Timeline::new(nanos, 1, Vec::new()));
    }
}

#[test]
fn what_is_read_is_drawn_as_what_was_written() {
    let told = samples::timeline().too_slow();
    let read: Annotated = serde_json::from_str(&told.json()).expect("it was written by us");
    let style = Style::new();
    assert_eq!(read.text(style), told.text(style));
    assert_eq!(read.svg(), told.svg());
    assert!(read.sentence.contains("`while let`"), "{}", read.sentence);
    assert_eq!(read.timeline.too_slow(), told, "explained anew");
}

/// The timeline with the value at that place replaced.
fn with(place: &str, value: Value) -> Result<Annotated, String> {
    let told = samples::timeline().too_slow();
    let mut json = serde_json::to_value(&told).expect("it is data");
    *json.pointer_mut(place).expect("there is such a place") = value;
    serde_json::from_value(json).map_err(|error| error.to_string())
}

#[test]
fn a_timeline_that_makes_no_sense_is_refused() {
    for (place, value) in [
        ("/lanes/1/started_by", json!(3)),
        ("/lanes/0/intervals/0/ended_by", json!(7)),
        ("/lanes/0/intervals/0/since", json!(2.0)),
        ("/lanes/0/intervals/1/until", json!(5.0)),
        ("/lanes/0/intervals/1/since", json!(0.5)),
        ("/lanes/0/intervals/1/since", json!(-1.0)),
        ("/elapsed", json!(1e300)),
        ("/elapsed", json!(1.0)),
        ("/marked/0/lane", json!(3)),
        ("/marked/0/until", json!(9.0)),
        ("/marked/0/links/0/waited/lane", json!(3)),
    ] {
        let read = with(place, value.clone());
        assert!(read.is_err(), "{place} = {value}: {read:?}");
    }
    assert!(with("/cores", json!(1)).is_ok());
}

#[test]
fn a_timeline_cannot_have_more_threads_than_its_totals() {
    let mut json = serde_json::to_value(samples::timeline()).expect("it is data");
    let totals = json!({"threads": 2, "leaked": 0, "most_at_once": 1, "worked": 0.0});
    json["totals"] = totals;
    let read = serde_json::from_value::<Timeline>(json.clone());
    assert!(read.is_err(), "{read:?}");
    json["totals"]["threads"] = json!(80);
    let read = serde_json::from_value::<Timeline>(json).expect("totals may be more");
    assert_eq!((read.threads(), read.lanes().len()), (80, 3));
    let text = read.text(Style::new());
    assert!(text.contains("and 77 more threads"), "{text}");
}

#[test]
fn fields_that_an_older_writer_did_not_know_need_not_be_there() {
    let mut json = serde_json::to_value(samples::trace()).expect("it is data");
    json.as_object_mut().expect("an object").remove("stuck");
    let read: Trace = serde_json::from_value(json).expect("nothing else is missing");
    assert!(read.stuck.is_empty());
}

#[test]
fn a_trace_whose_rows_name_no_thread_is_drawn_all_the_same() {
    let mut trace = samples::trace();
    for row in &mut trace.rows {
        row.thread += 5;
    }
    for threads in [trace.threads.clone(), Vec::new()] {
        let trace = Trace {
            threads,
            ..trace.clone()
        };
        assert!(trace.text(Style::new()).contains("lock Mutex"));
        assert!(trace.svg().contains("lock Mutex"));
    }
}

#[test]
fn a_run_without_threads_is_drawn_and_explained_all_the_same() {
    let empty = Timeline::new(Duration::from_secs(1), 0, Vec::new());
    let nobody_ends: Vec<ThreadTimeline> = Vec::from([ThreadTimeline {
        left_at: Some(Interval {
            until: Duration::MAX,
            ..samples::interval(0, 1, Waiting::Sleep)
        }),
        started_by: Some(0),
        ..samples::lane("main", None, vec![samples::interval(0, 1, Waiting::Work)])
    }]);
    let odd = Timeline::new(Duration::from_secs(1), 0, nobody_ends);
    for timeline in [empty, odd] {
        for told in [
            timeline.too_slow(),
            timeline.not_concurrent(),
            timeline.left_behind(),
        ] {
            assert!(!told.text(Style::new()).is_empty());
            assert!(told.svg().starts_with("<svg"));
        }
    }
}
