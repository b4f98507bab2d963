//! Counts of references. The counts themselves stay with std's `Arc`; here is only what others could notice of them.
//!
//! An allocation is told by the address of its value. Addresses are used again, so a new allocation is always a new
//! object.

use std::cell::Cell;

use super::current::{await_turn, is_running, try_with, with};
use crate::engine::objects::outcome::Outcome;
use crate::engine::objects::{Action, Class, Kind, NO_OBJECT, ObjectId, Op, Site};
use crate::engine::state::focus::{self, Counts};

/// Whether clones and drops are operations.
pub fn are_followed() -> bool {
    focus::counts() > Some(Counts::Ignored)
}

/// A new allocation: whatever was at this address before is gone.
pub fn made(address: usize, site: Site) {
    if are_followed() {
        try_with(|execution| execution.is_made(address, site));
    }
}

/// Changes a count, where that is an operation. `outcome` is asked when its turn has come.
pub fn change(kind: Kind, address: usize, site: Site, outcome: impl FnOnce() -> Outcome) {
    if are_followed() && is_running() {
        let object = object_at(address);
        step(kind, object, site, outcome);
    }
}

/// Looks at a count. It is an operation in every model, so that a loop that only looks is seen to do so.
pub fn look(kind: Kind, address: usize, site: Site, outcome: impl FnOnce() -> Outcome) {
    let Some(counts) = focus::counts().filter(|_| is_running()) else {
        return;
    };
    // What takes the value and otherwise drops depends on who is the last.
    let wanted = match kind {
        Kind::IntoInner => Counts::Dropped,
        _ => Counts::Looked,
    };
    with(|execution| execution.saw.counts = execution.saw.counts.max(wanted));
    let object = match counts {
        Counts::Ignored => NO_OBJECT,
        _ => object_at(address),
    };
    step(kind, object, site, outcome);
}

/// The object that stands for the allocation at this address.
fn object_at(address: usize) -> ObjectId {
    with(|execution| execution.counted(address))
}

fn step(kind: Kind, object: ObjectId, site: Site, outcome: impl FnOnce() -> Outcome) {
    let mut op = Op::new(kind, object, site);
    if kind == Kind::DropArc && focus::counts() < Some(Counts::Dropped) {
        op.class = Class::Lose;
    }
    await_turn(op);
    // Nobody else runs from here to the end of the operation, nor until the caller's next one.
    perform(object, outcome());
}

/// Does the operation on a count whose turn has come.
fn perform(object: ObjectId, mut outcome: Outcome) {
    if outcome.class == Class::Last && focus::counts() < Some(Counts::Dropped) {
        outcome.class = Class::Lose;
    }
    with(|execution| {
        let me = execution.current;
        if let Some(pending) = &mut execution.threads[me].pending {
            pending.class = outcome.class;
        }
        if let Some(references) = execution.references(object) {
            references.left = outcome.left;
        }
        execution.perform(Action::Count(outcome));
    });
}

thread_local! {
    /// The reference that is being dropped is not the last of a value that has a destructor. What is set here is taken
    /// at once: nothing runs in between.
    static NOT_WATCHED: Cell<bool> = const { Cell::new(false) };
}

/// Whether last drops are watched. It stays as it is throughout an execution.
fn are_drops_watched() -> bool {
    focus::counts().is_some_and(|counts| counts < Counts::Dropped)
}

/// A reference is about to be dropped; `is_last_of_destructor` says whether a destructor will run.
pub fn drops(is_last_of_destructor: impl FnOnce() -> bool) {
    if !are_drops_watched() {
        return;
    }
    let watched = is_last_of_destructor()
        && try_with(|execution| {
            let thread = &mut execution.threads[execution.current];
            thread.last_drops.push(thread.events - thread.unnoticed);
        })
        .is_some();
    NOT_WATCHED.set(!watched);
}

/// The reference has been dropped. If its destructor did something that others can notice, it matters which thread was
/// the last.
pub fn has_dropped() {
    if !are_drops_watched() || NOT_WATCHED.take() {
        return;
    }
    try_with(|execution| {
        let thread = &mut execution.threads[execution.current];
        if let Some(before) = thread.last_drops.pop()
            && thread.events - thread.unnoticed > before
        {
            execution.saw.counts = Counts::Dropped;
        }
    });
}
