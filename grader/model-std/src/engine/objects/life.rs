//! The life of a thread: others wait for its end.

use super::class::Class;
use super::kind::Kind;
use super::op::{Op, Tid};
use super::transition::{Applied, Progress};
use super::turn::{Outlook, Turn};
use super::value::{Shape, Value};

/// Whose life it is.
pub struct Life {
    pub thread: Tid,
}

pub fn class(kind: Kind) -> Class {
    match kind {
        Kind::IsFinished | Kind::Join | Kind::ScopeEnd => Class::Look,
        _ => Class::Change,
    }
}

/// The end of a thread comes before anybody has waited for it.
pub fn is_forced(one: Kind, other: Kind) -> bool {
    use Kind::{End, Finish, Join, Return, ScopeEnd};
    matches!(
        (one, other),
        (Finish | Return, Join | ScopeEnd) | (End, Join)
    )
}

/// A thread ends once.
pub fn has_conflicting_enablers(kind: Kind) -> bool {
    kind.joins()
}

impl Life {
    pub fn is_possible(&self, op: &Op, outlook: &Outlook<'_>) -> bool {
        let thread = &outlook.threads[self.thread];
        match op.kind {
            Kind::Join => thread.finished,
            // Destructors of its thread-locals may still run.
            Kind::ScopeEnd => thread.returned,
            _ => true,
        }
    }

    pub fn apply(&self, op: &Op, turn: &mut Turn<'_>) -> Applied {
        match op.kind {
            Kind::Join | Kind::ScopeEnd => {
                turn.acquire();
                Applied::when(true, Progress::Neutral).showing(Value::Thread(self.thread))
            }
            Kind::IsFinished => {
                let finished = turn.threads[self.thread].returned;
                if finished {
                    turn.acquire();
                }
                Applied::when(finished, Progress::Idle)
                    .showing(Value::Bits(u64::from(finished), Shape::Bool))
            }
            _ => {
                turn.release();
                turn.thread().returned = true;
                turn.thread().finished = op.kind != Kind::Return;
                Applied::when(true, Progress::Changed)
            }
        }
    }
}
