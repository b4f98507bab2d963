//! Atomics.

use std::sync::atomic::Ordering;

use super::class::Class;
use super::kind::Kind;
use super::op::Op;
use super::thread::Thread;
use super::transition::{Action, Aim, Applied, Progress};
use super::turn::Turn;
use super::value::{Shape, Value};
use crate::engine::memory::history::History;

pub fn class(kind: Kind) -> Class {
    match kind {
        Kind::Load => Class::Look,
        _ => Class::Change,
    }
}

/// The class of the operation, which `thread` is about to do: one that leaves everything as it is only looks, whatever
/// it is called.
pub fn classified(
    history: &History,
    op: &Op,
    action: &mut Action<'_>,
    thread: &Thread,
    weak: bool,
) -> Class {
    let Action::Rmw {
        update, success, ..
    } = action
    else {
        return op.class;
    };
    let latest = history.latest();
    match update(latest) {
        None => Class::Look,
        Some(new) if repeats(history, new, *success, thread, weak) => Class::Look,
        Some(_) => Class::Change,
    }
}

/// Whether a read-modify-write that leaves `new` there changes nothing.
fn repeats(history: &History, new: u64, order: Ordering, thread: &Thread, weak: bool) -> bool {
    new == history.latest() && (!weak || history.hands_on_no_more(order, &thread.knows))
}

/// Whether a weak compare-exchange that could succeed fails all the same.
fn fails_for_nothing(aim: Aim, turn: &mut Turn<'_>) -> bool {
    if !matches!(aim, Aim::IfIsWeakly(_)) {
        return false;
    }
    turn.met.spurious = true;
    if !turn.mode.weak || turn.met.spurious_left == 0 {
        return false;
    }
    let fails = turn.choices.choose(2) == 1;
    turn.met.spurious_left -= u32::from(fails);
    fails
}

/// What an attempt to change an atomic that left it as it was has found.
fn found(aim: Aim, latest: u64, shape: Shape) -> Value {
    match aim.expected() {
        Some(expected) => Value::Refused(expected, latest, shape),
        None => Value::Bits(latest, shape),
    }
}

/// Does the operation that the action says.
pub fn apply(history: &mut History, action: Action<'_>, turn: &mut Turn<'_>) -> Applied {
    let (me, weak) = (turn.me, turn.mode.weak);
    if weak {
        turn.knows_of_itself();
    }
    let latest = history.latest();
    let thread = &mut turn.threads[me];
    let count = thread.events;
    match action {
        Action::Load(order, shape) => {
            let value = if weak {
                let seen = std::mem::take(&mut thread.seen);
                let options = history.choices(me, &thread.knows.now, order);
                let new = options.min(history.len() - seen);
                let age = turn.choices.choose_new(new, options);
                thread.clock.join(history.clock(age));
                history.load(me, count, age, order, &mut thread.knows)
            } else {
                turn.met.stale |= history.could_be_stale(me, order);
                latest
            };
            let shown = if value == latest {
                Value::Bits(value, shape)
            } else {
                Value::Stale(value, latest, shape)
            };
            Applied::with(true, value, Progress::Idle).showing(shown)
        }
        Action::Store(value, order, shape) => {
            if weak {
                history.store(me, count, value, order, &thread.knows, false);
                history.set_clock(&thread.clock);
            } else {
                history.replace(me, value, order);
            }
            Applied::when(true, Progress::when(latest != value)).showing(Value::Bits(value, shape))
        }
        Action::Rmw {
            update,
            aim,
            success,
            failure,
            shape,
        } => {
            let new = update(latest);
            let fails = new.is_some() && fails_for_nothing(aim, turn);
            let thread = &mut turn.threads[me];
            let Some(new) = new.filter(|_| !fails) else {
                if weak {
                    history.load(me, count, 0, failure, &mut thread.knows);
                }
                let shown = found(aim, latest, shape);
                return Applied::with(false, latest, Progress::Idle).showing(shown);
            };
            if weak {
                history.load(me, count, 0, success, &mut thread.knows);
                if !repeats(history, new, success, thread, weak) {
                    history.store(me, count, new, success, &thread.knows, true);
                    history.set_clock(&thread.clock);
                }
            } else {
                history.replace(me, new, success);
            }
            Applied::with(true, latest, Progress::when(new != latest))
                .showing(Value::Change(latest, new, shape))
        }
        _ => unreachable!("an atomic operation carries an atomic action"),
    }
}
