//! Runs under every interleaving: what can be set, and the entry.

use std::num::NonZero;
use std::sync::Arc;
use std::time::Duration;

use runtrace::Failure;

use super::budget::Budget;
use super::exploration::Exploration;
use super::explored::Explored;
use crate::engine::schedulers::cores::DEFAULT_CORES;

/// Settings of an exhaustive run.
///
/// The budget is divided: half of it for everything. If that does not suffice, a quarter for every interleaving with at
/// most 0, 1, 2 and 3 preemptions, and the rest for random schedules. Some hundred random schedules come before, once the
/// search has turned out not to be a short one: they find what needs many preemptions, where a search comes last.
///
/// What is found depends on the speed of the machine only beyond the first [`at_least`](Self::at_least) executions: the
/// order in which executions are run is always the same, and each stage runs its share of these even if time is up. Give
/// a number of [`executions`](Self::executions) and no limit of time if the result must not depend on it at all.
#[derive(Debug, Clone)]
pub struct Exhaustive {
    /// Real time after which the search stops, whatever is left.
    pub budget: Duration,
    /// What `available_parallelism` says. Nothing else depends on it here: work orders nothing.
    pub cores: NonZero<usize>,
    /// Executions after which it stops, those included that turn out to repeat another.
    pub executions: u64,
    /// Executions that are run even if time is up, unless three times the budget has passed; one of more than 250 steps
    /// counts as several. A search with a bound on preemptions, which is the next if one of everything takes too long, runs
    /// five times as many.
    pub at_least: u64,
    /// What random schedules are drawn from.
    pub seed: u64,
}

impl Default for Exhaustive {
    fn default() -> Self {
        Self {
            budget: Duration::from_secs(2),
            cores: DEFAULT_CORES,
            executions: u64::MAX,
            at_least: 4_000,
            seed: 0,
        }
    }
}

impl Exhaustive {
    /// Two seconds, 4 cores.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Stops after this much real time.
    #[must_use]
    pub fn budget(mut self, budget: Duration) -> Self {
        self.budget = budget;
        self
    }

    /// `available_parallelism` says so many: a pool that asks it has so many threads, and a search has its end sooner
    /// with 2 than with 4.
    ///
    /// # Panics
    /// If that is none.
    #[must_use]
    pub fn cores(mut self, cores: usize) -> Self {
        self.cores = NonZero::new(cores).expect("a machine has at least one core");
        self
    }

    /// Stops after so many executions.
    #[must_use]
    pub fn executions(mut self, executions: u64) -> Self {
        self.executions = executions;
        self
    }

    /// Runs so many executions even if time is up.
    #[must_use]
    pub fn at_least(mut self, executions: u64) -> Self {
        self.at_least = executions;
        self
    }

    /// Draws random schedules from another seed.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Runs `f` once for each interleaving.
    ///
    /// # Errors
    /// The simplest failure: of all failing interleavings one with the fewest preemptions.
    ///
    /// # Panics
    /// Inside another model.
    pub fn run(self, f: impl Fn() + Send + Sync + 'static) -> Result<Explored, Box<Failure>> {
        self.run_boxed(Arc::new(f))
    }

    fn run_boxed(self, f: Arc<dyn Fn() + Send + Sync>) -> Result<Explored, Box<Failure>> {
        let _one = super::OnlyModel::begin();
        let budget = Budget::new(self.executions, self.budget, self.at_least);
        Exploration::new(f, budget, self.cores, self.seed).run()
    }
}
