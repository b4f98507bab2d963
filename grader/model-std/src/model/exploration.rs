//! The search for a failing interleaving: its passes one after the other, and the random schedules between and after them.

use std::num::NonZero;
use std::sync::Arc;

use runtrace::Failure;

use super::budget::{Budget, Limit};
use super::explored::{Coverage, Explored, then};
use super::hashing;
use super::limits;
use super::sampled::{Draws, Mix};
use super::schedule::USUAL_STEPS;
use super::tally::{Came, Found, Tally, Terms};
use crate::engine::execution::Ended;
use crate::engine::schedulers::schedule::{LOOKS_SEARCH, Strategy};
use crate::engine::schedulers::search::Search;

/// The most preemptions that are ever a bound: nearly every race shows with two.
const MOST_BOUNDED: u32 = 3;

/// The most ordering constraints that random schedules are drawn for.
const MOST_DEPTH: u32 = 5;

/// Quarters of the least number of executions that a search with a bound gets, even if time is up: what it guarantees
/// decides a verdict, and must not depend on how busy the machine is.
const PATIENT: u32 = 20;

/// Executions of a search, long ones counted as several, after which some random schedules are run: most searches are
/// done by then, and cost no more than they do.
const SHORT: u64 = 500;

/// Random schedules that are run then, on any machine, and what they may weigh.
const EARLY: u64 = 600;
const EARLY_WEIGHT: u64 = 2_000;

/// What came of one pass.
enum Passed {
    Failed(Found),
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
struct Pass {
    /// Most preemptions, if bounded.
    bound: Option<u32>,
    full: bool,
    limit: Limit,
}

/// A pass that was begun.
struct Begun {
    search: Box<Search>,
    /// Executions of it that have passed.
    passed: u64,
}

impl Begun {
    fn new(bound: Option<u32>) -> Self {
        Self {
            search: Box::new(Search::new(bound)),
            passed: 0,
        }
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
}

/// The search over all passes.
pub(super) struct Exploration {
    tally: Tally,
    /// Random schedules that have passed before the search was over.
    early: u64,
    plan: Plan,
}

impl Exploration {
    pub fn new(f: Arc<dyn Fn() + Send + Sync>, plan: Plan) -> Self {
        Self {
            tally: Tally::new(f),
            early: 0,
            plan,
        }
    }

