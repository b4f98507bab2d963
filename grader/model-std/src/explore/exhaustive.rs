//! Runs under every interleaving: what can be set, and the entry.

use std::num::NonZero;
use std::sync::Arc;
use std::time::Duration;

use runtrace::Failure;

use super::budget::Budget;
use super::exploration::{Exploration, Plan, Ran};
use super::explored::Explored;
use super::jobs::Jobs;
use super::limits;
use crate::engine::cores::DEFAULT_CORES;
use crate::engine::run::MOST_STARTED;

/// Settings of an exhaustive run.
///
/// The budget is divided: half of it for everything. If that does not suffice, a quarter for every
/// interleaving with at most 0, 1, 2 and 3 preemptions, and the rest for random schedules. Some
/// hundred random schedules come before, once the search has turned out not to be a short one: they
/// find what needs many preemptions, where a search comes last.
///
/// What is found depends on the speed of the machine only beyond the first
/// [`at_least`](Self::at_least) executions: the order in which executions are run is always the
/// same, and each stage runs its share of these even if time is up. Give a number of
/// [`executions`](Self::executions) and no limit of time if the result must not depend on it at
/// all.
#[derive(Debug, Clone)]
pub struct Exhaustive {
    budget: Duration,
    cores: NonZero<usize>,
    executions: u64,
    at_least: u64,
    seed: u64,
    preemption_bound: Option<u32>,
    max_threads: usize,
    jobs: Jobs,
}

impl Default for Exhaustive {
    fn default() -> Self {
        Self {
            budget: Duration::from_secs(2),
            cores: DEFAULT_CORES,
            executions: u64::MAX,
            at_least: 4_000,
            seed: 0,
            preemption_bound: None,
            max_threads: MOST_STARTED,
            jobs: Jobs::default(),
        }
    }
}

impl Exhaustive {
    /// Two seconds, 4 cores.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Stops after this much real time, whatever is left; 2 s unless set.
    #[must_use]
    pub fn budget(mut self, budget: Duration) -> Self {
        self.budget = budget;
        self
    }

    /// `available_parallelism` says this number; 4 unless set. A pool that asks it has so many
    /// threads, and a search has its end sooner with 2 than with 4. Nothing else depends on it
    /// here: work orders nothing.
    ///
    /// # Panics
    /// If that is none.
    #[must_use]
    pub fn cores(mut self, cores: usize) -> Self {
        self.cores = limits::cores(cores);
        self
    }

    /// Stops after this many executions, those included that turn out to repeat another. There is
    /// no limit unless set.
    #[must_use]
    pub fn executions(mut self, executions: u64) -> Self {
        self.executions = executions;
        self
    }

    /// Runs this many executions even if time is up, unless three times the budget has passed;
    /// 4,000 unless set. One of more than 250 steps counts as several. A search with a bound on
    /// preemptions, which is the next if one of everything takes too long, runs five times as many.
    #[must_use]
    pub fn at_least(mut self, executions: u64) -> Self {
        self.at_least = executions;
        self
    }

    /// Draws random schedules from another seed than 0.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Runs only interleavings with at most this many preemptions: places where a thread that could
    /// have gone on did not. There is no bound unless set.
    ///
    /// The search then runs no random schedules, unless it gets nowhere, as with more than 64
    /// threads. What it covers is [`Coverage::Preemptions`](crate::model::Coverage::Preemptions),
    /// and never complete, even if the program has no other interleavings. If the budget does not
    /// suffice, the bound that was reached may be lower.
    ///
    /// ```
    /// use model_std::model::{Coverage, Exhaustive};
    /// use model_std::sync::atomic::{AtomicU32, Ordering::SeqCst};
    /// use model_std::thread;
    ///
    /// fn lose_one() {
    ///     let hits = AtomicU32::new(0);
    ///     thread::scope(|scope| {
    ///         scope.spawn(|| hits.store(hits.load(SeqCst) + 1, SeqCst));
    ///         scope.spawn(|| hits.store(hits.load(SeqCst) + 1, SeqCst));
    ///     });
    ///     assert_eq!(hits.load(SeqCst), 2);
    /// }
    ///
    /// let explored = Exhaustive::new().preemption_bound(0).run(lose_one).unwrap();
    /// assert_eq!(explored.coverage, Coverage::Preemptions(0));
    /// assert_eq!(explored.to_string(), "every interleaving without preemption");
    /// assert!(Exhaustive::new().preemption_bound(1).run(lose_one).is_err());
    /// ```
    #[must_use]
    pub fn preemption_bound(mut self, preemptions: u32) -> Self {
        self.preemption_bound = Some(preemptions);
        self
    }

