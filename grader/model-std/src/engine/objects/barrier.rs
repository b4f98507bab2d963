//! `Barrier`.

use super::class::Class;
use super::kind::Kind;
use super::op::{Op, Tid};
use super::transition::{Applied, Progress};
use super::turn::Turn;

/// Who is there.
pub struct Barrier {
    pub size: usize,
    /// Who has arrived in this round.
    pub waiting: Vec<Tid>,
    /// Rounds that are over.
    generation: u64,
}

pub fn class(kind: Kind) -> Class {
    match kind {
        Kind::Leave => Class::Alone,
        _ => Class::Change,
    }
}

impl Barrier {
    /// One that lets `size` threads go on together.
    pub fn new(size: usize) -> Self {
        Self {
            size,
            waiting: Vec::new(),
            generation: 0,
        }
    }

    pub fn is_possible(&self, op: &Op) -> bool {
        op.kind != Kind::Leave || self.generation >= op.deadline
    }

    /// `Arrive` is `done` for the leader, the last to arrive, who goes on at once; its value is the
    /// generation that the others' `Leave` waits for. What the leader brings, and that it came
    /// first, is handed to them here, because a `Leave` depends on nothing that happens at the
    /// barrier later.
    pub fn apply(&mut self, op: &Op, turn: &mut Turn<'_>) -> Applied {
        if op.kind == Kind::Leave {
            return Applied::when(true, Progress::Neutral);
        }
        turn.release();
        let leaves_at = self.generation + 1;
        let leader = self.waiting.len() + 1 >= self.size;
        if leader {
            self.generation += 1;
            let clock = turn.thread().clock.clone();
            turn.acquire();
            for other in std::mem::take(&mut self.waiting) {
                turn.threads[other].clock.join(&clock);
                turn.acquire_for(other);
            }
        } else {
            self.waiting.push(turn.me);
        }
        Applied::with(leader, leaves_at, Progress::Changed)
    }
}
