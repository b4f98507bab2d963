//! A record as JSON.

use std::time::Duration;

use serde::{Serialize, Serializer};

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
