//! What each operation needs in order to be done, and what it does.

use std::sync::atomic::Ordering;

use super::counts::Outcome;
use super::execution::Execution;
use super::memory;
use super::object::State;
use super::op::{Kind, NEVER, ObjectId, Op, Tid};
use super::record::{Shape, Value};

/// What an operation carries besides its object.
pub enum Action<'a> {
    Plain,
    /// An unlock, and whether what the lock guards was changed meanwhile.
    Unlock(Progress),
    Load(Ordering, Shape),
    Store(u64, Ordering, Shape),
    /// A read-modify-write: the new value, or `None` to leave it (a failed compare-exchange, with its own ordering).
    Rmw {
        update: &'a mut dyn FnMut(u64) -> Option<u64>,
        /// What a compare-exchange demands to find, to be shown if it finds something else.
        expected: Option<u64>,
        success: Ordering,
        failure: Ordering,
        shape: Shape,
    },
    Fence(Ordering),
    Count(Outcome),
}

impl Action<'_> {
    /// The memory ordering if the operation succeeds, and if it does not; `None` for what has none.
    pub fn orders(&self) -> Option<[Ordering; 2]> {
        match self {
            Self::Load(order, _) | Self::Store(_, order, _) => Some([*order; 2]),
            Self::Rmw {
                success, failure, ..
            } => Some([*success, *failure]),
            _ => None,
        }
    }
}

/// What came of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effect {
    /// Whether it succeeded: got the lock, got a message, was notified rather than timed out.
    pub done: bool,
    /// Its value, if it has one.
    pub value: u64,
}

impl Effect {
    const YES: Self = Self {
        done: true,
        value: 0,
    };

    fn when(done: bool) -> Self {
        Self { done, value: 0 }
    }
}

/// Whether an operation changed anything that another thread could notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    Changed,
    /// It says nothing either way.
    Neutral,
    Idle,
    /// It may have: a lock's value was borrowed mutably and looks the same, which is as far as can be seen.
    Unclear,
}

impl Progress {
    pub fn when(changed: bool) -> Self {
        if changed { Self::Changed } else { Self::Idle }
    }
}

pub struct Applied {
    pub effect: Effect,
    pub progress: Progress,
    pub shown: Value,
}

impl Execution {
    /// Whether `tid` could do its pending operation now. Spurious wake-ups do not count.
    pub fn is_enabled(&self, tid: Tid) -> bool {
        let thread = &self.threads[tid];
        let Some(op) = &thread.pending else {
            return false;
        };
        let timed_out = op.deadline != NEVER && (!self.is_timed() || op.deadline <= self.now);
        match op.kind {
            Kind::Sleep | Kind::Work => timed_out,
            Kind::Join => self.has_finished(op.object),
            Kind::ScopeEnd => self.has_returned(op.object),
            Kind::Park | Kind::ParkTimeout => {
                timed_out || thread.restless || self.token_is_set(op.object)
            }
            Kind::Lock | Kind::Write | Kind::Read => self.may_lock(op),
            Kind::Wake => thread.restless,
            Kind::WakeTimeout => timed_out,
            Kind::Send | Kind::Recv | Kind::RecvTimeout | Kind::Taken => {
                let State::Channel(channel) = &self.objects[op.object as usize].state else {
                    unreachable!("send and receive act on a channel")
                };
                match op.kind {
                    // A rendezvous message may always be offered; `Taken` then waits for the receiver.
                    Kind::Send => {
                        !channel.receiver
                            || channel
                                .capacity
                                .is_none_or(|room| room == 0 || channel.queued < room)
                    }
                    Kind::Taken => !channel.receiver || channel.taken >= op.deadline,
                    _ => timed_out || channel.queued > 0 || channel.senders == 0,
                }
            }
            Kind::Enter => match self.objects[op.object as usize].state {
                State::Once { running, .. } => running.is_none(),
                _ => unreachable!("once acts on a once"),
            },
            Kind::Await => match self.objects[op.object as usize].state {
                State::Once { done, poisoned, .. } => done || (poisoned && op.deadline == 0),
                _ => unreachable!("once acts on a once"),
            },
            Kind::Leave => match self.objects[op.object as usize].state {
                State::Barrier { generation, .. } => generation >= op.deadline,
                _ => unreachable!("leave acts on a barrier"),
            },
            _ => true,
        }
    }

