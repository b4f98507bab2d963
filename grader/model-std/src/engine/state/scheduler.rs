//! What decides in an execution who goes on, as far as the execution has to know.

use super::execution::{Ended, Execution};
use crate::engine::objects::turn::Choices;
use crate::engine::objects::{Action, Op, Progress, Tid};

/// How often a thread may look in vain before it is passed over.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// How much one more look counts.
    pub weight: u32,
    /// How much is enough.
    pub limit: u32,
    /// Whether its stack tells that it is not where it was before, so that it may count its looks.
    pub counts: bool,
}

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

    /// How often the current thread may do what it has just done, which was no more than a look.
    fn patience(execution: &Execution<Self>, op: &Op, progress: Progress) -> Patience;

    /// Something has changed: threads that were passed over because they only look may look again.
    fn something_changed(execution: &mut Execution<Self>);

    /// The next thread.
    ///
    /// # Errors
    /// How the execution ends, if nobody is to go on.
    fn pick(execution: &mut Execution<Self>) -> Result<Tid, Ended>;

    /// Thread `me` has announced `op`.
    fn has_announced(execution: &mut Execution<Self>, me: Tid, op: &Op);

    /// Thread `me`, having been chosen, is about to do `op`. Returns what [`has_done`](Self::has_done)
    /// is to be told, if anything.
    fn begins(
        execution: &mut Execution<Self>,
        me: Tid,
        op: &Op,
        action: &mut Action<'_>,
    ) -> Option<Self::Begun>;

    /// Thread `me` has done that, with success or not.
    fn has_done(
        execution: &mut Execution<Self>,
        me: Tid,
        begun: Self::Begun,
        progress: Progress,
        done: bool,
    );

    /// The execution ends. Returns how, where the scheduler knows better.
    fn ends(execution: &mut Execution<Self>) -> Option<Ended>;
}
