//! `Condvar`: waiting to be notified.

use std::collections::VecDeque;

use super::class::{Class, Conflicts};
use super::kind::Kind;
use super::op::{Op, Tid};
use super::thread::Thread;
use super::transition::{Applied, Progress};
use super::turn::{Outlook, Turn};
use crate::engine::memory::clock::Clock;

/// Threads between `Enqueue` and waking up, longest waiting first.
#[derive(Default)]
pub struct Condvar {
    waiting: VecDeque<Waiter>,
}

/// A thread that waits at a condition variable.
struct Waiter {
    thread: Tid,
    /// Set once it has been notified: the dependency clock of whoever did.
    notified: Option<Clock>,
}

/// Waiters queue up in any order, because a notification tries each of them. Of two notifications
/// the first may be the one that wakes a thread, so their order matters, unless nobody waits.
pub const CONFLICTS: Conflicts = &[
    (&[Class::Queue, Class::Wait], &[Class::Signal, Class::Miss]),
    (
        &[Class::Signal, Class::Miss],
        &[Class::Queue, Class::Wait, Class::Signal],
    ),
];

pub fn class(kind: Kind) -> Class {
    match kind {
        Kind::Enqueue => Class::Queue,
        Kind::NotifyOne | Kind::NotifyAll => Class::Signal,
        Kind::Wake | Kind::WakeTimeout => Class::Wait,
        Kind::Woken => Class::Alone,
        _ => Class::Change,
    }
}

/// Only a notification wakes, and all of them conflict. (Of a wait with a time-out the clock is an
/// enabler too.)
pub fn has_conflicting_enablers(kind: Kind) -> bool {
    kind == Kind::Wake
}

impl Condvar {
    pub fn is_possible(&self, op: &Op, outlook: &Outlook<'_>) -> bool {
        match op.kind {
            Kind::Wake => outlook.may_wake_spuriously,
            Kind::WakeTimeout => outlook.timed_out,
            _ => true,
        }
    }

    /// A notification that nobody waits for.
    pub fn classified(&self, op: &Op) -> Class {
        if op.class == Class::Signal && self.asleep() == 0 {
            Class::Miss
        } else {
            op.class
        }
    }

    /// How many have not been notified.
    fn asleep(&self) -> usize {
        let asleep = |waiter: &&Waiter| waiter.notified.is_none();
        self.waiting.iter().filter(asleep).count()
    }

    /// A thread that was notified between queueing up and waiting (it had yet to give the lock
    /// back) need not wait.
    pub fn settle(&self, thread: Tid, op: &mut Op) {
        let is_notified = |waiter: &Waiter| waiter.thread == thread && waiter.notified.is_some();
        if class(op.kind) == Class::Wait && self.waiting.iter().any(is_notified) {
            op.turn_into(Kind::Woken, class(Kind::Woken));
        }
    }

    pub fn apply(&mut self, op: &Op, turn: &mut Turn<'_>) -> Applied {
        match op.kind {
            Kind::Enqueue => {
                self.waiting.push_back(Waiter {
                    thread: turn.me,
                    notified: None,
                });
                turn.met.spurious = true;
                // Not a change: a loop around `wait_timeout` only looks, once a round, and must
                // count as polling.
                Applied::when(true, Progress::Neutral)
            }
            Kind::NotifyAll | Kind::NotifyOne => {
                let asleep = self.asleep();
                let clock = turn.thread().clock.clone();
                if op.kind == Kind::NotifyAll {
                    (0..asleep).for_each(|_| self.notify(0, &clock, turn.threads));
                } else if asleep > 0 {
                    // Which waiter is woken is not specified, so an exhaustive run tries each.
                    let which = turn.choices.choose(asleep);
                    self.notify(which, &clock, turn.threads);
                }
                Applied::when(true, Progress::when(asleep > 0))
            }
            _ => self.wake(op, turn),
        }
    }

    /// Notifies the waiter that is number `which` of those not notified yet: from now on it only
    /// has to wake up.
    fn notify(&mut self, which: usize, clock: &Clock, threads: &mut [Thread]) {
        let mut asleep = self
            .waiting
            .iter_mut()
            .filter(|waiter| waiter.notified.is_none());
        let waiter = asleep.nth(which).expect("one of those counted");
        waiter.notified = Some(clock.clone());
        if let Some(pending) = &mut threads[waiter.thread].pending
            && matches!(pending.kind, Kind::Wake | Kind::WakeTimeout)
        {
            pending.turn_into(Kind::Woken, class(Kind::Woken));
        }
    }

    /// `done` is false for a wait that timed out.
    fn wake(&mut self, op: &Op, turn: &mut Turn<'_>) -> Applied {
        let own = |waiter: &Waiter| waiter.thread == turn.me;
        let at = self.waiting.iter().position(own);
        let notified = at
            .and_then(|at| self.waiting.remove(at))
            .and_then(|waiter| waiter.notified);
        match (&notified, op.kind) {
            (Some(clock), _) => {
                turn.thread().may_wake_spuriously = false;
                turn.thread().clock.join(clock);
            }
            (None, Kind::WakeTimeout) => turn.times_out(op),
            (None, _) => turn.wakes_spuriously(),
        }
        let is_notified = notified.is_some();
        Applied::when(
            is_notified || op.kind == Kind::Wake,
            Progress::when(is_notified),
        )
    }
}