    /// Whether `tid` could wake up without having been notified.
    pub fn may_wake_spuriously(&self, tid: Tid) -> bool {
        let thread = &self.threads[tid];
        self.spurious_left > 0
            && thread
                .pending
                .is_some_and(|op| matches!(op.kind, Kind::Wake | Kind::Park))
    }

    /// Whether the thread of this life has ended.
    pub fn has_finished(&self, life: ObjectId) -> bool {
        self.threads[self.who_lives(life)].finished
    }

    /// Whether the closure of the thread of this life has returned. Destructors of its thread-locals may still run.
    pub fn has_returned(&self, life: ObjectId) -> bool {
        self.threads[self.who_lives(life)].returned
    }

    fn who_lives(&self, life: ObjectId) -> Tid {
        match self.objects[life as usize].state {
            State::Life(thread) => thread,
            _ => unreachable!("a life is a life"),
        }
    }

    /// The thread has announced that it waits. In a full pass of a search it is a choice whether it will stop waiting
    /// for no reason; if so, it may at any time from now on.
    pub fn settle_restless(&mut self, me: Tid) {
        if self.is_searched()
            && self.may_wake_spuriously(me)
            && !self.is_enabled(me)
            && self.search().choose(2, true) == 1
        {
            self.spurious_left -= 1;
            self.threads[me].restless = true;
        }
    }

    /// The thread stops waiting for no reason.
    pub fn wake_spuriously(&mut self, me: Tid) {
        if !std::mem::take(&mut self.threads[me].restless) {
            self.spurious_left -= 1;
        }
    }

    fn token_is_set(&self, token: ObjectId) -> bool {
        matches!(
            self.objects[token as usize].state,
            State::Token { set: true }
        )
    }

    /// Does `op`, which is enabled (or a spurious wake-up), for thread `me`.
    pub fn apply(&mut self, me: Tid, op: &Op, action: Action<'_>) -> Applied {
        let plain = |effect: Effect, progress: Progress| Applied {
            effect,
            progress,
            shown: Value::None,
        };
        match op.kind {
            Kind::Start => plain(Effect::YES, Progress::Neutral),
            Kind::Join | Kind::ScopeEnd => {
                self.acquire(me, op.object);
                Applied {
                    effect: Effect::YES,
                    progress: Progress::Neutral,
                    shown: Value::Thread(self.who_lives(op.object)),
                }
            }
            Kind::Finish | Kind::Return | Kind::End => {
                self.release(me, op.object);
                self.threads[me].returned = true;
                self.threads[me].finished = op.kind != Kind::Return;
                plain(Effect::YES, Progress::Changed)
            }
            Kind::IsFinished => {
                let finished = self.has_returned(op.object);
                if finished {
                    self.acquire(me, op.object);
                }
                Applied {
                    effect: Effect::when(finished),
                    progress: Progress::Idle,
                    shown: Value::Bits(u64::from(finished), Shape::Bool),
                }
            }
            Kind::Park | Kind::ParkTimeout => {
                let was_set = self.token_is_set(op.object);
                if was_set {
                    self.objects[op.object as usize].state = State::Token { set: false };
                    self.threads[me].restless = false;
                    self.acquire(me, op.object);
                } else if op.kind == Kind::Park {
                    self.wake_spuriously(me);
                } else {
                    self.now = self.now.max(op.deadline);
                }
                self.saw_spurious = true;
                plain(Effect::when(was_set), Progress::when(was_set))
            }
            Kind::Unpark => {
                let was_set = self.token_is_set(op.object);
                self.release(me, op.object);
                self.objects[op.object as usize].state = State::Token { set: true };
                plain(Effect::YES, Progress::when(!was_set))
            }
            Kind::Sleep => {
                self.now = self.now.max(op.deadline);
                let since = self.threads[me].announced.0;
                let progress = if self.is_timed() {
                    Progress::Neutral
                } else {
                    Progress::Idle
                };
                Applied {
                    effect: Effect::YES,
                    progress,
                    shown: Value::Span(op.deadline - since),
                }
            }
            Kind::Work => {
                self.now = self.now.max(op.deadline);
                let began = self.cores.working_since(me);
                self.cores.leave(me);
                let began = began.unwrap_or(self.threads[me].announced.0);
                Applied {
                    effect: Effect::YES,
                    progress: Progress::Neutral,
                    shown: Value::Span(op.deadline - began),
                }
            }
            Kind::Yield => plain(Effect::YES, Progress::Idle),
            Kind::Now => plain(
                Effect {
                    done: true,
                    value: self.now,
                },
                Progress::Idle,
            ),
            Kind::Fence => {
                if let Action::Fence(order) = action
                    && self.weak
                {
                    memory::fence(order, &mut self.threads[me].knows, &mut self.fence_clock);
                }
                plain(Effect::YES, Progress::Neutral)
            }
            Kind::Load | Kind::Store | Kind::Rmw | Kind::CompareExchange => {
                self.apply_atomic(me, op, action)
            }
            _ => match action {
                Action::Count(outcome) => self.apply_count(me, op, outcome),
                action => self.apply_blocking(me, op, &action),
            },
        }
    }

