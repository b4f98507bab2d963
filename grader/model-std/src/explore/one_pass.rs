//! One pass of the search, run to its end whatever fails in it.
//! [`Exhaustive`](crate::model::Exhaustive) puts its passes together and stops at a failure; the
//! tests of the search itself want each pass alone and everything it meets.

use std::sync::Arc;

use crate::engine::cores::DEFAULT_CORES;
use crate::engine::focus::{Counts, Focus};
use crate::engine::record::Recording;
use crate::engine::run::{MOST_STARTED, Settings, run};
use crate::engine::schedulers::schedule::Strategy;
use crate::engine::schedulers::search::Search;
use crate::engine::{Ended, Execution};

/// Most steps in one execution.
const STEP_LIMIT: u64 = 20_000;

/// Settings of one pass.
#[derive(Debug, Clone, Copy)]
pub struct OnePass {
    /// Also what only the full pass shows: stale loads and what may happen for no reason.
    pub full: bool,
    /// Tries every thread at every step instead of leaving out orders that cannot matter: the referee of the reduction.
    pub naive: bool,
    /// Most preemptions, if bounded.
    pub bound: Option<u32>,
    /// Every reference that is cloned or dropped, and which thread drops the last, whether or not anybody looks at counts.
    pub counts: bool,
    /// Of the orders in which hash tables come out, the one of this number.
    pub hashing: u64,
    /// Executions after which the pass is given up.
    pub most: u64,
}

/// How one execution ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum End {
    /// Every thread came to its end.
    Passed,
    /// Main panicked.
    Panicked,
    /// Every thread waits for another, or goes round a loop until another comes, who never does.
    Deadlock,
    /// Anything else: the step limit, a program that does not repeat itself.
    Other,
}

/// How much work a pass was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Work {
    /// Executions that were run to their end.
    pub executions: u64,
    /// Executions that were broken off because the rest of them had been seen.
    pub redundant: u64,
    /// False if there were more than asked for.
    pub complete: bool,
}

impl Default for OnePass {
    fn default() -> Self {
        Self {
            full: false,
            naive: false,
            bound: None,
            counts: false,
            hashing: 0,
            most: u64::MAX,
        }
    }
}

impl OnePass {
    /// Runs the pass, telling `ended` of the end of every execution that was run to its end.
    pub fn run(self, f: impl Fn() + Send + Sync + 'static, mut ended: impl FnMut(End)) -> Work {
        let _one = super::OnlyModel::begin();
        let f = Arc::new(f);
        let counts = if self.counts {
            Counts::Dropped
        } else {
            Counts::Ignored
        };
        let focus = Focus {
            counts,
            hashing: self.hashing,
            ..Focus::default()
        };
        let mut search = Box::new(Search::new(self.bound));
        search.naive = self.naive;
        search.probes = true;
        let mut work = Work {
            executions: 0,
            redundant: 0,
            complete: true,
        };
        loop {
            if work.executions + work.redundant == self.most {
                work.complete = false;
                return work;
            }
            search.rewind();
            let settings = Settings {
                strategy: Strategy::Search(search),
                step_limit: STEP_LIMIT,
                max_threads: MOST_STARTED,
                record: Recording::Nothing,
                full: self.full,
                cores: DEFAULT_CORES,
                focus,
            };
            let f = f.clone();
            let mut execution = run(settings, Box::new(move || f()));
            if execution.ended() == Some(&Ended::Redundant) {
                work.redundant += 1;
            } else {
                work.executions += 1;
                ended(End::of(&execution));
            }
            search = match execution.strategy_mut() {
                Strategy::Search(search) => std::mem::take(search),
                _ => unreachable!("the strategy set above"),
            };
            if !search.advance() {
                return work;
            }
        }
    }
}

impl End {
    fn of(execution: &Execution) -> Self {
        match execution.ended() {
            _ if execution.main_panic().is_some() => Self::Panicked,
            Some(Ended::Complete | Ended::Drained) => Self::Passed,
            Some(Ended::Deadlock | Ended::Livelock) => Self::Deadlock,
            _ => Self::Other,
        }
    }
}
