//! Runs under every interleaving.

use std::num::NonZero;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::diagnose;
use super::failure::{Failure, FailureKind};
use crate::engine::cores::DEFAULT_CORES;
use crate::engine::execution::{Ended, Execution};
use crate::engine::run::{Settings, run};
use crate::engine::schedule::Strategy;
use crate::engine::search::Search;

/// Most steps in one execution: what takes more does not end.
const STEP_LIMIT: u64 = 20_000;

/// The most preemptions that are ever a bound: nearly every race shows with two.
const MOST_BOUNDED: u32 = 3;

/// Settings of an exhaustive run.
#[derive(Debug, Clone)]
pub struct Exhaustive {
    /// Real time after which the search stops, whatever is left.
    pub budget: Duration,
    /// What `available_parallelism` says. Nothing else depends on it here: work orders nothing.
    pub cores: NonZero<usize>,
    /// Tries every thread at every step instead of leaving out orders that cannot matter. For tests of the search
    /// itself: it takes exponentially longer and finds the same.
    #[doc(hidden)]
    pub naive: bool,
}

impl Default for Exhaustive {
    fn default() -> Self {
        Self {
            budget: Duration::from_secs(2),
            cores: DEFAULT_CORES,
            naive: false,
        }
    }
}

/// What a passed exhaustive run proves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explored {
    /// Interleavings that were run, as many as differ in anything that matters.
    pub executions: u64,
    /// True if that was every interleaving; otherwise `covered` says how far the search got.
    pub complete: bool,
    /// Said to a person: "all 414 interleavings", "every interleaving with at most 2 preemptions (budget spent)".
    pub covered: String,
}

/// One stage of the search.
#[derive(Clone, Copy)]
struct Pass {
    /// Most preemptions, if bounded.
    bound: Option<u32>,
    /// Also spurious wake-ups and stale loads.
    full: bool,
    /// When it must stop.
    deadline: Instant,
}

/// What came of one pass.
enum Found {
    Failure(Box<Execution>),
    Passed,
    OutOfTime,
}

/// The search over all passes.
struct Exploration {
    f: Arc<dyn Fn() + Send + Sync>,
    deadline: Instant,
    cores: NonZero<usize>,
    naive: bool,
    passed: u64,
    failed: u64,
    /// Whether some execution met what only a full pass looks into.
    wants_full: bool,
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

    /// Runs `f` once for each interleaving.
    ///
    /// # Errors
    /// The simplest failure: of all failing interleavings one with the fewest preemptions.
    ///
    /// # Panics
    /// Inside another model.
    pub fn run(self, f: impl Fn() + Send + Sync + 'static) -> Result<Explored, Box<Failure>> {
        let _one = super::OnlyModel::begin();
        let mut exploration = Exploration {
            f: Arc::new(f),
            deadline: Instant::now() + self.budget,
            cores: self.cores,
            naive: self.naive,
            passed: 0,
            failed: 0,
            wants_full: false,
        };
        exploration.explore()
    }
}

impl Exploration {
    /// First everything, with half of the time: the reduction makes that cheap, and most programs are done with it. If
    /// something fails, or time runs out, by number of preemptions: for the simplest failure, or for a guarantee.
    fn explore(&mut self) -> Result<Explored, Box<Failure>> {
        let explored = match self.pass(Pass {
            bound: None,
            full: false,
            deadline: self.half_time(),
        }) {
            Found::Failure(execution) => return Err(self.simplest(*execution, false)),
            Found::OutOfTime => return self.guarantee(),
            Found::Passed => self.passed,
        };
        if !self.wants_full {
            return Ok(Explored::all(explored));
        }
        let before = self.passed;
        match self.pass(Pass {
            bound: None,
            full: true,
            deadline: self.deadline,
        }) {
            Found::Failure(execution) => Err(self.simplest(*execution, true)),
            Found::OutOfTime => {
                let mut explored = Explored::all(explored);
                explored.complete = false;
                explored.covered +=
                    ", though not every spurious wake-up and stale read (budget spent)";
                Ok(explored)
            }
            Found::Passed => Ok(Explored::all(explored.max(self.passed - before))),
        }
    }

    fn half_time(&self) -> Instant {
        let now = Instant::now();
        now + self.deadline.saturating_duration_since(now) / 2
    }

    /// The failure with the fewest preemptions, given that `found` failed with some number of them.
    fn simplest(&mut self, found: Execution, full: bool) -> Box<Failure> {
        let preemptions = found.preemptions;
        for bound in 0..preemptions.min(MOST_BOUNDED + 1) {
            match self.pass(Pass {
                bound: Some(bound),
                full,
                deadline: self.deadline,
            }) {
                Found::Failure(execution) => return self.failure(&execution),
                Found::OutOfTime => break,
                Found::Passed => {}
            }
        }
        self.failure(&found)
    }

