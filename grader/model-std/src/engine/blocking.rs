//! What locks, condition variables, channels, onces and barriers do when their turn comes.

use std::collections::VecDeque;

use super::effect::{Action, Applied, Effect, Progress};
use super::execution::Execution;
use super::object::{Channel, State, Waiter};
use super::op::{Class, Kind, NEVER, ObjectId, Op, Tid};
use super::record::Value;

/// What a `Complete` that ends an attempt at a `Once` by a panic carries in place of a deadline; one that succeeds
/// carries `NEVER`, one that declines 0.
pub const PANICKED: u64 = 1;

impl Execution {
    /// The part of [`apply`](Self::apply) for objects that threads wait at.
    pub fn apply_blocking(&mut self, me: Tid, op: &Op, action: &Action<'_>) -> Applied {
        let (done, value, progress) = match op.kind {
            Kind::Lock | Kind::Write | Kind::TryLock | Kind::Read | Kind::TryRead => {
                self.lock(me, op)
            }
            Kind::Unlock | Kind::UnlockRead | Kind::Downgrade => self.unlock(me, op, action),
            Kind::Enqueue
            | Kind::Wake
            | Kind::WakeTimeout
            | Kind::Woken
            | Kind::NotifyOne
            | Kind::NotifyAll => self.condvar(me, op),
            Kind::Post | Kind::Send | Kind::TrySend | Kind::Taken | Kind::DropSender => {
                self.send(me, op)
            }
            Kind::Ready | Kind::Recv | Kind::TryRecv | Kind::RecvTimeout | Kind::DropReceiver => {
                self.receive(me, op)
            }
            Kind::Enter | Kind::Pass | Kind::Complete | Kind::Get | Kind::Await => {
                self.once(me, op)
            }
            Kind::Arrive | Kind::Leave => self.barrier(me, op),
            _ => unreachable!("every other operation is applied elsewhere"),
        };
        Applied {
            effect: Effect { done, value },
            progress,
            shown: match progress {
                Progress::Unclear => Value::Unclear,
                _ => Value::None,
            },
        }
    }

    /// `done` is false for a wait that timed out.
    fn condvar(&mut self, me: Tid, op: &Op) -> (bool, u64, Progress) {
        let waiting = self.waiting(op);
        match op.kind {
            Kind::Enqueue => {
                waiting.push_back(Waiter {
                    thread: me,
                    notified: None,
                });
                self.saw_spurious = true;
                // Not a change: a loop around `wait_timeout` only looks, once a round, and must count as spinning.
                (true, 0, Progress::Neutral)
            }
            Kind::NotifyAll | Kind::NotifyOne => {
                let asleep = waiting
                    .iter()
                    .filter(|waiter| waiter.notified.is_none())
                    .count();
                if op.kind == Kind::NotifyAll {
                    (0..asleep).for_each(|_| self.notify(me, op, 0));
                } else if asleep > 0 {
                    // Which waiter is woken is not specified, so an exhaustive run tries each.
                    let which = self.choose(asleep);
                    self.notify(me, op, which);
                }
                (true, 0, Progress::when(asleep > 0))
            }
            _ => {
                let at = waiting.iter().position(|waiter| waiter.thread == me);
                let notified = at
                    .and_then(|at| waiting.remove(at))
                    .and_then(|waiter| waiter.notified);
                match (&notified, op.kind) {
                    (Some(clock), _) => {
                        self.threads[me].restless = false;
                        self.threads[me].clock.join(clock);
                    }
                    (None, Kind::WakeTimeout) => self.now = self.now.max(op.deadline),
                    (None, _) => self.wake_spuriously(me),
                }
                (
                    notified.is_some() || op.kind == Kind::Wake,
                    0,
                    Progress::when(notified.is_some()),
                )
            }
        }
    }

    fn waiting(&mut self, op: &Op) -> &mut VecDeque<Waiter> {
        match &mut self.objects[op.object as usize].state {
            State::Condvar { waiting } => waiting,
            _ => unreachable!("a condvar operation acts on a condvar"),
        }
    }

    /// `op`, which is about to be done, with its class as exact as the state of its object allows.
    pub fn classified(&mut self, mut op: Op) -> Op {
        if op.class == Class::Signal
            && self
                .waiting(&op)
                .iter()
                .all(|waiter| waiter.notified.is_some())
        {
            op.class = Class::Miss;
        }
        if op.class == Class::Look && self.is_behind_a_writer(&op) {
            op.class = Class::Change;
        }
        op
    }

