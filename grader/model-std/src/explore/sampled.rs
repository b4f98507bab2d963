//! Runs of random schedules.

use std::num::NonZero;
use std::sync::Arc;
use std::time::Duration;

use runtrace::Failure;

use super::budget::Budget;
use super::draws::{Draws, Mix};
use super::explored::{Coverage, Explored, schedules};
use super::explorer::Explorer;
use super::limits;
use crate::engine::cores::DEFAULT_CORES;
use crate::engine::run::MOST_STARTED;

/// Settings of a run of random schedules.
///
/// Three quarters of them are drawn by PCT (Burckhardt et al., 2010), which finds a bug of `depth` ordering constraints
/// with a known chance; the rest tosses for each step. If the program waits for notifications, or its atomics could
/// show older values, every third execution also deals out a spurious wake-up and stale reads.
#[derive(Debug, Clone)]
pub struct Sampled {
    executions: u64,
    budget: Duration,
    seed: u64,
    depth: u32,
    cores: NonZero<usize>,
    max_threads: usize,
}

impl Default for Sampled {
    fn default() -> Self {
        Self {
            executions: 10_000,
            budget: Duration::MAX,
            seed: 0,
            depth: 3,
            cores: DEFAULT_CORES,
            max_threads: MOST_STARTED,
        }
    }
}

impl Sampled {
    /// 10,000 schedules of depth 1 to 3, however long that takes.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Runs this many schedules; 10,000 unless set.
    #[must_use]
    pub fn executions(mut self, executions: u64) -> Self {
        self.executions = executions;
        self
    }

    /// Stops after this much real time, however many schedules were run by then. There is no limit
    /// unless set, so that the result is the same on every machine.
    #[must_use]
    pub fn budget(mut self, budget: Duration) -> Self {
        self.budget = budget;
        self
    }

    /// Draws other schedules: the same seed gives the same schedules. It is 0 unless set.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Looks for bugs of up to this many ordering constraints, each execution for 1 to so many; 3
    /// unless set. 0 tosses for each step of every execution.
    #[must_use]
    pub fn depth(mut self, depth: u32) -> Self {
        self.depth = depth;
        self
    }

    /// `available_parallelism` says this number; 4 unless set. Nothing else depends on it here:
    /// work orders nothing.
    ///
    /// # Panics
    /// If that is none.
    #[must_use]
    pub fn cores(mut self, cores: usize) -> Self {
        self.cores = limits::cores(cores);
        self
    }

    /// Lets each execution start at most this many threads besides main; 10,000 unless set. One
    /// more is a failure ([`FailureKind::StepLimit`](crate::model::FailureKind::StepLimit)) that
    /// names the place.
    ///
    /// # Panics
    /// If that is more than 10,000.
    #[must_use]
    pub fn max_threads(mut self, threads: usize) -> Self {
        self.max_threads = limits::threads(threads);
        self
    }

    /// Runs `f` under random schedules. What it returns says how many; it is never `complete`.
    ///
    /// # Errors
    /// A failure: once one is found, the next hundred schedules are run as well, and the simplest of the failing ones
    /// is shown. If none has passed, up to 20,000 are, for one that does.
    ///
    /// # Panics
    /// Inside another model.
    pub fn run(self, f: impl Fn() + Send + Sync + 'static) -> Result<Explored, Box<Failure>> {
        self.run_boxed(Arc::new(f))
    }

    fn run_boxed(self, f: Arc<dyn Fn() + Send + Sync>) -> Result<Explored, Box<Failure>> {
        let _one = super::OnlyModel::begin();
        let mut explorer = Explorer::new(f);
        let limit = Budget::new(self.executions, self.budget, 0).until(4, 4, 0);
        let draws = Draws {
            seed: self.seed,
            first: 0,
            depth: self.depth,
            full_every: 3,
            cores: self.cores,
            max_threads: self.max_threads,
            mix: Mix::Priorities,
            is_quick: false,
        };
        if let Some(found) = draws.run(&mut explorer, limit) {
            return Err(explorer.failure(&found));
        }
        let cut = if explorer.ran < self.executions {
            " (budget spent)"
        } else {
            ""
        };
        let covered = format!("{}{cut}", schedules(explorer.passed));
        let mut explored = Explored::new(explorer.passed, Coverage::Sample, covered);
        explorer.measure(&mut explored);
        Ok(explored)
    }
}
