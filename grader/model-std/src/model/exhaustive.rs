//! Runs under every interleaving.

use std::num::NonZero;
use std::sync::Arc;
use std::time::Duration;

use runtrace::Failure;

use super::budget::{Budget, Limit};
use super::explored::{Coverage, Explored, then};
use super::hashing;
use super::sampled::Draws;
use super::schedule::USUAL_STEPS;
use super::tally::{Came, Found, Tally, Terms};
use crate::engine::cores::DEFAULT_CORES;
use crate::engine::execution::Ended;
use crate::engine::schedule::{LOOKS_SEARCH, Strategy};
use crate::engine::search::Search;

/// The most preemptions that are ever a bound: nearly every race shows with two.
const MOST_BOUNDED: u32 = 3;

/// Settings of an exhaustive run.
///
/// The budget is divided: half of it for everything. If that does not suffice, a quarter for every interleaving with at
/// most 0, 1, 2 and 3 preemptions, and the rest for random schedules, as [`Sampled`](super::Sampled) draws them.
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
    /// counts as several.
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

/// What came of one pass.
enum Passed {
    Failed(Found),
    Everything,
    /// The limit was reached first.
    Cut,
    /// More threads than a search can tell apart.
    TooManyThreads,
    /// There is no end of interleavings: one thread goes on for as long as another is not let on.
    Endless,
}

/// One pass of the search.
#[derive(Clone, Copy)]
struct Pass {
    /// Most preemptions, if bounded.
    bound: Option<u32>,
    full: bool,
    limit: Limit,
}

/// The search over all passes.
struct Exploration {
    tally: Tally,
    budget: Budget,
    cores: NonZero<usize>,
    seed: u64,
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
        let mut exploration = Exploration {
            tally: Tally::new(f),
            budget: Budget::new(self.executions, self.budget, self.at_least),
            cores: self.cores,
            seed: self.seed,
        };
        let mut explored = exploration.explore_in_every_order()?;
        exploration.tally.measure(&mut explored);
        Ok(explored)
    }
}

impl Exploration {
    /// In one order of hashing, and where orders can be seen in the others too.
    fn explore_in_every_order(&mut self) -> Result<Explored, Box<Failure>> {
        let explored = match self.explore() {
            Err(mut failure) => {
                if failure.always && self.tally.saw.hashing && self.passes_in_another_order() {
                    hashing::blame(&mut failure);
                    failure.always = false;
                }
                return Err(failure);
            }
            Ok(explored) if self.tally.saw.hashing => explored,
            Ok(explored) => return Ok(explored),
        };
        let before = self.tally.passed;
        let mut complete = explored.complete;
        for hashing in hashing::others() {
            self.tally.focus.hashing = hashing;
            let passed = if complete {
                self.every_interleaving()
            } else {
                self.one_interleaving()
            };
            match passed {
                Passed::Failed(found) => {
                    let mut failure = self.simplest(found, false);
                    hashing::blame(&mut failure);
                    return Err(failure);
                }
                Passed::Everything => {}
                _ => complete = false,
            }
        }
        Ok(explored.in_every_order(complete, self.tally.passed - before))
    }

    /// Whether there is an order of hashing in which an execution passes.
    fn passes_in_another_order(&mut self) -> bool {
        let hashing = self.tally.focus.hashing;
        let found = hashing::others().any(|other| {
            self.tally.focus.hashing = other;
            let before = self.tally.passed;
            self.one_interleaving();
            self.tally.passed > before
        });
        self.tally.focus.hashing = hashing;
        found
    }

    /// Every interleaving in another order of hashing than the first: the same two passes as there.
    fn every_interleaving(&mut self) -> Passed {
        for full in [false, true] {
            let limit = self.until(4, 1);
            let passed = self.pass(Pass {
                bound: None,
                full,
                limit,
            });
            if !matches!(passed, Passed::Everything) || !self.tally.wants_full {
                return passed;
            }
        }
        Passed::Everything
    }

    /// The first of the interleavings.
    fn one_interleaving(&mut self) -> Passed {
        let mut search = Box::new(Search::new(Some(0)));
        let pass = Pass {
            bound: Some(0),
            full: false,
            limit: self.until(4, 1),
        };
        match self.execute(&mut search, pass).0 {
            Came::Failed => {
                let terms = self.terms(false);
                Passed::Failed(self.tally.write_down(search.script(), terms))
            }
            _ => Passed::Cut,
        }
    }

    /// First everything, with half of the budget: the reduction makes that cheap, and most programs are done with it. If
    /// something fails, or the budget runs out, by number of preemptions: for the simplest failure, or for a guarantee.
    fn explore(&mut self) -> Result<Explored, Box<Failure>> {
        let everything = Pass {
            bound: None,
            full: false,
            limit: self.until(2, 2),
        };
        let explored = match self.pass(everything) {
            Passed::Failed(found) => return Err(self.simplest(found, false)),
            Passed::Cut => return self.guarantee(),
            Passed::Endless => return self.sample_rest(None, 4),
            Passed::TooManyThreads => return self.sample_only(),
            Passed::Everything => self.tally.passed,
        };
        if !self.tally.wants_full {
            return Ok(self.all(explored));
        }
        let before = self.tally.passed;
        match self.pass(Pass {
            full: true,
            limit: self.until(3, 1),
            ..everything
        }) {
            Passed::Failed(found) => Err(self.simplest(found, true)),
            Passed::Everything => Ok(self.all(explored.max(self.tally.passed - before))),
            Passed::Cut | Passed::TooManyThreads | Passed::Endless => {
                let random = self.sample(1, 1)?;
                let mut explored = self.all(explored);
                explored.executions += random;
                explored.complete = false;
                explored.coverage = Coverage::Interleavings;
                explored.covered += &format!(
                    ", though not every spurious wake-up and stale read{} (budget spent)",
                    then(random)
                );
                Ok(explored)
            }
        }
    }