    /// The thread learns what was released into the object.
    pub fn acquire(&mut self, me: Tid, object: ObjectId) {
        if self.weak {
            self.threads[me]
                .knows
                .now
                .join(&self.objects[object as usize].released);
        }
    }

    /// What the thread knows is handed to whoever acquires the object next.
    pub fn release(&mut self, me: Tid, object: ObjectId) {
        if self.weak {
            // The event itself is part of what is handed on.
            let events = self.threads[me].events;
            self.threads[me].knows.now.set(me, events);
            self.objects[object as usize]
                .released
                .join(&self.threads[me].knows.now);
        }
    }

    fn apply_atomic(&mut self, me: Tid, op: &Op, action: Action<'_>) -> Applied {
        let count = self.threads[me].events;
        self.threads[me].knows.now.set(me, count);
        let State::Atomic(history) = &mut self.objects[op.object as usize].state else {
            unreachable!()
        };
        let knows = &mut self.threads[me].knows;
        match action {
            Action::Load(order, shape) => {
                let latest = history.latest();
                let value = if self.weak {
                    let choices = history.choices(me, &knows.now, order);
                    let age = self.choose(choices);
                    let State::Atomic(history) = &mut self.objects[op.object as usize].state else {
                        unreachable!()
                    };
                    history.load(me, count, age, order, &mut self.threads[me].knows)
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
            Action::Store(value, order, shape) => {
                let changed = history.latest() != value;
                if self.weak {
                    history.store(me, count, value, order, knows, false);
                } else {
                    history.replace(me, value, order);
                }
                Applied {
                    effect: Effect::YES,
                    progress: Progress::when(changed),
                    shown: Value::Bits(value, shape),
                }
            }
            Action::Rmw {
                update,
                expected,
                success,
                failure,
                shape,
            } => {
                let old = history.latest();
                let Some(new) = update(old) else {
                    if self.weak {
                        history.load(me, count, 0, failure, knows);
                    }
                    let effect = Effect {
                        done: false,
                        value: old,
                    };
                    return Applied {
                        effect,
                        progress: Progress::Idle,
                        shown: expected.map_or(Value::Bits(old, shape), |expected| {
                            Value::Refused(expected, old, shape)
                        }),
                    };
                };
                if self.weak {
                    history.load(me, count, 0, success, knows);
                    history.store(me, count, new, success, knows, true);
                } else {
                    history.replace(me, new, success);
                }
                Applied {
                    effect: Effect {
                        done: true,
                        value: old,
                    },
                    progress: Progress::when(new != old),
                    shown: Value::Change(old, new, shape),
                }
            }
            _ => unreachable!("an atomic operation carries an atomic action"),
        }
    }
}
