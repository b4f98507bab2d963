//! The search for a failing interleaving: its passes one after the other, and the random schedules between and after them.

use std::num::NonZero;
use std::sync::Arc;

use runtrace::Failure;

use super::budget::{Budget, Limit};
use super::estimate;
use super::explored::{Coverage, Explored, Guarantee, then};
use super::explorer::{ExecutionResult, ExecutionSettings, Explorer, FailingExecution};
use super::hashing;
use super::helpers::Helpers;
use super::jobs::Jobs;
use super::limits;
use super::pool::Pool;
use super::schedule::USUAL_STEPS;
use crate::engine::Ended;
use crate::engine::focus::Focus;
use crate::engine::schedulers::schedule::{POLLS_COUNTED, POLLS_SEARCH, Strategy};
use crate::engine::schedulers::search::Search;

/// The most preemptions that are ever a bound: nearly every race shows with two.
pub(super) const MOST_BOUNDED: u32 = 3;

/// The most ordering constraints that random schedules are drawn for.
pub(super) const MOST_DEPTH: u32 = 5;

/// Quarters of the least number of executions that a search with a bound gets, even if time is up: what it guarantees
/// decides a verdict, and must not depend on how busy the machine is.
const PATIENT: u32 = 20;

/// The same of a search with few delays.
const PATIENT_WITH_DELAYS: u32 = 6;

/// The delays of such a search. One finds what goes wrong if a thread is held up, two what goes wrong if another is held up
/// meanwhile.
const MOST_DELAYS: u32 = 2;

/// What came of one pass.
pub(super) enum PassResult {
    Failed(FailingExecution),
    /// So many interleavings, and there are no others.
    Everything(u64),
    /// The limit was reached first.
    Cut,
    /// More threads than a search can tell apart.
    TooManyThreads,
    /// There is no end of interleavings: one thread goes on for as long as another is not let on.
    Endless,
}

/// One pass of the search.
#[derive(Clone, Copy)]
pub(super) struct Pass {
    /// Most preemptions, if bounded.
    pub bound: Option<u32>,
    pub full: bool,
    pub limit: Limit,
}

/// A pass that was begun.
pub(super) struct Begun {
    pub(super) search: Box<Search>,
    /// Executions of it that have passed.
    pub passed: u64,
    /// Processes that run parts of it.
    pub(super) helpers: Helpers,
}

impl Begun {
    pub fn new(bound: Option<u32>) -> Self {
        Self {
            search: Box::new(Search::new(bound)),
            passed: 0,
            helpers: Helpers::default(),
        }
    }

    /// Every execution with so many delays at most.
    fn by_delays(delays: u32) -> Self {
        Self {
            search: Box::new(Search::by_delays(delays)),
            passed: 0,
            helpers: Helpers::default(),
        }
    }

    /// The same pass from its beginning.
    fn begin_anew(&mut self) {
        *self.search = self.search.anew();
        self.passed = 0;
        self.helpers = Helpers::default();
    }
}

/// What is set of the search.
#[derive(Debug, Clone, Copy)]
pub(super) struct Plan {
    pub budget: Budget,
    pub cores: NonZero<usize>,
    /// What random schedules are drawn from.
    pub seed: u64,
    /// Most preemptions, if the caller asks for no more.
    pub bound: Option<u32>,
    /// Threads besides main that an execution may start.
    pub max_threads: usize,
    /// Processes that it may use.
    pub jobs: Jobs,
}

/// A search that is over.
pub(super) struct Ran {
    pub result: Result<Explored, Box<Failure>>,
    /// How its executions were made in the end.
    pub settings: ExecutionSettings,
    /// Executions until the first that failed.
    pub first_failure: Option<u64>,
    /// Executions that other processes have run, long ones counted as several.
    pub helped: u64,
}

/// The search over all passes.
pub(super) struct Exploration {
    pub(super) explorer: Explorer,
    /// Random schedules that were drawn before the search was over.
    pub(super) drawn: u64,
    pub(super) plan: Plan,
    /// Where other processes help.
    pub(super) pool: Option<Pool>,
}

impl Exploration {
    pub fn new(f: Arc<dyn Fn() + Send + Sync>, plan: Plan) -> Self {
        Self {
            explorer: Explorer::new(f),
            drawn: 0,
            plan,
            pool: Pool::new(plan.jobs),
        }
    }

