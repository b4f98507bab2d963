//! Words that several sentences about a timeline need.

use std::time::Duration;

use super::names;
use crate::model::{Lane, Waiting};

/// `10 s`, `0.25 s`.
pub fn duration(time: Duration) -> String {
    names::duration(u64::try_from(time.as_nanos()).unwrap_or(u64::MAX))
}

/// `a, b and c`; of more than four only the first two and the last, and how many.
pub fn list(lanes: &[Lane], threads: &[usize]) -> String {
    let name = |thread: &usize| lanes[*thread].name.as_str();
    match threads {
        [] => "nobody".to_owned(),
        [one] => name(one).to_owned(),
        [first, second, .., last] if threads.len() > 4 => format!(
            "{}, {}, ... {} ({} threads)",
            name(first),
            name(second),
            name(last),
            threads.len()
        ),
        [start @ .., last] => {
            let start: Vec<_> = start.iter().map(name).collect();
            format!("{} and {}", start.join(", "), name(last))
        }
    }
}

/// What a thread did: `slept`, `waited for the Mutex`.
pub fn did(waiting: Waiting, object: &str) -> String {
    match waiting {
        Waiting::Sleep => "slept".to_owned(),
        Waiting::Work => "worked".to_owned(),
        Waiting::Lock => format!("waited for the {object}"),
        Waiting::Thread => format!("waited for {object} to end"),
        Waiting::Core => "waited for a core".to_owned(),
        Waiting::Other => format!("waited for {object}"),
    }
}

/// ` (src/lib.rs:12)`, or nothing if no line says it.
pub fn at(place: &str) -> String {
    if place.is_empty() {
        String::new()
    } else {
        format!(" ({place})")
    }
}
