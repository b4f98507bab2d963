//! A thread's park token.

use super::class::Class;
use super::kind::Kind;
use super::op::Op;
use super::transition::{Applied, Progress};
use super::turn::{Outlook, Turn};

/// Whether the token is there to be taken.
#[derive(Default)]
pub struct Token {
    set: bool,
}

pub fn class(_: Kind) -> Class {
    Class::Change
}

/// Only `unpark` sets the token. (Of a park with a time-out the clock is an enabler too.)
pub fn has_conflicting_enablers(kind: Kind) -> bool {
    kind == Kind::Park
}

impl Token {
    pub fn is_possible(&self, op: &Op, outlook: &Outlook<'_>) -> bool {
        op.kind == Kind::Unpark || outlook.timed_out || outlook.may_wake_spuriously || self.set
    }

    pub fn apply(&mut self, op: &Op, turn: &mut Turn<'_>) -> Applied {
        if op.kind == Kind::Unpark {
            turn.release();
            let was_set = std::mem::replace(&mut self.set, true);
            return Applied::when(true, Progress::when(!was_set));
        }
        let was_set = std::mem::take(&mut self.set);
        if was_set {
            turn.thread().may_wake_spuriously = false;
            turn.acquire();
        } else if op.kind == Kind::Park {
            turn.wakes_spuriously();
        } else {
            turn.times_out(op);
        }
        turn.met.spurious = true;
        Applied::when(was_set, Progress::when(was_set))
    }
}