    /// Lets each execution start at most this many threads besides main; 10,000 unless set. One
    /// more is a failure ([`FailureKind::StepLimit`](crate::model::FailureKind::StepLimit)) that
    /// names the place, where otherwise more than 63 turn the search into random schedules. The
    /// execution ends there, so [`Failure::always`](crate::model::Failure::always) may be true
    /// although the program starts fewer threads in another order.
    ///
    /// # Panics
    /// If that is more than 10,000.
    ///
    /// ```
    /// use model_std::model::{Exhaustive, FailureKind};
    /// use model_std::thread;
    ///
    /// let two = || (0..2).for_each(|_| thread::spawn(|| {}).join().unwrap());
    /// assert!(Exhaustive::new().max_threads(2).run(two).unwrap().is_complete());
    /// let failure = Exhaustive::new().max_threads(1).run(two).unwrap_err();
    /// assert_eq!(failure.kind, FailureKind::StepLimit);
    /// let message = "more than 1 thread was started";
    /// assert!(failure.message.starts_with(message), "{}", failure.message);
    /// ```
    #[must_use]
    pub fn max_threads(mut self, threads: usize) -> Self {
        self.max_threads = limits::threads(threads);
        self
    }

    /// Lets the search use several processes; one unless set. The result is the same.
    ///
    /// ```
    /// use model_std::model::{Exhaustive, Jobs};
    /// use model_std::sync::Mutex;
    /// use model_std::thread;
    ///
    /// let explored = Exhaustive::new().jobs(Jobs::new(2)).run(|| {
    ///     let hits = Mutex::new(0);
    ///     thread::scope(|scope| {
    ///         (0..4).for_each(|_| drop(scope.spawn(|| *hits.lock().unwrap() += 1)));
    ///     });
    /// });
    /// assert_eq!(explored.unwrap().executions, 24);
    /// ```
    #[must_use]
    pub fn jobs(mut self, jobs: Jobs) -> Self {
        self.jobs = jobs;
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
        self.ran(f).result
    }

    /// As [`run`](Self::run), and after how many executions the first failed, which need not be the one that is shown. For
    /// comparing with others.
    #[doc(hidden)]
    pub fn run_counting(
        self,
        f: impl Fn() + Send + Sync + 'static,
    ) -> (Result<Explored, Box<Failure>>, Option<u64>) {
        let ran = self.ran(Arc::new(f));
        (ran.result, ran.first_failure)
    }

    /// As [`run`](Self::run), and how many executions other processes have run for it (long ones count as several).
    #[doc(hidden)]
    pub fn run_helped(
        self,
        f: impl Fn() + Send + Sync + 'static,
    ) -> (Result<Explored, Box<Failure>>, u64) {
        let ran = self.ran(Arc::new(f));
        (ran.result, ran.helped)
    }

    /// The whole of a run.
    pub(super) fn ran(self, f: Arc<dyn Fn() + Send + Sync>) -> Ran {
        let _one = super::OnlyModel::begin();
        let budget = Budget::new(self.executions, self.budget, self.at_least);
        let plan = Plan {
            budget,
            cores: self.cores,
            seed: self.seed,
            bound: self.preemption_bound,
            max_threads: self.max_threads,
            jobs: self.jobs,
        };
        Exploration::new(f, plan).run()
    }
}
