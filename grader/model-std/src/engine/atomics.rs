//! What loads, stores and read-modify-writes do.

use std::sync::atomic::Ordering;

use super::effect::{Action, Applied, Effect, Progress};
use super::execution::Execution;
use super::memory::History;
use super::object::{Object, State};
use super::op::{ObjectId, Op, Tid};
use super::record::{Shape, Value};

/// The values of an atomic.
fn history_in(objects: &mut [Object], atomic: ObjectId) -> &mut History {
    match &mut objects[atomic as usize].state {
        State::Atomic(history) => history,
        _ => unreachable!("an atomic operation acts on an atomic"),
    }
}

impl Execution {
    /// Does `op`, which is on an atomic, for thread `me`.
    pub(super) fn apply_atomic(&mut self, me: Tid, op: &Op, action: Action<'_>) -> Applied {
        let count = self.threads[me].events;
        self.threads[me].knows.now.set(me, count);
        match action {
            Action::Load(order, shape) => self.apply_load(me, op.object, order, shape),
            Action::Store(value, order, shape) => {
                self.apply_store(me, op.object, (value, order, shape))
            }
            Action::Rmw {
                update,
                expected,
                success,
                failure,
                shape,
            } => {
                let old = history_in(&mut self.objects, op.object).latest();
                match update(old) {
                    Some(new) => self.apply_update(me, op.object, (old, new), (success, shape)),
                    None => self.apply_refusal(me, op.object, (old, expected), (failure, shape)),
                }
            }
            _ => unreachable!("an atomic operation carries an atomic action"),
        }
    }

    fn apply_load(&mut self, me: Tid, atomic: ObjectId, order: Ordering, shape: Shape) -> Applied {
        let history = history_in(&mut self.objects, atomic);
        let latest = history.latest();
        let value = if self.weak {
            let choices = history.choices(me, &self.threads[me].knows.now, order);
            let age = self.choose(choices);
            let history = history_in(&mut self.objects, atomic);
            let thread = &mut self.threads[me];
            history.load(me, thread.events, age, order, &mut thread.knows)
        } else {
            self.saw_stale |= history.could_be_stale(me, order);
            latest
        };
        let shown = if value == latest {
            Value::Bits(value, shape)
        } else {
            Value::Stale(value, latest, shape)
        };
        Applied {
            effect: Effect { done: true, value },
            progress: Progress::Idle,
            shown,
        }
    }

    fn apply_store(
        &mut self,
        me: Tid,
        atomic: ObjectId,
        (value, order, shape): (u64, Ordering, Shape),
    ) -> Applied {
        let changed = history_in(&mut self.objects, atomic).latest() != value;
        self.write(me, atomic, (value, order), false);
        Applied {
            effect: Effect::YES,
            progress: Progress::when(changed),
            shown: Value::Bits(value, shape),
        }
    }

    /// A read-modify-write that changes `old` to `new`.
    fn apply_update(
        &mut self,
        me: Tid,
        atomic: ObjectId,
        (old, new): (u64, u64),
        (success, shape): (Ordering, Shape),
    ) -> Applied {
        self.read_latest(me, atomic, success);
        self.write(me, atomic, (new, success), true);
        Applied {
            effect: Effect {
                done: true,
                value: old,
            },
            progress: Progress::when(new != old),
            shown: Value::Change(old, new, shape),
        }
    }

    /// A read-modify-write that leaves what it found, `old`.
    fn apply_refusal(
        &mut self,
        me: Tid,
        atomic: ObjectId,
        (old, expected): (u64, Option<u64>),
        (failure, shape): (Ordering, Shape),
    ) -> Applied {
        self.read_latest(me, atomic, failure);
        let shown = expected.map_or(Value::Bits(old, shape), |expected| {
            Value::Refused(expected, old, shape)
        });
        Applied {
            effect: Effect {
                done: false,
                value: old,
            },
            progress: Progress::Idle,
            shown,
        }
    }

    /// The thread learns what came with the latest value.
    fn read_latest(&mut self, me: Tid, atomic: ObjectId, order: Ordering) {
        let history = history_in(&mut self.objects, atomic);
        if self.weak {
            let thread = &mut self.threads[me];
            history.load(me, thread.events, 0, order, &mut thread.knows);
        }
    }

    fn write(&mut self, me: Tid, atomic: ObjectId, (value, order): (u64, Ordering), updates: bool) {
        let history = history_in(&mut self.objects, atomic);
        if self.weak {
            let thread = &mut self.threads[me];
            history.store(me, thread.events, value, order, &mut thread.knows, updates);
        } else {
            history.replace(me, value, order);
        }
    }
}