    /// A thread that was notified between queueing up and waiting (it had yet to give the lock back) need not wait.
    pub fn settle_notified(&mut self, me: Tid) {
        let Some(op) = self.threads[me]
            .pending
            .filter(|op| matches!(op.kind, Kind::Wake | Kind::WakeTimeout))
        else {
            return;
        };
        if self
            .waiting(&op)
            .iter()
            .any(|waiter| waiter.thread == me && waiter.notified.is_some())
        {
            let mut woken = op;
            woken.become_kind(Kind::Woken);
            self.threads[me].pending = Some(woken);
        }
    }

    /// Notifies the waiter that is number `which` of those not notified yet: from now on it only has to wake up.
    fn notify(&mut self, me: Tid, op: &Op, which: usize) {
        let clock = self.threads[me].clock.clone();
        let waiter = self
            .waiting(op)
            .iter_mut()
            .filter(|waiter| waiter.notified.is_none())
            .nth(which);
        let waiter = waiter.expect("one of those counted");
        waiter.notified = Some(clock);
        let thread = waiter.thread;
        if let Some(pending) = &mut self.threads[thread].pending
            && matches!(pending.kind, Kind::Wake | Kind::WakeTimeout)
        {
            pending.become_kind(Kind::Woken);
        }
    }

    fn channel(&mut self, op: &Op) -> &mut Channel {
        match &mut self.objects[op.object as usize].state {
            State::Channel(channel) => channel,
            _ => unreachable!("a channel operation acts on a channel"),
        }
    }

    /// `done` is false if the message could not be sent; `value` is then 1 if that is because the receiver is gone.
    /// A successful send's value is the message's number, for `Taken`.
    fn send(&mut self, me: Tid, op: &Op) -> (bool, u64, Progress) {
        let weak = self.weak;
        let channel = self.channel(op);
        match op.kind {
            Kind::DropSender => {
                channel.senders -= 1;
                let last = channel.senders == 0;
                self.release(me, op.object);
                (true, 0, Progress::when(last))
            }
            Kind::Taken => {
                let taken = channel.taken >= op.deadline;
                let object = &self.objects[op.object as usize];
                if let (true, State::Channel(channel)) = (taken, &object.state) {
                    if let Some((clock, knowledge)) = channel.takes.get(op.deadline as usize - 1) {
                        self.threads[me].clock.join(clock);
                        self.threads[me].knows.now.join(knowledge);
                    }
                } else {
                    let closed = &object.clocks[Class::Close as usize];
                    self.threads[me].clock.join(closed);
                    self.acquire(me, op.object);
                }
                (taken, 0, Progress::Neutral)
            }
            _ if !channel.receiver => (false, 1, Progress::Changed),
            _ => {
                let room = match channel.capacity {
                    None => true,
                    // A rendezvous `try_send` succeeds only if the receiver is waiting, with nothing offered to it yet.
                    Some(0) => op.kind == Kind::Send || channel.queued < channel.ready,
                    Some(room) => channel.queued < room,
                };
                if !room {
                    return (false, 0, Progress::Idle);
                }
                channel.queued += 1;
                channel.sent += 1;
                let number = channel.sent;
                if weak {
                    let events = self.threads[me].events;
                    self.threads[me].knows.now.set(me, events);
                    let knows = self.threads[me].knows.now.clone();
                    self.channel(op).knowledge.push_back(knows);
                }
                if self.is_searched() {
                    self.after_the_receive_that_made_room(me, op, number);
                    let clock = self.threads[me].clock.clone();
                    self.channel(op).posted.push_back(clock);
                }
                (true, number, Progress::Changed)
            }
        }
    }

    /// Send `number` into a bounded channel comes after the receive that made room for it, though the two do not depend
    /// on each other.
    fn after_the_receive_that_made_room(&mut self, me: Tid, op: &Op, number: u64) {
        let object = &self.objects[op.object as usize];
        let State::Channel(channel) = &object.state else {
            unreachable!("a channel operation acts on a channel")
        };
        let room = channel.capacity.filter(|&room| room > 0);
        let made_room = room.and_then(|room| (number as usize).checked_sub(room + 1));
        if let Some((clock, _)) = made_room.and_then(|nth| channel.takes.get(nth)) {
            self.threads[me].clock.join(clock);
        }
    }

