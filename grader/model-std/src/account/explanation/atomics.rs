//! An update that is lost: a thread looked, another changed the value, and the first stored what it made of the old
//! one.

use super::locks::{held_at, held_for_nothing};
use super::stale::changes;
use super::view::{Explanation, RunView};
use crate::engine::objects::{Kind, Shape, Value};
use crate::engine::record::Recorded;

/// A thread loads, another changes the value, the first stores what it made of the old one.
pub fn lost_update(run: &RunView<'_>) -> Option<Explanation> {
    let record = run.record;
    (0..record.len()).find_map(|load| {
        loaded(&record[load])?;
        if run.is_of_the_test(load) {
            return None;
        }
        let same = |other: &Recorded| other.op.object == record[load].op.object;
        let own = |other: &Recorded| same(other) && other.thread == record[load].thread;
        let store = (load + 1..record.len()).find(|&at| own(&record[at]))?;
        if record[store].op.kind != Kind::Store {
            // It looked again, or updated in one step: it does know.
            return None;
        }
        let changed = |&at: &usize| same(&record[at]) && changes(&record[at]);
        let other = (load + 1..store).find(changed)?;
        Some(told(run, load, other, store))
    })
}

/// A thread loads, another changes the value, and the first changes it in one step that starts from another value than
/// the one it had seen: `if balance.load() >= 60 { balance.fetch_sub(60) }`.
pub fn acted_on_what_was_over(run: &RunView<'_>) -> Option<Explanation> {
    let record = run.record;
    (0..record.len()).find_map(|load| {
        let read = loaded(&record[load])?;
        if run.is_of_the_test(load) {
            return None;
        }
        let same = |other: &Recorded| other.op.object == record[load].op.object;
        let own = |other: &Recorded| same(other) && other.thread == record[load].thread;
        let change = (load + 1..record.len()).find(|&at| own(&record[at]))?;
        let Value::Change(from, _, shape) = record[change].value else {
            return None;
        };
        if record[change].op.kind != Kind::Rmw || shape.show(from) == read {
            return None;
        }
        let changed = |&at: &usize| same(&record[at]) && changes(&record[at]);
        let other = (load + 1..change).find(changed)?;
        Some(Explanation {
            sentence: format!(
                "{} read {read} {} and {} {}, not knowing that {} had {} {} in between: what it had read was no longer \
                 true. To look and to change are two steps, and another thread can come between them. `fetch_update` or \
                 a loop of `compare_exchange` does both in one.",
                run.who(load),
                run.at(load),
                changed_to(&record[change]),
                run.at(change),
                run.who(other),
                changed_to(&record[other]),
                run.at(other),
            ) + &held_for_nothing(run, load).unwrap_or_default(),
            steps: vec![load, other, change],
        })
    })
}

/// A weak compare-exchange has failed although it found what it expected: std allows that.
pub fn failed_for_nothing(run: &RunView<'_>) -> Option<Explanation> {
    let record = run.record;
    let for_nothing = |at: &usize| {
        let found = record[*at].value;
        matches!(found, Value::Refused(expected, found, _) if expected == found)
    };
    let failed = (0..record.len()).find(for_nothing)?;
    Some(Explanation {
        sentence: format!(
            "{}'s `compare_exchange_weak` failed {} although the value was the expected one. \
             compare_exchange_weak may fail although the value is the expected one: it belongs into a loop that tries \
             again. Where there is no loop, use `compare_exchange`.",
            run.who(failed),
            run.at(failed),
        ),
        steps: vec![failed],
    })
}

fn told(run: &RunView<'_>, load: usize, other: usize, store: usize) -> Explanation {
    let record = run.record;
    let (read, new) = (
        loaded(&record[load]).unwrap_or_default(),
        stored(&record[store]),
    );
    if let Some(flag) = Flag::of(run, load, other, store) {
        return flag.told(run, &read, &new);
    }
    Explanation {
        sentence: format!(
            "{} read {read} {} and stored {new} {}, not knowing that {} had {} {} in between: one update is lost.",
            run.who(load),
            run.at(load),
            run.at(store),
            run.who(other),
            changed_to(&record[other]),
            run.at(other),
        ) + &locked_in_vain(run, [load, other, store]),
        steps: vec![load, other, store],
    }
}