    /// There is no time for everything: everything up to some number of preemptions, then.
    fn guarantee(&mut self) -> Result<Explored, Box<Failure>> {
        let mut covered = None;
        for bound in 0..=MOST_BOUNDED {
            match self.pass(Pass {
                bound: Some(bound),
                full: false,
                deadline: self.deadline,
            }) {
                Found::Failure(execution) => return Err(self.failure(&execution)),
                Found::OutOfTime => break,
                Found::Passed => covered = Some(bound),
            }
        }
        Ok(Explored::truncated(self.passed, covered))
    }

    /// Runs every execution of one pass, until one fails or time is up.
    fn pass(&mut self, pass: Pass) -> Found {
        let mut search = Box::new(Search::new(pass.bound));
        search.naive = self.naive;
        loop {
            let (mut execution, back) = self.execute(search, pass.full, false);
            search = back;
            self.wants_full |= execution.saw_spurious || execution.saw_stale;
            if execution.ended != Some(Ended::Redundant) {
                if has_failed(&execution) {
                    self.failed += 1;
                    if execution.ended != Some(Ended::NotReplayable) {
                        // The same path once more, this time writing everything down.
                        let (recorded, back) = self.execute(search, pass.full, true);
                        execution = recorded;
                        search = back;
                    }
                    if self.passed == 0 {
                        self.look_for_a_pass(search, pass);
                    }
                    return Found::Failure(execution);
                }
                self.passed += 1;
            }
            if !search.advance() {
                return Found::Passed;
            }
            if Instant::now() >= pass.deadline {
                return Found::OutOfTime;
            }
        }
    }

    /// After a failure before anything passed: goes on until something passes, to tell what is wrong whatever the
    /// interleaving from what is wrong in some.
    fn look_for_a_pass(&mut self, mut search: Box<Search>, pass: Pass) {
        while search.advance() && Instant::now() < pass.deadline {
            let (execution, back) = self.execute(search, pass.full, false);
            search = back;
            match execution.ended {
                Some(Ended::Redundant) => {}
                _ if has_failed(&execution) => self.failed += 1,
                _ => {
                    self.passed += 1;
                    return;
                }
            }
        }
    }

    fn execute(
        &self,
        mut search: Box<Search>,
        full: bool,
        record: bool,
    ) -> (Box<Execution>, Box<Search>) {
        search.rewind();
        let settings = Settings {
            strategy: Strategy::Search(search),
            cores: self.cores,
            step_limit: STEP_LIMIT,
            record,
            full,
        };
        let f = self.f.clone();
        let mut execution = run(settings, Box::new(move || f()));
        let search = match &mut execution.strategy {
            Strategy::Search(search) => std::mem::take(search),
            Strategy::Timed(_) => unreachable!("the strategy set above"),
        };
        execution.preemptions = search.preemptions();
        (execution, search)
    }

    fn failure(&self, execution: &Execution) -> Box<Failure> {
        let mut failure = diagnose::failure(execution);
        failure.executions = self.passed + self.failed;
        failure.always = self.passed == 0;
        if failure.kind != FailureKind::NotReplayable {
            let how_simple = match execution.preemptions {
                0 => " without interrupting any thread",
                1 => " with one interruption",
                _ => "",
            };
            failure.report = format!(
                "{}\n\n{}",
                failure.report,
                crate::report::trace::table(execution, how_simple)
            );
        }
        Box::new(failure)
    }
}

fn has_failed(execution: &Execution) -> bool {
    execution.main_panic.is_some()
        || !matches!(execution.ended, Some(Ended::Complete | Ended::Drained))
}

impl Explored {
    fn all(executions: u64) -> Self {
        let covered = match executions {
            1 => "all interleavings (they do not differ)".to_owned(),
            2 => "both interleavings".to_owned(),
            n => format!("all {n} interleavings"),
        };
        Self {
            executions,
            complete: true,
            covered,
        }
    }

    fn truncated(executions: u64, covered: Option<u32>) -> Self {
        let covered = match covered {
            Some(0) => "every interleaving without preemption (budget spent)".to_owned(),
            Some(1) => "every interleaving with at most 1 preemption (budget spent)".to_owned(),
            Some(n) => format!("every interleaving with at most {n} preemptions (budget spent)"),
            None => format!("{executions} interleavings and no guarantee (budget spent)"),
        };
        Self {
            executions,
            complete: false,
            covered,
        }
    }
}