    /// Every interleaving was run; but of a thread that polls, only so many looks in a row.
    fn all(&self, executions: u64) -> Explored {
        let mut explored = Explored::all(executions);
        if self.tally.polled {
            explored.covered += &format!(" (polling loops followed for {LOOKS_SEARCH} rounds)");
        }
        explored
    }

    fn terms(&self, full: bool) -> Terms {
        Terms {
            full,
            step_limit: USUAL_STEPS,
            cores: self.cores,
            focus: self.tally.focus,
        }
    }

    /// The limit of the stage that has `share` quarters of the budget, and with which `quarters` are used up.
    fn until(&self, quarters: u32, share: u32) -> Limit {
        self.tally.until(&self.budget, quarters, share)
    }

    /// The failure with the fewest preemptions, given that `found` failed with some number of them.
    fn simplest(&mut self, found: Found, full: bool) -> Box<Failure> {
        let preemptions = found.execution.preemptions;
        for bound in 0..preemptions.min(MOST_BOUNDED + 1) {
            let pass = Pass {
                bound: Some(bound),
                full,
                limit: self.until(4, 1),
            };
            match self.pass(pass) {
                Passed::Failed(simpler) => return self.tally.failure(&simpler),
                Passed::Everything => {}
                Passed::Cut | Passed::TooManyThreads | Passed::Endless => break,
            }
        }
        self.tally.failure(&found)
    }

    /// There is no time for everything: everything up to some number of preemptions, then, and after that by chance.
    fn guarantee(&mut self) -> Result<Explored, Box<Failure>> {
        let limit = self.until(3, 1);
        let mut guaranteed = None;
        for bound in 0..=MOST_BOUNDED {
            let pass = Pass {
                bound: Some(bound),
                full: false,
                limit,
            };
            match self.pass(pass) {
                Passed::Failed(found) => return Err(self.tally.failure(&found)),
                Passed::Everything => guaranteed = Some(bound),
                Passed::Cut | Passed::Endless => break,
                Passed::TooManyThreads => return self.sample_only(),
            }
        }
        self.sample_rest(guaranteed, 1)
    }

    /// What was searched is all that can be: by chance, then, with what is left of the budget.
    fn sample_rest(
        &mut self,
        guaranteed: Option<u32>,
        share: u32,
    ) -> Result<Explored, Box<Failure>> {
        let searched = self.tally.passed;
        let random = self.sample(3, share)?;
        Ok(Explored::truncated(guaranteed, searched, random))
    }

    /// More threads than a search can tell apart: by chance, then, with what is left of the budget.
    fn sample_only(&mut self) -> Result<Explored, Box<Failure>> {
        let random = self.sample(3, 4)?;
        let (most, passed) = (self.tally.most_threads, self.tally.passed);
        Ok(Explored::crowded(most, passed, random))
    }

    /// Random schedules for the rest of the budget, `share` quarters at least, one in `full_every` with spurious wake-ups
    /// and stale reads. Returns how many passed.
    fn sample(&mut self, full_every: u64, share: u32) -> Result<u64, Box<Failure>> {
        let before = self.tally.passed;
        let draws = Draws {
            seed: self.seed,
            depth: 3,
            full_every,
            cores: self.cores,
            by_object: true,
        };
        let limit = self.until(4, share);
        match draws.run(&mut self.tally, limit) {
            Some(found) => Err(self.tally.failure(&found)),
            None => Ok(self.tally.passed - before),
        }
    }

    /// Runs every execution of one pass, until one fails or the limit is reached.
    fn pass(&mut self, pass: Pass) -> Passed {
        let mut search = Box::new(Search::new(pass.bound));
        let passed_before = self.tally.passed;
        loop {
            if self.tally.has_reached(&pass.limit) {
                return Passed::Cut;
            }
            let (came, ended) = self.execute(&mut search, pass);
            if self.tally.looks_closer(passed_before) {
                search = Box::new(Search::new(pass.bound));
                continue;
            }
            match ended {
                Some(Ended::TooManyThreads) => return Passed::TooManyThreads,
                Some(Ended::Unfair) => return Passed::Endless,
                _ if came != Came::Failed => {}
                _ => {
                    // The same path once more, this time writing everything down.
                    let found = self
                        .tally
                        .write_down(search.script(), self.terms(pass.full));
                    let endless = matches!(ended, Some(Ended::Crowd { .. }));
                    if self.tally.passed == 0 && !endless {
                        self.look_for_a_pass(search, pass);
                    }
                    return Passed::Failed(found);
                }
            }
            if !search.advance() {
                return Passed::Everything;
            }
        }
    }

    /// After a failure before anything passed: goes on until something passes, to tell what is wrong whatever the
    /// interleaving from what is wrong in some.
    fn look_for_a_pass(&mut self, mut search: Box<Search>, pass: Pass) {
        while search.advance() && !self.tally.has_reached(&pass.limit) {
            let (came, ended) = self.execute(&mut search, pass);
            if came == Came::Passed || ended == Some(Ended::Unfair) {
                return;
            }
        }
    }

    fn execute(&mut self, search: &mut Box<Search>, pass: Pass) -> (Came, Option<Ended>) {
        search.rewind();
        let strategy = Strategy::Search(std::mem::take(search));
        let (mut execution, came) = self.tally.execute(strategy, self.terms(pass.full));
        let Strategy::Search(back) = &mut execution.strategy else {
            unreachable!("the strategy set above")
        };
        *search = std::mem::take(back);
        (came, execution.ended)
    }
}
