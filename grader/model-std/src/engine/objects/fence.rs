//! Where all `fence(SeqCst)` meet.

use super::transition::{Action, Applied, Progress};
use super::turn::Turn;
use crate::engine::memory::clock::Clock;
use crate::engine::memory::history;

/// What all of them so far know together.
#[derive(Default)]
pub struct Fences {
    known: Clock,
}

impl Fences {
    pub fn apply(&mut self, action: &Action<'_>, turn: &mut Turn<'_>) -> Applied {
        if let Action::Fence(order) = *action
            && turn.mode.weak
        {
            history::fence(order, &mut turn.thread().knows, &mut self.known);
        }
        Applied::when(true, Progress::Neutral)
    }
}