    /// What the whole search covers, or the simplest failure that it finds.
    pub fn run(mut self) -> Ran {
        let result = self.explore_in_every_order();
        let settings = ExecutionSettings {
            focus: Focus {
                hashing: 0,
                ..self.explorer.focus
            },
            ..self.settings(self.explorer.wants_full)
        };
        let result = result.map(|mut explored| {
            self.explorer.measure(&mut explored);
            explored
        });
        Ran {
            result,
            settings,
            first_failure: self.explorer.first_failure,
            helped: self.explorer.helped,
        }
    }

    /// In one order of hashing, and where orders can be seen in the others too.
    fn explore_in_every_order(&mut self) -> Result<Explored, Box<Failure>> {
        let explored = match self.explore() {
            Err(mut failure) => {
                if failure.always && self.explorer.saw.hashing && self.passes_in_another_order() {
                    hashing::attribute(&mut failure);
                    failure.always = false;
                }
                return Err(failure);
            }
            Ok(explored) if self.explorer.saw.hashing => explored,
            Ok(explored) => return Ok(explored),
        };
        let before = self.explorer.passed;
        let whole = explored.is_complete()
            || self
                .plan
                .bound
                .is_some_and(|bound| explored.coverage == Coverage::Preemptions(bound));
        let mut complete = whole;
        for hashing in hashing::others() {
            self.explorer.focus.hashing = hashing;
            let passed = if complete {
                self.every_interleaving()
            } else {
                self.one_interleaving()
            };
            match passed {
                PassResult::Failed(found) => {
                    let mut failure = self.simplest(found, false);
                    hashing::attribute(&mut failure);
                    return Err(failure);
                }
                PassResult::Everything(_) => {}
                _ => complete = false,
            }
        }
        Ok(explored.in_every_order(whole, complete, self.explorer.passed - before))
    }

    /// Whether there is an order of hashing in which an execution passes.
    fn passes_in_another_order(&mut self) -> bool {
        let hashing = self.explorer.focus.hashing;
        let found = hashing::others().any(|other| {
            self.explorer.focus.hashing = other;
            let before = self.explorer.passed;
            self.one_interleaving();
            self.explorer.passed > before
        });
        self.explorer.focus.hashing = hashing;
        found
    }

    /// Every interleaving in another order of hashing than the first: the same two passes as there.
    fn every_interleaving(&mut self) -> PassResult {
        let bound = self.plan.bound;
        let pass = |full, limit| Pass { bound, full, limit };
        let passed = self.pass(pass(false, self.until(4, 1)));
        if matches!(passed, PassResult::Everything(_)) && self.explorer.wants_full {
            return self.pass(pass(true, self.until(4, 1)));
        }
        passed
    }

    /// The first of the interleavings.
    fn one_interleaving(&mut self) -> PassResult {
        let mut search = Box::new(Search::new(Some(0)));
        let pass = Pass {
            bound: Some(0),
            full: false,
            limit: self.until(4, 1),
        };
        match self.execute(&mut search, pass).0 {
            ExecutionResult::Failed => {
                let settings = self.settings(false);
                PassResult::Failed(self.explorer.write_down(search.script(), settings))
            }
            _ => PassResult::Cut,
        }
    }

    /// First everything, with half of the budget: the reduction makes that cheap, and most programs are done with it. If
    /// something fails, or the budget runs out, by number of preemptions: for the simplest failure, or for a guarantee.
    fn explore(&mut self) -> Result<Explored, Box<Failure>> {
        let everything = Pass {
            bound: self.plan.bound,
            full: false,
            limit: self.until(2, 2),
        };
        let explored = match self.pass_with_tries(everything)? {
            PassResult::Failed(found) => return Err(self.simplest(found, false)),
            PassResult::Cut => return self.guarantee(),
            PassResult::Endless => return self.sample_rest(Guarantee::None, 4),
            PassResult::TooManyThreads => return self.sample_only(),
            PassResult::Everything(explored) => explored,
        };
        if !self.explorer.wants_full {
            return Ok(self.all(explored));
        }
        match self.pass(Pass {
            full: true,
            limit: self.until(3, 1),
            ..everything
        }) {
            PassResult::Failed(found) => Err(self.simplest(found, true)),
            PassResult::Everything(fully) => Ok(self.all(explored.max(fully))),
            PassResult::Cut | PassResult::TooManyThreads | PassResult::Endless => {
                let random = match self.plan.bound {
                    None => self.sample(1, 1)?,
                    Some(_) => 0,
                };
                let mut explored = self.all(explored);
                explored.executions += random;
                if explored.is_complete() {
                    explored.coverage = Coverage::Interleavings;
                }
                explored.add(&format!(
                    ", though not every spurious wake-up and stale read{} (budget spent)",
                    then(random)
                ));
                Ok(explored)
            }
        }
    }

