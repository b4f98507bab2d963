//! What goes wrong with atomics: a load that returns an old value, an update that is lost.

use super::{Closing, Story};
use crate::engine::op::Kind;
use crate::engine::record::{Recorded, Value};

/// A load returned an older value than the latest.
pub fn stale_read(story: &Story<'_>) -> Option<Closing> {
    story.record.iter().enumerate().find_map(|(at, step)| {
        let Value::Stale(read, latest, shape) = step.value else {
            return None;
        };
        let stored = story.record[..at].iter().rposition(|other| {
            other.op.object == step.op.object && other.thread != step.thread && changes(other)
        });
        let (read, latest) = (shape.show(read), shape.show(latest));
        let who = story.who(at);
        let latest = match stored {
            Some(stored) => format!(
                "{latest}, which {} had stored {}",
                story.who(stored),
                story.at(stored)
            ),
            None => latest,
        };
        Some(Closing {
            sentence: format!(
                "{who} read {read} {}, although the latest was {latest}. With orderings as weak as these, a thread may \
                 see the stores of another late and in any order. Whoever tells that something is ready must store \
                 with `Release`, and whoever asks must load with `Acquire`; where two threads each store one thing \
                 and then load the other's, only `SeqCst` will do.",
                story.at(at),
            ),
            steps: stored.into_iter().chain([at]).collect(),
        })
    })
}

/// A thread loads, another changes the value, the first stores what it made of the old one.
pub fn lost_update(story: &Story<'_>) -> Option<Closing> {
    let record = story.record;
    (0..record.len()).find_map(|load| {
        let read = loaded(&record[load])?;
        let same = |other: &Recorded| other.op.object == record[load].op.object;
        let own = |other: &Recorded| same(other) && other.thread == record[load].thread;
        let store = (load + 1..record.len()).find(|&at| own(&record[at]))?;
        if record[store].op.kind != Kind::Store {
            // It looked again, or updated in one step: it does know.
            return None;
        }
        let changed = |&at: &usize| same(&record[at]) && changes(&record[at]);
        let other = (load + 1..store).find(changed)?;
        Some(Closing {
            sentence: format!(
                "{} read {read} {} and stored {} {}, not knowing that {} had {} {} in between: one update is lost.",
                story.who(load),
                story.at(load),
                stored(&record[store]),
                story.at(store),
                story.who(other),
                changed_to(&record[other]),
                story.at(other),
            ),
            steps: vec![load, other, store],
        })
    })
}

fn loaded(step: &Recorded) -> Option<String> {
    match (step.op.kind, step.value) {
        (Kind::Load, Value::Bits(bits, shape)) => Some(shape.show(bits)),
        _ => None,
    }
}

fn changes(step: &Recorded) -> bool {
    matches!(
        step.op.kind,
        Kind::Store | Kind::Rmw | Kind::CompareExchange
    ) && step.done
}

/// The value that a step left behind.
fn stored(step: &Recorded) -> String {
    match step.value {
        Value::Bits(bits, shape) | Value::Change(_, bits, shape) => shape.show(bits),
        _ => "a value".to_owned(),
    }
}

fn changed_to(step: &Recorded) -> String {
    match step.value {
        Value::Change(from, to, shape) => {
            format!("changed it from {} to {}", shape.show(from), shape.show(to))
        }
        _ => format!("stored {}", stored(step)),
    }
}