    /// `done` is false if there was no message; `value` is then 1 if that is because every sender is gone.
    fn receive(&mut self, me: Tid, op: &Op) -> (bool, u64, Progress) {
        let channel = self.channel(op);
        match op.kind {
            Kind::Ready => {
                channel.ready += 1;
                return (true, 0, Progress::Changed);
            }
            Kind::Recv | Kind::RecvTimeout => channel.ready = channel.ready.saturating_sub(1),
            _ => {}
        }
        if op.kind == Kind::DropReceiver {
            channel.receiver = false;
            channel.queued = 0;
            self.release(me, op.object);
            return (true, 0, Progress::Changed);
        }
        if channel.queued > 0 {
            channel.queued -= 1;
            channel.taken += 1;
            let (knowledge, posted) = (channel.knowledge.pop_front(), channel.posted.pop_front());
            if let Some(knowledge) = knowledge {
                self.threads[me].knows.now.join(&knowledge);
            }
            if let Some(clock) = posted {
                // That a message comes after its sending is forced, though the two do not depend on each other.
                self.threads[me].clock.join(&clock);
            }
            self.release(me, op.object);
            if self.is_searched() || self.weak {
                let take = (
                    self.threads[me].clock.clone(),
                    self.threads[me].knows.now.clone(),
                );
                self.channel(op).takes.push(take);
            }
            return (true, 0, Progress::Changed);
        }
        let closed = channel.senders == 0;
        if closed {
            self.acquire(me, op.object);
            let object = &self.objects[op.object as usize];
            self.threads[me]
                .clock
                .join(&object.clocks[Class::Part as usize]);
        }
        if op.kind == Kind::RecvTimeout && !closed {
            self.now = self.now.max(op.deadline);
        }
        (false, u64::from(closed), Progress::Idle)
    }

    /// Whether the current thread has seen the `Once` done before.
    pub fn has_seen_done(&self, once: ObjectId) -> bool {
        match &self.objects[once as usize].state {
            State::Once { seen, .. } => seen.contains(&self.current),
            _ => unreachable!("once acts on a once"),
        }
    }

    /// `Enter` is `done` if the caller is to initialise. `Complete` carries [`PANICKED`] or 0 in place of a deadline if it
    /// gives up. `Get` and `Await` are `done` if initialised.
    fn once(&mut self, me: Tid, op: &Op) -> (bool, u64, Progress) {
        let State::Once {
            running,
            done,
            poisoned,
            seen,
        } = &mut self.objects[op.object as usize].state
        else {
            unreachable!()
        };
        let is_done = *done || (op.kind == Kind::Complete && op.deadline == NEVER);
        if is_done && !seen.contains(&me) {
            seen.push(me);
        }
        match op.kind {
            Kind::Pass => {
                self.acquire(me, op.object);
                (false, 0, Progress::Neutral)
            }
            Kind::Enter => {
                *running = Some(me);
                *poisoned = false;
                self.acquire(me, op.object);
                (true, 0, Progress::Changed)
            }
            Kind::Complete => {
                *running = None;
                *done = op.deadline == NEVER;
                *poisoned = op.deadline == PANICKED;
                let done = *done;
                self.release(me, op.object);
                if done {
                    for thread in &mut self.threads {
                        if let Some(pending) = &mut thread.pending
                            && (pending.kind, pending.object) == (Kind::Enter, op.object)
                        {
                            pending.become_kind(Kind::Pass);
                        }
                    }
                }
                (true, 0, Progress::Changed)
            }
            _ => {
                let done = *done;
                if done {
                    self.acquire(me, op.object);
                }
                (done, 0, Progress::Idle)
            }
        }
    }

    /// `op` as it is announced: entering what has been initialised only looks.
    pub fn settle_done(&self, mut op: Op) -> Op {
        if op.kind == Kind::Enter
            && matches!(
                self.objects[op.object as usize].state,
                State::Once { done: true, .. }
            )
        {
            op.become_kind(Kind::Pass);
        }
        op
    }

    /// `Arrive` is `done` for the leader, the last to arrive, who goes on at once; its value is the generation that
    /// the others' `Leave` waits for. What the leader brings, and that it came first, is handed to them here, because
    /// a `Leave` depends on nothing that happens at the barrier later.
    fn barrier(&mut self, me: Tid, op: &Op) -> (bool, u64, Progress) {
        if op.kind == Kind::Leave {
            return (true, 0, Progress::Neutral);
        }
        self.release(me, op.object);
        let State::Barrier {
            size,
            waiting,
            generation,
        } = &mut self.objects[op.object as usize].state
        else {
            unreachable!()
        };
        let leaves_at = *generation + 1;
        let leader = waiting.len() + 1 >= *size;
        if leader {
            *generation += 1;
            let others = std::mem::take(waiting);
            let clock = self.threads[me].clock.clone();
            self.acquire(me, op.object);
            for other in others {
                self.threads[other].clock.join(&clock);
                self.acquire(other, op.object);
            }
        } else {
            waiting.push(me);
        }
        (leader, leaves_at, Progress::Changed)
    }
}