    /// Every interleaving was run; but of a thread that polls, only so many looks in a row.
    fn all(&self, executions: u64) -> Explored {
        let mut explored = Explored::all(executions, self.plan.bound);
        if self.explorer.polled_inside || self.explorer.counted {
            if explored.is_complete() {
                explored.coverage = Coverage::Interleavings;
            }
            let (who, rounds) = match (self.explorer.polled_inside, self.explorer.counted) {
                (true, true) => ("a library that spins before it waits", POLLS_COUNTED),
                (true, false) => ("a library that spins before it waits", POLLS_SEARCH),
                _ => ("a loop that counts its looks", POLLS_COUNTED),
            };
            explored.add(&format!(
                ", though {who} was followed for {rounds} rounds only"
            ));
        } else if self.explorer.polled {
            explored.add(&format!(
                " (polling loops followed for {POLLS_SEARCH} rounds)"
            ));
        }
        explored
    }

    fn settings(&self, full: bool) -> ExecutionSettings {
        ExecutionSettings {
            full,
            step_limit: USUAL_STEPS,
            cores: self.plan.cores,
            max_threads: self.plan.max_threads,
            focus: self.explorer.focus,
        }
    }

    /// The limit of the stage that has `share` quarters of the budget, and with which `quarters` are used up.
    pub(super) fn until(&self, quarters: u32, share: u32) -> Limit {
        self.explorer.until(&self.plan.budget, quarters, share)
    }

    /// The failure with the fewest preemptions, given that `found` failed with some number of them.
    fn simplest(&mut self, found: FailingExecution, full: bool) -> Box<Failure> {
        let limit = self.until(4, 1);
        self.draw_for_a_pass(limit);
        let preemptions = found.execution.preemptions();
        for bound in 0..preemptions.min(MOST_BOUNDED + 1) {
            let pass = Pass {
                bound: Some(bound),
                full,
                limit,
            };
            match self.pass(pass) {
                PassResult::Failed(simpler) => return self.explorer.failure(&simpler),
                PassResult::Everything(_) => {}
                PassResult::Cut | PassResult::TooManyThreads | PassResult::Endless => break,
            }
        }
        self.explorer.failure(&found)
    }

    /// There is no time for everything: everything up to some number of preemptions, then, and after that by chance.
    fn guarantee(&mut self) -> Result<Explored, Box<Failure>> {
        self.estimate();
        let limit = self.until(3, PATIENT);
        let mut guaranteed = None;
        for bound in 0..=MOST_BOUNDED.min(self.plan.bound.unwrap_or(MOST_BOUNDED)) {
            let pass = Pass {
                bound: Some(bound),
                full: false,
                limit,
            };
            match self.pass(pass) {
                PassResult::Failed(found) => return Err(self.explorer.failure(&found)),
                PassResult::Everything(_) => guaranteed = Some(bound),
                PassResult::Cut | PassResult::Endless => break,
                PassResult::TooManyThreads => return self.sample_only(),
            }
        }
        let guaranteed = match guaranteed {
            Some(bound) => Guarantee::Preemptions(bound),
            None if self.plan.bound.is_some() => Guarantee::None,
            None => match self.by_delays() {
                Ok(true) => Guarantee::Delays(MOST_DELAYS),
                Ok(false) => Guarantee::None,
                Err(failure) => return Err(failure),
            },
        };
        self.sample_rest(guaranteed, 1)
    }

    /// Where even the orders without a preemption are too many, because each of many threads can be the next wherever one
    /// waits: every interleaving with few delays, whose number hardly depends on how many threads there are. Returns
    /// whether all were run.
    fn by_delays(&mut self) -> Result<bool, Box<Failure>> {
        let pass = Pass {
            bound: None,
            full: false,
            limit: self.until(3, PATIENT_WITH_DELAYS),
        };
        match self.go_on(&mut Begun::by_delays(MOST_DELAYS), pass) {
            PassResult::Failed(found) => Err(self.explorer.failure(&found)),
            PassResult::Everything(_) => Ok(true),
            PassResult::Cut | PassResult::Endless | PassResult::TooManyThreads => Ok(false),
        }
    }

