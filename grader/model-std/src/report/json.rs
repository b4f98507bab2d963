//! A record as JSON.

use std::time::Duration;

use serde::{Serialize, Serializer};

use crate::model::Lane;

/// Threads written out, and stretches of all of them together.
const MOST_LANES: usize = 64;
const MOST_INTERVALS: usize = 128;

/// `record` as JSON, indented.
pub fn of(record: &impl Serialize) -> String {
    serde_json::to_string_pretty(record)
        .expect("a record holds text, numbers and lists, which JSON can all say")
}

/// A moment or a stretch of time in seconds.
pub fn seconds<S: Serializer>(time: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64(time.as_secs_f64())
}

/// A moment in seconds, if there is one.
pub fn maybe_seconds<S: Serializer>(
    time: &Option<Duration>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match time {
        Some(time) => serializer.serialize_some(&time.as_secs_f64()),
        None => serializer.serialize_none(),
    }
}

/// The first threads, and of each the first and last of its stretches. Counts and sums are told elsewhere.
pub fn lanes<S: Serializer>(lanes: &[Lane], serializer: S) -> Result<S::Ok, S::Error> {
    let most = (MOST_INTERVALS / lanes.len().max(1)).max(2);
    let lanes = lanes.iter().take(MOST_LANES).map(|lane| Lane {
        intervals: ends(&lane.intervals, most),
        ..lane.clone()
    });
    serializer.collect_seq(lanes)
}

/// The first and last of a long list.
pub fn both_ends<T: Serialize + Clone, S: Serializer>(
    list: &[T],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(ends(list, MOST_INTERVALS))
}

fn ends<T: Clone>(list: &[T], most: usize) -> Vec<T> {
    let left_out = most / 2..list.len().saturating_sub(most / 2).max(most / 2);
    let shown = |at: &usize| list.len() <= most || !left_out.contains(at);
    (0..list.len())
        .filter(shown)
        .map(|at| list[at].clone())
        .collect()
}
