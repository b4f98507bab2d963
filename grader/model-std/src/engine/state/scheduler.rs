//! What decides in an execution who goes on, as far as the execution has to know.

use super::execution::{Ended, Execution};
use crate::engine::objects::turn::Choices;
use crate::engine::objects::{Op, Progress, Tid};

/// Chooses among the threads that could go on, and is told of what they do.
///
/// What needs the whole execution is handed it, and not the scheduler beside it, which is a part of
/// it.
pub trait Scheduler: Choices + Sized {
    /// What is noted of an operation before it is done, for after it.
    type Begun;

    /// Whether sleepers and time-outs wait for the clock. Elsewhere they may go off at any moment.
    fn is_timed(&self) -> bool;

    /// Whether every event is logged, because a search looks for races.
    fn is_searched(&self) -> bool;

    /// Whether what the program prints is kept back: executions of a search, and runs that only
    /// repeat another in a different order of threads.
    fn is_silent(&self) -> bool;

    /// How much a look counts, and how much makes a poller.
    fn weight_of_a_look(&self, progress: Progress) -> (u32, u32);

    /// The next thread.
    ///
    /// # Errors
    /// How the execution ends, if nobody is to go on.
    fn pick(execution: &mut Execution<Self>) -> Result<Tid, Ended>;

    /// Thread `me` has announced `op`.
    fn has_announced(execution: &mut Execution<Self>, me: Tid, op: &Op);

    /// Thread `me`, having been chosen, is about to do `op`.
    fn begins(execution: &mut Execution<Self>, me: Tid, op: &Op) -> Option<Self::Begun>;

    /// Thread `me` has done that, if anything was noted of it.
    fn has_done(execution: &mut Execution<Self>, me: Tid, begun: Self::Begun);

    /// The execution ends. Returns how, where the scheduler knows better.
    fn ends(execution: &mut Execution<Self>) -> Option<Ended>;
}