    /// Says how much everything would have been, now that it is too much.
    fn estimate(&mut self) {
        if self.plan.bound.is_none() {
            let interleavings = estimate::interleavings(&self.explorer, self.settings(false));
            self.explorer.note_size(interleavings);
        }
    }

    /// What was searched is all that can be: by chance, then, with what is left of the budget.
    /// Random schedules keep no bound, so with one they are run only if the search got nowhere.
    fn sample_rest(&mut self, guaranteed: Guarantee, share: u32) -> Result<Explored, Box<Failure>> {
        let searched = self.explorer.passed;
        let random = match self.plan.bound {
            Some(_) if searched > 0 => 0,
            _ => self.sample(3, share)?,
        };
        Ok(Explored::truncated(guaranteed, searched, random))
    }

    /// More threads than a search can tell apart: by chance, then, with what is left of the budget.
    fn sample_only(&mut self) -> Result<Explored, Box<Failure>> {
        let random = self.sample(3, 4)?;
        let most = self.explorer.most_threads;
        Ok(Explored::crowded(most, random, random))
    }

    /// Random schedules for the rest of the budget, `share` quarters at least, one in `full_every` with spurious wake-ups
    /// and stale reads. Returns how many passed, those included that were drawn earlier.
    fn sample(&mut self, full_every: u64, share: u32) -> Result<u64, Box<Failure>> {
        let limit = self.until(4, share);
        match self.draw(full_every, limit) {
            (Some(found), _) => Err(self.explorer.failure(&found)),
            (None, passed) => Ok(passed + self.explorer.aside.passed),
        }
    }

    /// Runs every execution of one pass, until one fails or the limit is reached.
    pub(super) fn pass(&mut self, pass: Pass) -> PassResult {
        self.go_on(&mut Begun::new(pass.bound), pass)
    }

    /// Goes on with a pass, until an execution fails or the limit is reached.
    pub(super) fn go_on(&mut self, begun: &mut Begun, pass: Pass) -> PassResult {
        loop {
            if self.explorer.has_reached(&pass.limit) {
                return PassResult::Cut;
            }
            let (result, ended) = self.execute(&mut begun.search, pass);
            let passed_before =
                self.explorer.passed - u64::from(result == ExecutionResult::Passed) - begun.passed;
            if self.explorer.looks_closer(passed_before) {
                begun.begin_anew();
                continue;
            }
            begun.passed += u64::from(result == ExecutionResult::Passed);
            match ended {
                Some(Ended::TooManyThreads) => return PassResult::TooManyThreads,
                Some(Ended::Unfair) => return PassResult::Endless,
                _ if result != ExecutionResult::Failed => {}
                _ => return PassResult::Failed(self.found(begun, pass, ended)),
            }
            if !self.advance(begun, pass) {
                return PassResult::Everything(begun.passed);
            }
        }
    }

    /// The execution that has just failed once more, this time writing everything down.
    fn found(&mut self, begun: &mut Begun, pass: Pass, ended: Option<Ended>) -> FailingExecution {
        let script = begun.search.script();
        let found = self.explorer.write_down(script, self.settings(pass.full));
        let endless = limits::is_without_end(ended.as_ref(), self.plan.max_threads);
        if self.explorer.passed == 0 && !endless {
            self.look_for_a_pass(std::mem::take(&mut begun.search), pass);
        }
        found
    }

    /// After a failure before anything passed: goes on until something passes, to tell what is wrong whatever the
    /// interleaving from what is wrong in some.
    fn look_for_a_pass(&mut self, mut search: Box<Search>, pass: Pass) {
        while search.advance() && !self.explorer.has_reached(&pass.limit) {
            let (result, ended) = self.execute(&mut search, pass);
            if result == ExecutionResult::Passed || ended == Some(Ended::Unfair) {
                return;
            }
        }
    }

    pub(super) fn execute(
        &mut self,
        search: &mut Box<Search>,
        pass: Pass,
    ) -> (ExecutionResult, Option<Ended>) {
        search.rewind();
        let strategy = Strategy::Search(std::mem::take(search));
        let (mut execution, result) = self.explorer.execute(strategy, self.settings(pass.full));
        let Strategy::Search(back) = execution.strategy_mut() else {
            unreachable!("the strategy set above")
        };
        *search = std::mem::take(back);
        (result, execution.ended().cloned())
    }
}