/// Why the locks that were taken kept nobody out.
fn locked_in_vain(run: &RunView<'_>, [load, other, store]: [usize; 3]) -> String {
    held_for_nothing(run, load).unwrap_or_else(|| different_locks(run, other, store))
}

/// That each of the two held a lock, and not the same.
fn different_locks(run: &RunView<'_>, other: usize, store: usize) -> String {
    let held = [other, store].map(|step| held_at(run, step));
    let [Some(theirs), Some(own)] = held else {
        return String::new();
    };
    if run.record[theirs].op.object == run.record[own].op.object {
        return String::new();
    }
    format!(
        " Each held a lock, but not the same one: {} the {}, {} the {}. Only one lock for both keeps them apart.",
        run.who(own),
        run.object(own),
        run.who(theirs),
        run.object(theirs),
    )
}

/// A flag that two threads set, each having seen it unset: what is lost is no update, but that one has set it.
struct Flag {
    load: usize,
    other: usize,
    store: usize,
    /// Where the other thread saw it unset, if it looked in a step of its own.
    other_load: Option<usize>,
    /// Whether it is unset again, so that it is a lock.
    is_lock: bool,
}

impl Flag {
    fn of(run: &RunView<'_>, load: usize, other: usize, store: usize) -> Option<Self> {
        let record = run.record;
        let Value::Bits(unset, shape) = record[load].value else {
            return None;
        };
        let (Value::Bits(set, _), true) = (
            record[store].value,
            left(&record[other]) == left(&record[store]),
        ) else {
            return None;
        };
        let object = record[load].op.object;
        let both = [record[load].thread, record[other].thread];
        let is_lock = record[store..].iter().any(|step| {
            step.op.object == object
                && both.contains(&step.thread)
                && changes(step)
                && left(step) == Some(unset)
        });
        if set == unset || !(is_lock || shape == Shape::Bool) {
            return None;
        }
        let looked = |step: &Recorded| step.op.object == object && loaded(step).is_some();
        let other_load = run.last(other, record[other].thread, looked).filter(|&at| {
            record[at].value == record[load].value && record[other].op.kind == Kind::Store
        });
        Some(Self {
            load,
            other,
            store,
            other_load,
            is_lock,
        })
    }

    fn told(&self, run: &RunView<'_>, read: &str, new: &str) -> Explanation {
        let saw = if self.is_lock {
            format!("saw the lock free ({read})")
        } else {
            format!("saw {read}")
        };
        let (one, two) = (run.who(self.load), run.who(self.other));
        let told = match self.other_load {
            Some(other_load) => format!(
                "{one} and {two} both {saw}: the one {}, the other {}, before either had stored {new} ({} and {}).",
                run.at(self.load),
                run.at(other_load),
                step(run, self.other),
                step(run, self.store),
            ),
            None => format!(
                "{one} {saw} {} and stored {new} {}, although {two} had set it {} in between.",
                run.at(self.load),
                run.at(self.store),
                run.at(self.other),
            ),
        };
        let steps = [self.load, self.other, self.store].into_iter();
        Explanation {
            sentence: format!(
                "{told} To look and to set are two steps, and another thread can come between them. `compare_exchange` \
                 or `swap` does both in one."
            ),
            steps: steps.chain(self.other_load).collect(),
        }
    }
}

/// "in step 4", or where it is in virtual time.
fn step(run: &RunView<'_>, step: usize) -> String {
    let at = run.at(step);
    match at.split_once(" (") {
        Some((short, _)) => short.to_owned(),
        None => at,
    }
}

fn loaded(step: &Recorded) -> Option<String> {
    match (step.op.kind, step.value) {
        (Kind::Load, Value::Bits(bits, shape)) => Some(shape.show(bits)),
        _ => None,
    }
}

/// The bits that a step left behind.
fn left(step: &Recorded) -> Option<u64> {
    match step.value {
        Value::Bits(bits, _) | Value::Change(_, bits, _) => Some(bits),
        _ => None,
    }
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
