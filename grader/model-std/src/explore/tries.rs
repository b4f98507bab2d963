//! Random schedules before and between the parts of a search: what many interleavings have, some hundred of them find
//! sooner than a search that comes to them in its own order.

use runtrace::Failure;

use super::budget::Limit;
use super::draws::{Drawn, Draws, Mix};
use super::exploration::{Begun, Exploration, MOST_BOUNDED, MOST_DEPTH, Pass, PassResult};
use super::explorer::FailingExecution;

/// One after the other: schedules that are drawn, on any machine, and how much of the search then comes, long executions
/// counted as several. Most searches are done by the end of the first or the second, and cost no more than the schedules do.
const TURNS: [Turn; 2] = [
    Turn {
        tries: 2,
        search: 16,
    },
    Turn {
        tries: 98,
        search: 484,
    },
];

/// Schedules that are drawn last, once the search has turned out not to be a short one. Before they are, no schedule that
/// fails is followed by others for a simpler one.
const LAST_TRIES: u64 = 500;

/// One execution in so many of those that everything may take is a try, at most, in each turn.
const SHARE: u64 = 8;

/// What one try may weigh, on the average.
const WEIGHT_OF_A_TRY: u64 = 4;

/// What a search may weigh after a failure that was met by chance: of everything, and for each number of preemptions.
const BOUNDED: u64 = 200;

/// What schedules may weigh that are drawn to see whether any passes.
const FOR_A_PASS: u64 = 2_000;

struct Turn {
    tries: u64,
    search: u64,
}

impl Exploration {
    /// A pass over everything, with random schedules before, and in between if it turns out not to be a short one. What
    /// fails there is a reason to stop sooner, but what a short search finds by itself is simpler, and is what is shown.
    ///
    /// # Errors
    /// The failure of one of these, or a simpler one.
    pub(super) fn pass_with_tries(&mut self, pass: Pass) -> Result<PassResult, Box<Failure>> {
        let mut begun = Begun::new(pass.bound);
        if pass.bound.is_some() {
            return Ok(self.go_on(&mut begun, pass));
        }
        let mut suspect = None;
        for turn in TURNS {
            if suspect.is_none() {
                let tries = turn.tries.min(pass.limit.most() / SHARE);
                suspect = self.some_tries(tries, pass.limit, &mut begun);
            }
            let search = match suspect {
                Some(_) => turn.search.min(BOUNDED),
                None => turn.search,
            };
            let limit = pass.limit.up_to(self.explorer.weight + search);
            let passed = self.go_on(&mut begun, Pass { limit, ..pass });
            let is_over = self.explorer.has_reached(&pass.limit);
            match (passed, suspect) {
                (PassResult::Failed(found), _) => return Ok(PassResult::Failed(found)),
                (PassResult::Cut, found) if !is_over => suspect = found,
                (_, Some(found)) => return Err(self.simplest_of_drawn(&found)),
                (passed, None) => return Ok(passed),
            }
        }
        if let Some(found) = suspect {
            return Err(self.simplest_of_drawn(&found));
        }
        if let Some(found) = self.some_tries(LAST_TRIES, pass.limit, &mut begun) {
            return Err(self.simplest_of_drawn(&found));
        }
        Ok(self.go_on(&mut begun, pass))
    }

    /// So many random schedules, until one fails. If they met what the search so far did not look at, that begins anew.
    fn some_tries(&mut self, tries: u64, limit: Limit, begun: &mut Begun) -> Option<Drawn> {
        let (focus, ran, weight) = (self.explorer.focus, self.explorer.ran, self.explorer.weight);
        let few = limit.few(ran + tries, weight + tries * WEIGHT_OF_A_TRY);
        let before = (self.explorer.passed, self.explorer.failed);
        let draws = self.draws(3);
        let found = draws.first(&mut self.explorer, few);
        self.drawn += tries;
        self.explorer.set_aside(before);
        if self.explorer.focus != focus {
            self.explorer.passed -= begun.passed;
            *begun = Begun::new(None);
        }
        found
    }

    /// The simplest failure that can be found soon, given one that was met by chance: with the fewest preemptions if the
    /// search by their number gets there, or else the one that was drawn, made simpler.
    fn simplest_of_drawn(&mut self, drawn: &Drawn) -> Box<Failure> {
        let found = drawn.simplified(&self.explorer);
        self.explorer.count_what_was_set_aside();
        self.draw_for_a_pass(self.until(2, 1));
        for bound in 0..found.execution.preemptions().min(MOST_BOUNDED + 1) {
            let limit = self.until(4, 1).up_to(self.explorer.weight + BOUNDED);
            let pass = Pass {
                bound: Some(bound),
                full: false,
                limit,
            };
            if let PassResult::Failed(simpler) = self.pass(pass) {
                return self.explorer.failure(&simpler);
            }
        }
        self.explorer.failure(&found)
    }

    /// Random schedules if nothing has passed so far: whether a failure comes in every order or only in some is no matter of
    /// which orders the first part of a search comes to.
    pub(super) fn draw_for_a_pass(&mut self, limit: Limit) {
        if self.explorer.has_passed() {
            return;
        }
        let before = (self.explorer.passed, self.explorer.failed);
        let limit = limit.up_to(self.explorer.weight + FOR_A_PASS);
        // Orders of hashing are looked at by themselves.
        let draws = Draws {
            is_quick: true,
            ..self.draws(3)
        };
        draws.run(&mut self.explorer, limit);
        self.explorer.set_aside(before);
    }

    /// The schedules that come next, one in `full_every` with spurious wake-ups and stale reads.
    fn draws(&self, full_every: u64) -> Draws {
        Draws {
            seed: self.plan.seed,
            first: self.drawn,
            depth: MOST_DEPTH,
            full_every,
            cores: self.plan.cores,
            max_threads: self.plan.max_threads,
            mix: Mix::BesideASearch,
            is_quick: false,
        }
    }

    /// Random schedules until the limit is reached. Returns the simplest that fails, and how many have passed.
    pub(super) fn draw(
        &mut self,
        full_every: u64,
        limit: Limit,
    ) -> (Option<FailingExecution>, u64) {
        let before = self.explorer.passed;
        let draws = self.draws(full_every);
        let found = draws.run(&mut self.explorer, limit);
        (found, self.explorer.passed - before)
    }
}
