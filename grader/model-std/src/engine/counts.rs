//! Counts of references. The counts themselves stay with std's `Arc`; here is only what others could notice of them.
//!
//! An allocation is told by the address of its value. Addresses are used again, so a new allocation is always a new
//! object.

use std::cell::Cell;

use super::effect::{Action, Applied, Effect, Progress};
use super::execution::Execution;
use super::focus::{self, Counts};
use super::object::State;
use super::op::{Class, Kind, NO_OBJECT, ObjectId, Op, Site, Tid};
use super::record::{Shape, Value};
use super::{coroutine, is_running, try_with, with};

/// What an operation on a count does, as far as can be told only when its turn has come.
#[derive(Debug, Clone, Copy)]
pub struct Outcome {
    pub class: Class,
    /// Whether it succeeds: got the value, is the last, is the only one.
    pub done: bool,
    /// The count that it returns.
    pub shown: Option<usize>,
    /// After one reference was dropped, how many there are; for anything else 0.
    pub left: usize,
}

impl Outcome {
    pub fn of(class: Class) -> Self {
        Self {
            class,
            done: true,
            shown: None,
            left: 0,
        }
    }

    pub fn when(done: bool, yes: Class, no: Class) -> Self {
        Self {
            class: if done { yes } else { no },
            done,
            shown: None,
            left: 0,
        }
    }

    pub fn shows(count: usize, class: Class) -> Self {
        Self {
            class,
            done: true,
            shown: Some(count),
            left: 0,
        }
    }

    /// One reference of so many goes; the operation is `done` if it is the last.
    pub fn drops_one_of(count: usize) -> Self {
        let is_last = count == 1;
        Self {
            left: count - 1,
            ..Self::when(is_last, Class::Last, Class::Lose)
        }
    }
}

/// Whether clones and drops are operations.
pub fn are_followed() -> bool {
    focus::counts() > Some(Counts::Ignored)
}

/// A new allocation: whatever was at this address before is gone.
pub fn made(address: usize, site: Site) {
    if are_followed() {
        try_with(|execution| {
            let object = execution.add_object(
                State::Counts {
                    looked: false,
                    left: 0,
                },
                "Arc",
                Some(site),
            );
            execution.counted.insert(address, object);
        });
    }
}

/// Changes a count, where that is an operation. `outcome` is asked when its turn has come.
pub fn change(kind: Kind, address: usize, site: Site, outcome: impl FnOnce() -> Outcome) {
    if are_followed() && is_running() {
        let object = with(|execution| execution.counted(address));
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
    let object = with(|execution| {
        execution.saw.counts = execution.saw.counts.max(wanted);
        match counts {
            Counts::Ignored => NO_OBJECT,
            _ => execution.counted(address),
        }
    });
    step(kind, object, site, outcome);
}

fn step(kind: Kind, object: ObjectId, site: Site, outcome: impl FnOnce() -> Outcome) {
    let mut op = Op::new(kind, object, site);
    if kind == Kind::DropArc && focus::counts() < Some(Counts::Dropped) {
        op.class = Class::Lose;
    }
    let suspender = with(|execution| {
        let me = execution.current;
        if execution.announce(op) {
            None
        } else {
            execution.threads[me].suspender
        }
    });
    if let Some(suspender) = suspender {
        // SAFETY: the current thread is the one whose body is running, and the suspender is its own.
        unsafe { coroutine::suspend(suspender) };
    }
    // Nobody else runs from here to the end of the operation, nor until the caller's next one.
    let mut outcome = outcome();
    if outcome.class == Class::Last && focus::counts() < Some(Counts::Dropped) {
        outcome.class = Class::Lose;
    }
    with(|execution| {
        let me = execution.current;
        if let Some(pending) = &mut execution.threads[me].pending {
            pending.class = outcome.class;
        }
        if let Some(State::Counts { left, .. }) = execution.state_of(object) {
            *left = outcome.left;
        }
        execution.perform(Action::Count(outcome))
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

impl Execution {
    fn state_of(&mut self, object: ObjectId) -> Option<&mut State> {
        self.objects
            .get_mut(object as usize)
            .map(|object| &mut object.state)
    }

    /// Whether `pending`, which another thread has announced, could do something else after `op`, which is about to be
    /// done. As far as the classes tell, but that a reference is the last is not assumed where it is not.
    pub fn is_affected(&self, pending: &Op, op: &Op) -> bool {
        let is_drop = pending.class == Class::Last && op.class == Class::Lose;
        let is_one_of_several = || {
            let object = self.objects.get(op.object as usize);
            matches!(
                object.map(|object| &object.state),
                Some(State::Counts { left: 2.., .. })
            )
        };
        pending.depends_on(op) && !(is_drop && is_one_of_several())
    }

    /// The object that stands for the allocation at this address.
    fn counted(&mut self, address: usize) -> ObjectId {
        if let Some(&object) = self.counted.get(&address) {
            return object;
        }
        let object = self.add_object(
            State::Counts {
                looked: false,
                left: 0,
            },
            "Arc",
            None,
        );
        self.counted.insert(address, object);
        object
    }

    /// The part of [`apply`](Self::apply) for counts of references.
    pub fn apply_count(&mut self, me: Tid, op: &Op, outcome: Outcome) -> Applied {
        let Outcome {
            class, done, shown, ..
        } = outcome;
        let is_look = matches!(class, Class::Count | Class::Unique | Class::Upgrade);
        if op.object != NO_OBJECT {
            let acquires = match class {
                Class::Last | Class::Change => true,
                Class::Unique | Class::Upgrade => done && shown.is_none(),
                _ => false,
            };
            if acquires {
                self.acquire(me, op.object);
            }
            if matches!(
                class,
                Class::Lose | Class::Last | Class::Change | Class::Weak
            ) {
                self.release(me, op.object);
            }
            if let State::Counts { looked, .. } = &mut self.objects[op.object as usize].state {
                *looked |= is_look;
                // Who waits for a count may go on; but to take and give back one's own is no progress.
                if *looked && !is_look {
                    self.stalls = 0;
                    self.ready.wake_spinners();
                }
            }
        }
        let progress = match class {
            Class::Count | Class::Unique => Progress::Idle,
            Class::Upgrade if !done => Progress::Idle,
            Class::Change => Progress::Changed,
            _ => Progress::Neutral,
        };
        Applied {
            effect: Effect { done, value: 0 },
            progress,
            shown: shown.map_or(Value::None, |count| {
                Value::Bits(count as u64, Shape::Unsigned)
            }),
        }
    }
}
