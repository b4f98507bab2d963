//! A schedule that somebody makes up step by step: what was chosen so far and, if asked, on from there to where there is
//! something to choose. There the execution stops.

use super::sampled::Decision;
use super::schedule::{Execution, Strategy};
use crate::engine::objects::{Kind, Tid};
use crate::engine::state::Ended;

/// The schedule, and what is noted on the way.
pub struct Player {
    script: Vec<Decision>,
    /// Steps that may still be taken by themselves, where there is nothing to choose.
    automatic: u32,
    /// How many outcomes the operation has that was begun when the script was over: there is something to choose.
    pub open: Option<usize>,
    /// The thread that did the last step which others can notice.
    last: Option<Tid>,
    /// How often that thread could have gone on and another did.
    pub interruptions: u32,
}

/// Rounds in which everybody only looks and that are still played by hand.
const MOST_ROUNDS: u32 = 2;

/// Whether nobody can notice when the step is done: that a thread begins, ends, or goes on because another has ended. To
/// do it at once takes no order away from the others.
pub fn is_quiet(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Start
            | Kind::Finish
            | Kind::Return
            | Kind::End
            | Kind::Join
            | Kind::ScopeEnd
            | Kind::Leave
    )
}

impl Player {
    /// Follows the script, and then takes at most so many steps where there is nothing to choose.
    pub fn new(script: Vec<Decision>, automatic: u32) -> Self {
        Self {
            script,
            automatic,
            open: None,
            last: None,
            interruptions: 0,
        }
    }

    /// What the script says after `taken` decisions.
    fn asked(&self, taken: usize) -> Option<Decision> {
        self.script.get(taken).copied()
    }

    /// Whether the script is over after `taken` decisions.
    pub fn is_over(&self, taken: usize) -> bool {
        taken >= self.script.len()
    }

    /// The outcome, one of `options`, that the script says; `Err` if it says another kind of decision, and none if it is
    /// over.
    pub fn outcome(&mut self, taken: usize, options: usize) -> Result<Option<usize>, Decision> {
        match self.asked(taken) {
            Some(Decision::Choice(chosen)) if chosen < options => Ok(Some(chosen)),
            Some(other) => Err(other),
            None => {
                self.open = Some(options);
                Ok(None)
            }
        }
    }
}

impl Execution {
    fn player(&mut self) -> &mut Player {
        match &mut self.strategy {
            Strategy::Sampled(sampled) => sampled.player(),
            _ => unreachable!("only called in an execution that is played"),
        }
    }

    /// The next thread as the player chose, or by itself where there is nothing to choose.
    ///
    /// # Errors
    /// Why the execution ends here: there is something to choose, or the script cannot be followed (`Err(None)`).
    pub(super) fn pick_played(
        &mut self,
        taken: usize,
        ready: &[Tid],
        asleep: &[Tid],
    ) -> Result<Tid, Option<Ended>> {
        let main_is_done = self.main_done.is_some();
        if self.player().open.is_some() && !main_is_done {
            return Err(Some(Ended::Paused));
        }
        let picked = match self.player().asked(taken) {
            Some(Decision::Thread(tid)) if ready.contains(&tid) || asleep.contains(&tid) => tid,
            Some(_) => return Err(None),
            // Nothing that happens now counts any more.
            None if main_is_done => ready[0],
            None => {
                let only = self.without_choice(ready, asleep);
                let player = self.player();
                let tid = only.filter(|_| player.automatic > 0);
                player.automatic = player.automatic.saturating_sub(1);
                tid.ok_or(Some(Ended::Paused))?
            }
        };
        self.note_turn(picked, ready);
        Ok(picked)
    }

    /// The thread that goes on if there is nothing to choose.
    fn without_choice(&self, ready: &[Tid], asleep: &[Tid]) -> Option<Tid> {
        let is_quiet = |&&tid: &&Tid| {
            let pending = self.threads[tid].pending;
            pending.is_some_and(|op| is_quiet(op.kind))
        };
        // Everybody has looked again and again, and nothing changes: who looks next is no choice any more.
        let goes_round = self.pace.stalls() > MOST_ROUNDS;
        match ready {
            [first, ..] if goes_round => Some(*first),
            [only] if asleep.is_empty() => Some(*only),
            _ => ready.iter().find(is_quiet).copied(),
        }
    }

    /// Counts an interruption if it is one that `picked` goes on.
    fn note_turn(&mut self, picked: Tid, ready: &[Tid]) {
        let kind = |tid: Tid| self.threads[tid].pending.map(|op| op.kind);
        if kind(picked).is_none_or(is_quiet) {
            return;
        }
        let goes_on = |tid: Tid| kind(tid).is_some_and(|kind| !kind.gives_way() && !is_quiet(kind));
        let could = |&tid: &Tid| ready.contains(&tid) && goes_on(tid);
        let last = match &mut self.strategy {
            Strategy::Sampled(sampled) => sampled.player().last,
            _ => None,
        };
        let interrupts = last.filter(could).is_some_and(|last| last != picked);
        let player = self.player();
        player.interruptions += u32::from(interrupts);
        player.last = Some(picked);
    }
}
