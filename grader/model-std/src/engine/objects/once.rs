//! `Once` and what is built on it.

use super::class::Class;
use super::kind::Kind;
use super::op::{NEVER, ObjectId, Op, Tid};
use super::transition::{Applied, Progress};
use super::turn::Turn;

/// What a `Complete` that ends an attempt at a `Once` by a panic carries in place of a deadline;
/// one that succeeds carries `NEVER`, one that declines 0.
pub const PANICKED: u64 = 1;

/// How far its initialisation has got.
#[derive(Default)]
pub struct Once {
    /// Who is at it.
    pub running: Option<Tid>,
    pub done: bool,
    /// The last attempt panicked.
    poisoned: bool,
    /// Threads that have seen it done. To them it stays so, whatever the others do: they need not
    /// look again.
    seen: Vec<Tid>,
}

pub fn class(kind: Kind) -> Class {
    match kind {
        Kind::Get | Kind::Pass | Kind::Await => Class::Look,
        _ => Class::Change,
    }
}

/// An attempt must be over before anybody else can enter, or see it done.
pub fn is_forced(one: Kind, other: Kind) -> bool {
    use Kind::{Await, Complete, Enter, Pass};
    matches!((one, other), (Complete, Enter | Pass | Complete | Await))
}

/// Only the end of an attempt lets others go on.
pub fn has_conflicting_enablers(kind: Kind) -> bool {
    matches!(kind, Kind::Enter | Kind::Await)
}

impl Once {
    /// One that is `done` already, or not.
    pub fn new(done: bool) -> Self {
        Self {
            done,
            ..Self::default()
        }
    }

    /// Whether the thread has seen it done before.
    pub fn was_seen_by(&self, thread: Tid) -> bool {
        self.seen.contains(&thread)
    }

    pub fn is_possible(&self, op: &Op) -> bool {
        match op.kind {
            Kind::Enter => self.running.is_none(),
            Kind::Await => self.done || (self.poisoned && op.deadline == 0),
            _ => true,
        }
    }

    /// The operation as it is announced: entering what has been initialised only looks.
    pub fn settle(&self, op: &mut Op) {
        if op.kind == Kind::Enter && self.done {
            op.turn_into(Kind::Pass, class(Kind::Pass));
        }
    }

    /// `Enter` is `done` if the caller is to initialise. `Complete` carries [`PANICKED`] or 0 in
    /// place of a deadline if it gives up. `Get` and `Await` are `done` if initialised.
    pub fn apply(&mut self, op: &Op, turn: &mut Turn<'_>) -> Applied {
        let is_done = self.done || (op.kind == Kind::Complete && op.deadline == NEVER);
        if is_done && !self.was_seen_by(turn.me) {
            self.seen.push(turn.me);
        }
        match op.kind {
            Kind::Pass => {
                turn.acquire();
                Applied::when(false, Progress::Neutral)
            }
            Kind::Enter => {
                self.running = Some(turn.me);
                self.poisoned = false;
                turn.acquire();
                Applied::when(true, Progress::Changed)
            }
            Kind::Complete => {
                self.running = None;
                self.done = op.deadline == NEVER;
                self.poisoned = op.deadline == PANICKED;
                turn.release();
                if self.done {
                    lets_others_pass(op.object, turn);
                }
                Applied::when(true, Progress::Changed)
            }
            _ => {
                if self.done {
                    turn.acquire();
                }
                Applied::when(self.done, Progress::Idle)
            }
        }
    }
}

/// Those that wait to enter only look, now that it is done.
fn lets_others_pass(once: ObjectId, turn: &mut Turn<'_>) {
    for pending in turn.threads.iter_mut().filter_map(|it| it.pending.as_mut()) {
        if (pending.kind, pending.object) == (Kind::Enter, once) {
            pending.turn_into(Kind::Pass, class(Kind::Pass));
        }
    }
}
