//! Runs in virtual time.

use std::num::NonZero;
use std::sync::Arc;

use runtrace::{Failure, Timeline};

use super::explorer;
use super::hashing;
use super::limits;
use super::schedule::Schedule;
use crate::account::{diagnose, folded, lanes};
use crate::engine::Execution;
use crate::engine::cores::DEFAULT_CORES;
use crate::engine::focus::{Focus, Saw};
use crate::engine::record::Recording;
use crate::engine::run::{MOST_STARTED, Settings, run};
use crate::engine::schedulers::random::Random;
use crate::engine::schedulers::schedule::{Strategy, Timed};

/// Most steps in one run: what takes more does not end.
const STEP_LIMIT: u64 = 2_000_000;

/// Settings of a virtual-time run.
#[derive(Debug, Clone)]
pub struct VirtualTime {
    /// If set, ties between ready threads are broken (and threads interrupted) by chance, from this seed.
    pub(super) seed: Option<u64>,
    pub(super) cores: NonZero<usize>,
    pub(super) max_threads: usize,
}

impl Default for VirtualTime {
    fn default() -> Self {
        Self {
            seed: None,
            cores: DEFAULT_CORES,
            max_threads: MOST_STARTED,
        }
    }
}

impl VirtualTime {
    /// Fixed order, 4 cores.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Breaks ties between ready threads by this seed instead of in fixed order, and interrupts
    /// threads by chance.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = Some(seed);
        self
    }

    /// Runs on a machine of this many cores, 4 unless set: at most one job of
    /// [`work`](crate::model::work) runs on each at a time, and the rest queue.
    ///
    /// # Panics
    /// If that is none.
    #[must_use]
    pub fn cores(mut self, cores: usize) -> Self {
        self.cores = limits::cores(cores);
        self
    }

    /// Lets the run start at most this many threads besides main; 10,000 unless set. One more is a
    /// failure ([`FailureKind::StepLimit`](crate::model::FailureKind::StepLimit)) that names the
    /// place.
    ///
    /// # Panics
    /// If that is more than 10,000.
    #[must_use]
    pub fn max_threads(mut self, threads: usize) -> Self {
        self.max_threads = limits::threads(threads);
        self
    }

    /// Runs `f` once.
    ///
    /// # Errors
    /// If `f` panics, deadlocks, leaves the process or never ends.
    ///
    /// # Panics
    /// Inside another model.
    pub fn run(self, f: impl Fn() + Send + Sync + 'static) -> Result<Timeline, Box<Failure>> {
        self.run_boxed(Arc::new(f))
    }

    /// Not generic, so that it is compiled once and not for every check.
    fn run_boxed(self, f: Arc<dyn Fn() + Send + Sync>) -> Result<Timeline, Box<Failure>> {
        let _one = super::OnlyModel::begin();
        let usual = Focus::default();
        let (result, saw) = self.run_once(&f, usual);
        let Some(seed) = self.seed else {
            // In a fixed order of threads a closer look at counts would show nothing more.
            return if saw.hashing {
                self.in_other_orders(&f, result)
            } else {
                result
            };
        };
        let closer = Focus {
            hashing: if saw.hashing {
                hashing::of_run(seed)
            } else {
                0
            },
            ..usual.widened(saw).unwrap_or(usual)
        };
        if closer == usual {
            result
        } else {
            self.run_once(&f, closer).0
        }
    }

    /// The result, unless it is another where hash tables come out in another order.
    fn in_other_orders(
        &self,
        f: &Arc<dyn Fn() + Send + Sync>,
        first: Result<Timeline, Box<Failure>>,
    ) -> Result<Timeline, Box<Failure>> {
        let passed = first.is_ok();
        let other = hashing::others().find_map(|hashing| {
            let focus = Focus {
                hashing,
                ..Focus::default()
            };
            let result = self.run_once(f, focus).0;
            (result.is_ok() != passed).then_some(result)
        });
        let Some(other) = other else { return first };
        first.and(other).map_err(|mut failure| {
            failure.always = false;
            hashing::attribute(&mut failure);
            failure
        })
    }

    fn execute(
        &self,
        f: &Arc<dyn Fn() + Send + Sync>,
        focus: Focus,
        record: Recording,
    ) -> Box<Execution> {
        let strategy = Strategy::Timed(Timed {
            random: self.seed.map(Random::new),
        });
        let settings = Settings {
            strategy,
            cores: self.cores,
            step_limit: STEP_LIMIT,
            max_threads: self.max_threads,
            record,
            full: false,
            focus,
        };
        let f = f.clone();
        run(settings, Box::new(move || f()))
    }

    /// The failed run once more, with values in its record: to show them in each run that passes would take longer than
    /// the run. `None` if the program does not repeat itself, or the run is a very long one.
    fn with_values(
        &self,
        f: &Arc<dyn Fn() + Send + Sync>,
        focus: Focus,
        failed: &Execution,
    ) -> Option<Box<Execution>> {
        let before = failed.record().filter(|it| !it.is_thinned())?;
        let shown = self.execute(f, focus, Recording::Values);
        let repeats = shown.record().is_some_and(|it| it.repeats(before));
        // What comes at the same step may be something else, if the program keeps anything from the run before.
        let fails_alike =
            shown.ended() == failed.ended() && shown.main_panic() == failed.main_panic();
        (repeats && fails_alike).then_some(shown)
    }

    /// One run, and what it met that a closer look would show more of.
    pub(super) fn run_once(
        &self,
        f: &Arc<dyn Fn() + Send + Sync>,
        focus: Focus,
    ) -> (Result<Timeline, Box<Failure>>, Saw) {
        let mut execution = self.execute(f, focus, Recording::Steps);
        let timeline = lanes::timeline(&execution);
        if !explorer::has_failed(&execution) {
            return (Ok(timeline), execution.saw());
        }
        if let Some(shown) = self.with_values(f, focus, &execution) {
            execution = shown;
        }
        folded::fold(&mut execution);
        let mut failure = diagnose::failure(&execution);
        failure.schedule = Schedule::Time {
            seed: self.seed,
            cores: self.cores,
            max_threads: self.max_threads,
            focus,
        }
        .to_string();
        // Where the clock never moved, there is nothing to see in a timeline.
        failure.timeline = (!timeline.elapsed().is_zero()).then_some(timeline);
        (Err(Box::new(failure)), execution.saw())
    }
}
