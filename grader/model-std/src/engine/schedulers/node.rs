//! A decision on the path of the search.

use super::branches::Branch;
use super::search::{Set, bit, members};
use crate::engine::objects::{ObjectId, Tid};
use crate::engine::state::trail::Trail;

/// Threads that go round a loop, each with the objects that it waits for.
pub(super) type Waits = Vec<(Tid, Vec<ObjectId>)>;

/// One decision on the path.
pub(super) enum Node {
    Schedule(Schedule),
    /// A choice that is not about threads: which store a load reads, which waiter is notified.
    Choice {
        taken: usize,
        options: usize,
        /// Not part of a script: whether a thread will stop waiting for no reason shows when it does.
        quiet: bool,
        /// Asked for by the prefix.
        fixed: bool,
    },
}

/// A decision which thread goes on.
pub(super) struct Schedule {
    pub(super) enabled: Set,
    /// To be tried here: the backtrack set.
    pub(super) todo: Set,
    pub(super) done: Set,
    /// Threads whose next step was fully explored from an earlier node and has not been affected since.
    pub(super) sleep: Set,
    pub(super) chosen: Tid,
    /// What is known of those that were asked for or are done, in this order.
    pub(super) branches: Vec<Branch>,
    /// Who ran before, if it could have gone on: choosing another is then a preemption.
    pub(super) going_on: Option<Tid>,
    /// Preemptions on the path before this node.
    pub(super) preemptions: u32,
    /// Whose turn it was, and delays on the path before this node.
    pub(super) turn: Tid,
    pub(super) delays: u32,
    /// What had been announced before this node, to be compared when the path is repeated.
    pub(super) trail: Trail,
    /// Threads that go round a loop here until something changes, and those of them that began to since the node before,
    /// each with what it waits for.
    pub(super) awaiting: Set,
    pub(super) waits: Option<Box<Waits>>,
    /// Asked for by the prefix: nothing else is tried here.
    pub(super) fixed: bool,
}

impl Node {
    pub(super) fn as_schedule(&self) -> Option<&Schedule> {
        match self {
            Self::Schedule(schedule) => Some(schedule),
            Self::Choice { .. } => None,
        }
    }
}

impl Schedule {
    /// Who is to be tried next, if anybody is.
    pub(super) fn next(&self, bound: Option<u32>, delays: Option<u32>) -> Option<Tid> {
        let left = self.todo & !self.done & !self.sleep & self.enabled;
        let within = |tid: Tid| {
            bound.is_none_or(|bound| self.preemptions + self.cost(tid) <= bound)
                && delays.is_none_or(|most| self.delays + self.delays_for(tid) <= most)
        };
        let asked = self.branches.iter().map(|branch| branch.thread);
        asked
            .chain(members(left))
            .find(|&tid| left & bit(tid) != 0 && within(tid))
    }

    pub(super) fn cost(&self, tid: Tid) -> u32 {
        u32::from(self.going_on.is_some_and(|other| other != tid))
    }
}
