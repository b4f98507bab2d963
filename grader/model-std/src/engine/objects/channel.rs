//! Channels, without their messages.

use std::collections::VecDeque;

use super::class::{Class, Conflicts};
use super::kind::Kind;
use super::op::Op;
use super::transition::{Applied, Progress};
use super::turn::{Outlook, Turn};
use crate::engine::memory::clock::Clock;

/// How many messages wait, and who is there to send and to receive.
pub struct Channel {
    pub queued: usize,
    /// `None` for unbounded; `Some(0)` for a rendezvous channel.
    pub capacity: Option<usize>,
    pub senders: usize,
    pub receiver: bool,
    /// Receives that are waiting (rendezvous channels only).
    ready: usize,
    /// Messages ever sent and ever taken; a rendezvous send waits until `taken` reaches its own
    /// number.
    sent: u64,
    taken: u64,
    /// What the senders of the queued messages knew when they sent them (weak-memory passes only),
    /// and the dependency clocks of the sends (exhaustive runs).
    knowledge: VecDeque<Clock>,
    posted: VecDeque<Clock>,
    /// Of every receive, in order: its dependency clock, and what the receiver knew (exhaustive
    /// runs).
    takes: Vec<(Clock, Clock)>,
}

/// A blocking receive and a blocking send do not depend on each other: which message is received is
/// settled by the order of the sends, and that it comes after its send (or, in a full channel, a
/// send after the receive that made room) is forced. The same holds for a sender that goes away.
pub const CONFLICTS: Conflicts = &[
    (&[Class::Post], &[Class::Post, Class::Close]),
    (&[Class::Close], &[Class::Post]),
    (&[Class::Take], &[Class::Take]),
];

pub fn class(kind: Kind) -> Class {
    match kind {
        Kind::Post | Kind::Send => Class::Post,
        Kind::Recv => Class::Take,
        Kind::DropSender => Class::Part,
        Kind::DropReceiver => Class::Close,
        Kind::Taken => Class::Alone,
        Kind::Ready => Class::Look,
        _ => Class::Change,
    }
}

/// Messages enable a receive, receives a send, and both kinds conflict among themselves.
pub fn has_conflicting_enablers(kind: Kind) -> bool {
    matches!(kind, Kind::Recv | Kind::Send)
}

impl Channel {
    /// An empty channel with one sender and its receiver; `capacity` as of the field.
    pub fn new(capacity: Option<usize>) -> Self {
        Self {
            queued: 0,
            capacity,
            senders: 1,
            receiver: true,
            ready: 0,
            sent: 0,
            taken: 0,
            knowledge: VecDeque::new(),
            posted: VecDeque::new(),
            takes: Vec::new(),
        }
    }

    pub fn is_possible(&self, op: &Op, outlook: &Outlook<'_>) -> bool {
        match op.kind {
            // A rendezvous message may always be offered; `Taken` then waits for the receiver.
            Kind::Send => {
                let has_room = |room| room == 0 || self.queued < room;
                !self.receiver || self.capacity.is_none_or(has_room)
            }
            Kind::Taken => !self.receiver || self.taken >= op.deadline,
            Kind::Recv | Kind::RecvTimeout => {
                outlook.timed_out || self.queued > 0 || self.senders == 0
            }
            _ => true,
        }
    }

    /// Whether nobody else can tell who does the operation, and when: that a receiver goes whose
    /// senders are all gone.
    pub fn is_unnoticed(&self, op: &Op) -> bool {
        op.kind == Kind::DropReceiver && self.senders == 0
    }

    pub fn apply(&mut self, op: &Op, turn: &mut Turn<'_>) -> Applied {
        match op.kind {
            Kind::DropSender => {
                self.senders -= 1;
                turn.release();
                Applied::when(true, Progress::when(self.senders == 0))
            }
            Kind::DropReceiver => {
                self.receiver = false;
                self.queued = 0;
                turn.release();
                Applied::when(true, Progress::Changed)
            }
            Kind::Ready => {
                self.ready += 1;
                Applied::when(true, Progress::Changed)
            }
            Kind::Taken => self.taken(op, turn),
            Kind::Recv | Kind::RecvTimeout | Kind::TryRecv => self.receive(op, turn),
            _ => self.send(op, turn),
        }
    }

    /// `done` is false if the message could not be sent; `value` is then 1 if that is because the
    /// receiver is gone. A successful send's value is the message's number, for `Taken`.
    fn send(&mut self, op: &Op, turn: &mut Turn<'_>) -> Applied {
        if !self.receiver {
            return Applied::with(false, 1, Progress::Changed);
        }
        let room = match self.capacity {
            None => true,
            // A rendezvous `try_send` succeeds only if the receiver is waiting, with nothing
            // offered to it yet.
            Some(0) => op.kind == Kind::Send || self.queued < self.ready,
            Some(room) => self.queued < room,
        };
        if !room {
            return Applied::when(false, Progress::Idle);
        }
        self.queued += 1;
        self.sent += 1;
        if turn.mode.weak {
            turn.knows_of_itself();
            self.knowledge.push_back(turn.thread().knows.now.clone());
        }
        if turn.mode.searched {
            if let Some((clock, _)) = self.receive_that_made_room() {
                turn.thread().clock.join(clock);
            }
            self.posted.push_back(turn.thread().clock.clone());
        }
        Applied::with(true, self.sent, Progress::Changed)
    }

    /// A send into a bounded channel comes after the receive that made room for it, though the two
    /// do not depend on each other.
    fn receive_that_made_room(&self) -> Option<&(Clock, Clock)> {
        let room = self.capacity.filter(|&room| room > 0)?;
        let nth = (self.sent as usize).checked_sub(room + 1)?;
        self.takes.get(nth)
    }

    /// Second half of a rendezvous send: `done` if the message was taken.
    fn taken(&self, op: &Op, turn: &mut Turn<'_>) -> Applied {
        let taken = self.taken >= op.deadline;
        if !taken {
            turn.comes_after(Class::Close);
            turn.acquire();
        } else if let Some((clock, knowledge)) = self.takes.get(op.deadline as usize - 1) {
            turn.thread().clock.join(clock);
            turn.thread().knows.now.join(knowledge);
        }
        Applied::when(taken, Progress::Neutral)
    }

    /// `done` is false if there was no message; `value` is then 1 if that is because every sender
    /// is gone.
    fn receive(&mut self, op: &Op, turn: &mut Turn<'_>) -> Applied {
        if op.kind != Kind::TryRecv {
            self.ready = self.ready.saturating_sub(1);
        }
        if self.queued > 0 {
            self.take(turn);
            return Applied::when(true, Progress::Changed);
        }
        let closed = self.senders == 0;
        if closed {
            turn.acquire();
            turn.comes_after(Class::Part);
        } else if op.kind == Kind::RecvTimeout {
            turn.times_out(op);
        }
        Applied::with(false, u64::from(closed), Progress::Idle)
    }

    fn take(&mut self, turn: &mut Turn<'_>) {
        self.queued -= 1;
        self.taken += 1;
        if let Some(knowledge) = self.knowledge.pop_front() {
            turn.thread().knows.now.join(&knowledge);
        }
        if let Some(clock) = self.posted.pop_front() {
            // That a message comes after its sending is forced, though the two do not depend on
            // each other.
            turn.thread().clock.join(&clock);
        }
        turn.release();
        if turn.mode.searched || turn.mode.weak {
            let thread = turn.thread();
            self.takes
                .push((thread.clock.clone(), thread.knows.now.clone()));
        }
    }
}
