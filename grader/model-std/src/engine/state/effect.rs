//! Asks the objects which operations are possible, and has them done.

use super::execution::Execution;
use super::scheduler::Scheduler;
use crate::engine::memory::clock::Clock;
use crate::engine::objects::by_class::ClassClocks;
use crate::engine::objects::fence::Fences;
use crate::engine::objects::turn::{Mode, Outlook, Turn};
use crate::engine::objects::{
    Action, Applied, Kind, NEVER, ObjectId, Op, Progress, State, Tid, Value,
};

impl<S: Scheduler> Execution<S> {
    /// Whether `tid` could do its pending operation now. Spurious wake-ups do not count.
    pub fn is_enabled(&self, tid: Tid) -> bool {
        let thread = &self.threads[tid];
        let Some(op) = &thread.pending else {
            return false;
        };
        let timed_out = op.deadline != NEVER && (!self.is_timed() || op.deadline <= self.now);
        let Some(object) = self.objects.get(op.object as usize) else {
            return timed_out || !matches!(op.kind, Kind::Sleep | Kind::Work);
        };
        let outlook = Outlook {
            threads: &self.threads,
            timed_out,
            may_wake_spuriously: thread.may_wake_spuriously,
        };
        object.state.is_possible(op, &outlook)
    }

    /// Whether `tid` could wake up without having been notified.
    pub(in crate::engine) fn may_wake_spuriously(&self, tid: Tid) -> bool {
        let thread = &self.threads[tid];
        self.met.spurious_left > 0
            && thread
                .pending
                .is_some_and(|op| matches!(op.kind, Kind::Wake | Kind::Park))
    }

    /// Whether the closure of the thread of this life has returned. Destructors of its
    /// thread-locals may still run.
    pub(in crate::engine) fn has_returned(&self, life: ObjectId) -> bool {
        match &self.objects[life as usize].state {
            State::Life(life) => self.threads[life.thread].returned,
            _ => unreachable!("a life is a life"),
        }
    }

    /// Whether the current thread has seen the `Once` done before.
    pub fn has_seen_done(&self, once: ObjectId) -> bool {
        match &self.objects[once as usize].state {
            State::Once(once) => once.was_seen_by(self.current),
            _ => unreachable!("once acts on a once"),
        }
    }

    /// Whether writers that wait for readers keep later readers out, as std's do. In virtual time a
    /// writer that cannot go on has tried; a search tells announcing from trying only in the full
    /// pass, because it is one step more.
    pub(in crate::engine) fn writers_queue(&self) -> bool {
        self.is_timed() || self.weak
    }

    /// `op`, which is about to be done, with its class as exact as the state of its object allows.
    pub(in crate::engine) fn classified(&self, mut op: Op) -> Op {
        if let Some(object) = self.objects.get(op.object as usize) {
            op.class = object.state.classified(&op);
        }
        op
    }

    /// Does `op`, which is enabled (or a spurious wake-up), for thread `me`.
    pub(in crate::engine) fn apply(&mut self, me: Tid, op: &Op, action: Action<'_>) -> Applied {
        let mode = self.mode();
        let Some(object) = self.objects.get_mut(op.object as usize) else {
            return self.apply_to_nothing(me, op, action);
        };
        let mut turn = Turn {
            me,
            threads: &mut self.threads,
            now: &mut self.now,
            mode,
            met: &mut self.met,
            choices: &mut self.strategy,
            released: &mut object.released,
            clocks: &object.clocks,
        };
        object.state.apply(op, action, &mut turn)
    }

    fn mode(&self) -> Mode {
        Mode {
            weak: self.weak,
            searched: self.is_searched(),
        }
    }

    /// The same of an operation without an object.
    fn apply_to_nothing(&mut self, me: Tid, op: &Op, action: Action<'_>) -> Applied {
        match action {
            Action::Count(outcome) => outcome.applied(),
            Action::Fence(_) => {
                let mut turn = Turn {
                    me,
                    mode: self.mode(),
                    threads: &mut self.threads,
                    now: &mut self.now,
                    met: &mut self.met,
                    choices: &mut self.strategy,
                    released: &mut Clock::default(),
                    clocks: &ClassClocks::default(),
                };
                Fences::default().apply(&action, &mut turn)
            }
            _ => self.apply_alone(me, op),
        }
    }

    /// What touches no object: it is the thread's own, and the clock's.
    fn apply_alone(&mut self, me: Tid, op: &Op) -> Applied {
        match op.kind {
            Kind::Sleep => {
                self.now = self.now.max(op.deadline);
                let progress = if self.is_timed() {
                    Progress::Neutral
                } else {
                    Progress::Idle
                };
                let since = self.threads[me].announced.0;
                Applied::when(true, progress).showing(Value::Span(op.deadline - since))
            }
            Kind::Work => {
                self.now = self.now.max(op.deadline);
                let began = self.cores.leave(me);
                let began = began.unwrap_or(self.threads[me].announced.0);
                Applied::when(true, Progress::Neutral).showing(Value::Span(op.deadline - began))
            }
            Kind::Yield => Applied::when(true, Progress::Idle),
            Kind::Now => Applied::with(true, self.now, Progress::Idle),
            _ => Applied::when(true, Progress::Neutral),
        }
    }
}
