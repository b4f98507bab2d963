//! The cores of the model's machine, and the work that is done on them.
//!
//! Only work needs a core: whoever sleeps, waits or runs the program's own code does not. So many pieces of work as
//! there are cores are done at once; the rest queue, first come, first served, and a piece that has begun keeps its
//! core until it is done.
//!
//! Cores are handed out when nobody else is ready, just before the clock moves. At that moment everybody who arrives at
//! the present moment has arrived, so who gets a core does not depend on the order in which ready threads were taken:
//! among those who came at one moment it is the thread that was spawned first.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZero;

use super::execution::Execution;
use super::scheduler::Scheduler;
use crate::engine::objects::{NEVER, Tid};

/// Cores of a machine that nobody has said more about.
pub const DEFAULT_CORES: NonZero<usize> = NonZero::new(4).expect("four is not zero");

/// Who works, and who waits to.
pub struct Cores {
    /// How many there are.
    pub count: NonZero<usize>,
    /// When each thread that has a core got it.
    working: BTreeMap<Tid, u64>,
    /// Who waits for a core: the moment of arrival, the thread, and what its work costs (nanoseconds).
    queue: BTreeSet<(u64, Tid, u64)>,
}

impl Cores {
    pub fn new(count: NonZero<usize>) -> Self {
        Self {
            count,
            working: BTreeMap::new(),
            queue: BTreeSet::new(),
        }
    }

    /// When the thread got its core, if it has one.
    pub fn working_since(&self, tid: Tid) -> Option<u64> {
        self.working.get(&tid).copied()
    }

    /// The thread's work is done: its core is free. Returns when it got it, if it had one.
    pub fn leave(&mut self, tid: Tid) -> Option<u64> {
        self.working.remove(&tid)
    }
}

impl<S: Scheduler> Execution<S> {
    /// Thread `tid` arrives with work that costs `cost` nanoseconds. Returns the moment when it will be done, which is
    /// [`NEVER`] as long as it waits for a core.
    ///
    /// Only in virtual time does it wait. In a search, work is like sleep: it orders nothing, and any interleaving is
    /// possible meanwhile. Work that costs nothing needs no core.
    pub(in crate::engine) fn arrive_to_work(&mut self, tid: Tid, cost: u64) -> u64 {
        if cost == 0 || !self.is_timed() {
            return self.now.saturating_add(cost).min(NEVER - 1);
        }
        self.cores.queue.insert((self.now, tid, cost));
        NEVER
    }

    /// Gives the free cores to those who have waited longest. True if some work is done at once, because the clock has
    /// reached its last moment.
    pub(in crate::engine) fn hand_out_cores(&mut self) -> bool {
        let done = self.now.saturating_add(1) == NEVER && !self.cores.queue.is_empty();
        while self.cores.working.len() < self.cores.count.get()
            && let Some((_, tid, cost)) = self.cores.queue.pop_first()
        {
            self.cores.working.insert(tid, self.now);
            let work = self.threads[tid].pending.as_mut();
            work.expect("who waits for a core has announced its work")
                .deadline = self.now.saturating_add(cost).min(NEVER - 1);
        }
        done
    }
}
