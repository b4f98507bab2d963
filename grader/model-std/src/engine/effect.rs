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
    pub(super) const YES: Self = Self {
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

impl Applied {
    /// With no value to show.
    fn plain(effect: Effect, progress: Progress) -> Self {
        Self {
            effect,
            progress,
            shown: Value::None,
        }
    }
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
        match op.kind {
            Kind::Start => Applied::plain(Effect::YES, Progress::Neutral),
            Kind::Join
            | Kind::ScopeEnd
            | Kind::Finish
            | Kind::Return
            | Kind::End
            | Kind::IsFinished => self.apply_to_life(me, op),
            Kind::Park | Kind::ParkTimeout | Kind::Unpark => self.apply_to_token(me, op),
            Kind::Sleep | Kind::Work | Kind::Yield | Kind::Now => self.apply_to_clock(me, op),
            Kind::Fence => {
                if let Action::Fence(order) = action
                    && self.weak
                {
                    memory::fence(order, &mut self.threads[me].knows, &mut self.fence_clock);
                }
                Applied::plain(Effect::YES, Progress::Neutral)
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

    /// The end of a thread, and waiting or asking for it.
    fn apply_to_life(&mut self, me: Tid, op: &Op) -> Applied {
        match op.kind {
            Kind::Join | Kind::ScopeEnd => {
                self.acquire(me, op.object);
                Applied {
                    effect: Effect::YES,
                    progress: Progress::Neutral,
                    shown: Value::Thread(self.who_lives(op.object)),
                }
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
            _ => {
                self.release(me, op.object);
                self.threads[me].returned = true;
                self.threads[me].finished = op.kind != Kind::Return;
                Applied::plain(Effect::YES, Progress::Changed)
            }
        }
    }

    /// Parking and being unparked.
    fn apply_to_token(&mut self, me: Tid, op: &Op) -> Applied {
        let was_set = self.token_is_set(op.object);
        if op.kind == Kind::Unpark {
            self.release(me, op.object);
            self.objects[op.object as usize].state = State::Token { set: true };
            return Applied::plain(Effect::YES, Progress::when(!was_set));
        }
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
        Applied::plain(Effect::when(was_set), Progress::when(was_set))
    }

    /// Time passes, or is looked at.
    fn apply_to_clock(&mut self, me: Tid, op: &Op) -> Applied {
        let (progress, since) = match op.kind {
            Kind::Sleep if self.is_timed() => (Progress::Neutral, self.threads[me].announced.0),
            Kind::Sleep => (Progress::Idle, self.threads[me].announced.0),
            Kind::Work => {
                let began = self.cores.working_since(me);
                self.cores.leave(me);
                let began = began.unwrap_or(self.threads[me].announced.0);
                (Progress::Neutral, began)
            }
            Kind::Yield => return Applied::plain(Effect::YES, Progress::Idle),
            _ => {
                let effect = Effect {
                    done: true,
                    value: self.now,
                };
                return Applied::plain(effect, Progress::Idle);
            }
        };
        self.now = self.now.max(op.deadline);
        Applied {
            effect: Effect::YES,
            progress,
            shown: Value::Span(op.deadline - since),
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
}