    /// What the whole search covers.
    ///
    /// # Errors
    /// The simplest failure that it finds.
    pub fn run(mut self) -> Result<Explored, Box<Failure>> {
        let mut explored = self.explore_in_every_order()?;
        self.tally.measure(&mut explored);
        Ok(explored)
    }

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
        let whole = explored.is_complete()
            || self
                .plan
                .bound
                .is_some_and(|bound| explored.coverage == Coverage::Preemptions(bound));
        let mut complete = whole;
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
                Passed::Everything(_) => {}
                _ => complete = false,
            }
        }
        Ok(explored.in_every_order(whole, complete, self.tally.passed - before))
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
        let bound = self.plan.bound;
        let pass = |full, limit| Pass { bound, full, limit };
        let passed = self.pass(pass(false, self.until(4, 1)));
        if matches!(passed, Passed::Everything(_)) && self.tally.wants_full {
            return self.pass(pass(true, self.until(4, 1)));
        }
        passed
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
            bound: self.plan.bound,
            full: false,
            limit: self.until(2, 2),
        };
        let explored = match self.pass_with_random_ones(everything)? {
            Passed::Failed(found) => return Err(self.simplest(found, false)),
            Passed::Cut => return self.guarantee(),
            Passed::Endless => return self.sample_rest(None, 4),
            Passed::TooManyThreads => return self.sample_only(),
            Passed::Everything(explored) => explored,
        };
        if !self.tally.wants_full {
            return Ok(self.all(explored));
        }
        match self.pass(Pass {
            full: true,
            limit: self.until(3, 1),
            ..everything
        }) {
            Passed::Failed(found) => Err(self.simplest(found, true)),
            Passed::Everything(fully) => Ok(self.all(explored.max(fully))),
            Passed::Cut | Passed::TooManyThreads | Passed::Endless => {
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
        if self.tally.polled {
            explored.add(&format!(
                " (polling loops followed for {LOOKS_SEARCH} rounds)"
            ));
        }
        explored
    }

    fn terms(&self, full: bool) -> Terms {
        Terms {
            full,
            step_limit: USUAL_STEPS,
            cores: self.plan.cores,
            max_threads: self.plan.max_threads,
            focus: self.tally.focus,
        }
    }

    /// The limit of the stage that has `share` quarters of the budget, and with which `quarters` are used up.
    fn until(&self, quarters: u32, share: u32) -> Limit {
        self.tally.until(&self.plan.budget, quarters, share)
    }

    /// The failure with the fewest preemptions, given that `found` failed with some number of them.
    fn simplest(&mut self, found: Found, full: bool) -> Box<Failure> {
        let limit = self.until(4, 1);
        self.simplest_within(found, full, limit)
    }

    fn simplest_within(&mut self, found: Found, full: bool, limit: Limit) -> Box<Failure> {
        let preemptions = found.execution.preemptions;
        for bound in 0..preemptions.min(MOST_BOUNDED + 1) {
            let pass = Pass {
                bound: Some(bound),
                full,
                limit,
            };
            match self.pass(pass) {
                Passed::Failed(simpler) => return self.tally.failure(&simpler),
                Passed::Everything(_) => {}
                Passed::Cut | Passed::TooManyThreads | Passed::Endless => break,
            }
        }
        self.tally.failure(&found)
    }

    /// There is no time for everything: everything up to some number of preemptions, then, and after that by chance.
    fn guarantee(&mut self) -> Result<Explored, Box<Failure>> {
        let limit = self.until(3, PATIENT);
        let mut guaranteed = None;
        for bound in 0..=MOST_BOUNDED.min(self.plan.bound.unwrap_or(MOST_BOUNDED)) {
            let pass = Pass {
                bound: Some(bound),
                full: false,
                limit,
            };
            match self.pass(pass) {
                Passed::Failed(found) => return Err(self.tally.failure(&found)),
                Passed::Everything(_) => guaranteed = Some(bound),
                Passed::Cut | Passed::Endless => break,
                Passed::TooManyThreads => return self.sample_only(),
            }
        }
        self.sample_rest(guaranteed, 1)
    }

    /// What was searched is all that can be: by chance, then, with what is left of the budget. Random schedules keep no
    /// bound, so with one they are run only if the search got nowhere.
    fn sample_rest(
        &mut self,
        guaranteed: Option<u32>,
        share: u32,
    ) -> Result<Explored, Box<Failure>> {
        let searched = self.tally.passed.saturating_sub(self.early);
        let random = match self.plan.bound {
            Some(_) if searched > 0 => 0,
            _ => self.early + self.sample(3, share)?,
        };
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
        let limit = self.until(4, share);
        let first = if self.early == 0 { 0 } else { EARLY };
        match self.draw(first, full_every, limit) {
            (Some(found), _) => Err(self.tally.failure(&found)),
            (None, passed) => Ok(passed),
        }
    }

    /// Random schedules until the limit is reached, from the one of number `first`. Returns the simplest that fails, and
    /// how many have passed.
    fn draw(&mut self, first: u64, full_every: u64, limit: Limit) -> (Option<Found>, u64) {
        let before = self.tally.passed;
        let draws = Draws {
            seed: self.plan.seed,
            first,
            depth: MOST_DEPTH,
            full_every,
            cores: self.plan.cores,
            max_threads: self.plan.max_threads,
            mix: Mix::BesideASearch,
        };
        let found = draws.run(&mut self.tally, limit);
        (found, self.tally.passed - before)
    }

    /// A pass over everything. If it turns out not to be a short one, random schedules come in between.
    ///
    /// # Errors
    /// The failure of one of these, or a simpler one.
    fn pass_with_random_ones(&mut self, pass: Pass) -> Result<Passed, Box<Failure>> {
        let mut begun = Begun::new(pass.bound);
        let short = pass.limit.up_to(self.tally.weight + SHORT);
        if pass.bound.is_some() {
            return Ok(self.go_on(&mut begun, pass));
        }
        let passed = self.go_on(
            &mut begun,
            Pass {
                limit: short,
                ..pass
            },
        );
        if !matches!(passed, Passed::Cut) || self.tally.has_reached(&pass.limit) {
            return Ok(passed);
        }
        let focus = self.tally.focus;
        let (ran, weight) = (self.tally.ran, self.tally.weight);
        let few = pass.limit.few(ran + EARLY, weight + EARLY_WEIGHT);
        let (found, early) = self.draw(0, 3, few);
        if let Some(found) = found {
            let limit = self.until(2, 1);
            return Err(self.simplest_within(found, false, limit));
        }
        self.early = early;
        if self.tally.focus != focus {
            // They met what the search so far did not look at.
            begun = Begun::new(pass.bound);
        }
        Ok(self.go_on(&mut begun, pass))
    }

    /// Runs every execution of one pass, until one fails or the limit is reached.
    fn pass(&mut self, pass: Pass) -> Passed {
        self.go_on(&mut Begun::new(pass.bound), pass)
    }

    /// Goes on with a pass, until an execution fails or the limit is reached.
    fn go_on(&mut self, begun: &mut Begun, pass: Pass) -> Passed {
        loop {
            if self.tally.has_reached(&pass.limit) {
                return Passed::Cut;
            }
            let (came, ended) = self.execute(&mut begun.search, pass);
            let passed_before = self.tally.passed - u64::from(came == Came::Passed) - begun.passed;
            if self.tally.looks_closer(passed_before) {
                *begun = Begun::new(pass.bound);
                continue;
            }
            begun.passed += u64::from(came == Came::Passed);
            match ended {
                Some(Ended::TooManyThreads) => return Passed::TooManyThreads,
                Some(Ended::Unfair) => return Passed::Endless,
                _ if came != Came::Failed => {}
                _ => return Passed::Failed(self.found(begun, pass, ended)),
            }
            if !begun.search.advance() {
                return Passed::Everything(begun.passed);
            }
        }
    }

    /// The execution that has just failed once more, this time writing everything down.
    fn found(&mut self, begun: &mut Begun, pass: Pass, ended: Option<Ended>) -> Found {
        let script = begun.search.script();
        let found = self.tally.write_down(script, self.terms(pass.full));
        let endless = limits::is_without_end(ended.as_ref(), self.plan.max_threads);
        if self.tally.passed == 0 && !endless {
            self.look_for_a_pass(std::mem::take(&mut begun.search), pass);
        }
        found
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
