//! Runs of random schedules.

use std::num::NonZero;
use std::sync::Arc;
use std::time::Duration;

use runtrace::Failure;

use super::budget::{Budget, Limit};
use super::explored::{Coverage, Explored, schedules};
use super::explorer::{
    ExecutionResult, ExecutionSettings, Explorer, FailingExecution, shared_objects,
};
use super::hashing;
use super::limits;
use super::simpler;
use crate::engine::ObjectId;
use crate::engine::cores::DEFAULT_CORES;
use crate::engine::focus::Focus;
use crate::engine::run::MOST_STARTED;
use crate::engine::schedulers::chance::{Draw, Target, Walk};
use crate::engine::schedulers::random::Random;
use crate::engine::schedulers::sampled::{self, Decision};
use crate::engine::schedulers::schedule::Strategy;

/// Most steps in one execution: what takes more does not end. More than in a search, because what is too big for one
/// has long executions.
const STEP_LIMIT: u64 = 200_000;

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

/// A row of schedules, each drawn from the seed and its number.
#[derive(Debug, Clone, Copy)]
pub(super) struct Draws {
    pub seed: u64,
    /// The number of the first one.
    pub first: u64,
    pub depth: u32,
    /// Every so many executions, one with spurious wake-ups and stale reads, if there could be any.
    pub full_every: u64,
    pub cores: NonZero<usize>,
    /// Threads besides main that an execution may start.
    pub max_threads: usize,
    /// What the schedules have in common.
    pub mix: Mix,
}

/// How often each way of drawing takes its turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mix {
    /// Three in four by priorities, the others toss.
    Priorities,
    /// Beside a search, which finds by itself what needs few interruptions: of eight schedules two
    /// toss, three let threads go abreast, and one is drawn by priorities alone. The other two
    /// interrupt a thread where it uses something that several threads use, each of these things as
    /// often as the others, however much more one of them is used.
    BesideASearch,
}

/// What one schedule of a row of them is drawn for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Turn {
    Toss,
    Abreast,
    Priorities,
    /// By priorities, with the interruption of this number.
    Target(u64),
}

impl Mix {
    fn turn(self, number: u64) -> Turn {
        match (self, number % 8) {
            (Self::Priorities, _) if number.is_multiple_of(FAIR_EVERY) => Turn::Toss,
            (Self::Priorities, _) => Turn::Priorities,
            (Self::BesideASearch, 0 | 4) => Turn::Toss,
            (Self::BesideASearch, 1 | 3 | 5) => Turn::Abreast,
            (Self::BesideASearch, 7) => Turn::Priorities,
            (Self::BesideASearch, place) => Turn::Target(number / 8 * 2 + place / 4),
        }
    }
}

/// What several threads used in an execution, and how often: the least used first.
type Shared = Vec<(ObjectId, u32)>;

/// One in so many executions tosses for each step.
const FAIR_EVERY: u64 = 4;

/// Executions that are looked at after a failing one, for a simpler one.
const FOR_A_SIMPLER: u64 = 100;

/// And if none has passed so far, for one that does; a long execution counts as several.
const FOR_A_PASS: u64 = 20_000;

/// How simple a failing execution is; less is simpler.
type Simplicity = (bool, u32, usize);

impl Draws {
    /// Runs one schedule after the other until the limit is reached; after a failure, for as long as it takes to find
    /// a simpler one and one that passes. Returns the simplest failing execution.
    pub fn run(self, explorer: &mut Explorer, limit: Limit) -> Option<FailingExecution> {
        let mut simplest: Option<(Simplicity, Vec<Decision>, ExecutionSettings)> = None;
        let mut failed_at: Option<u64> = None;
        let mut length = 0;
        let mut shared = Shared::new();
        // Threads without end take long, and no simpler way to that need be looked for.
        let mut crowded = false;
        let passed_before = explorer.passed;
        // Of the schedule to be drawn, from the beginning or since executions look closer.
        let mut number = self.first;
        loop {
            let is_enough = failed_at.is_some_and(|weight| {
                let nothing_passed = explorer.passed == 0;
                let more = if nothing_passed {
                    FOR_A_PASS
                } else {
                    FOR_A_SIMPLER
                };
                explorer.weight - weight >= more
            });
            if explorer.has_reached(&limit) || is_enough || crowded {
                break;
            }
            let settings = self.settings(explorer, number);
            let draw = self.draw(number, length, &shared);
            let drawn = sampled::Sampled::draw(draw);
            let (execution, result) =
                explorer.execute(Strategy::Sampled(Box::new(drawn)), settings);
            if shared.is_empty() && self.mix == Mix::BesideASearch {
                let used = shared_objects(&execution).map(|(id, object)| (id, object.steps));
                shared.extend(used);
                shared.sort_by_key(|&(id, steps)| (steps, id));
            }
            let Strategy::Sampled(drawn) = execution.strategy else {
                unreachable!("the strategy set above")
            };
            if explorer.looks_closer(passed_before) {
                (simplest, failed_at, length, number) = (None, None, 0, self.first);
                continue;
            }
            number += 1;
            if draw.walk == Walk::Toss {
                // The others can be longer for no reason but that somebody polls and is always preferred.
                length = drawn.open.max(length);
            }
            crowded |= limits::is_without_end(execution.ended.as_ref(), self.max_threads);
            if result == ExecutionResult::Failed {
                failed_at.get_or_insert(explorer.weight);
                let simplicity = (settings.full, drawn.preemptions, drawn.taken.len());
                if simplest
                    .as_ref()
                    .is_none_or(|(best, ..)| simplicity < *best)
                {
                    simplest = Some((simplicity, drawn.taken, settings));
                }
            }
        }
        simplest.map(|(_, script, settings)| {
            let script = if crowded {
                script
            } else {
                simpler::simplified(explorer, script, settings)
            };
            explorer.write_down(script, settings)
        })
    }

    /// How the execution of this number is made.
    fn settings(self, explorer: &Explorer, number: u64) -> ExecutionSettings {
        let hashing = if explorer.saw.hashing {
            hashing::of_run(number)
        } else {
            explorer.focus.hashing
        };
        ExecutionSettings {
            full: explorer.wants_full && number % self.full_every == self.full_every - 1,
            step_limit: STEP_LIMIT,
            cores: self.cores,
            max_threads: self.max_threads,
            focus: Focus {
                hashing,
                ..explorer.focus
            },
        }
    }

    /// Where the schedule of this number among those interrupts a thread: all that is shared in turn, and of each thing one
    /// operation after the other, unless there are too many.
    fn target(self, number: u64, shared: &Shared) -> Option<Target> {
        const FEW: u32 = 64;
        let turns = shared.len() as u64;
        let &(object, steps) = shared.get(number.checked_rem(turns)? as usize)?;
        let round = number / turns;
        let nth = if steps <= FEW {
            (round % u64::from(steps)) as u32
        } else {
            Random::new(self.seed ^ Random::new(!number).number()).below(steps as usize) as u32
        };
        Some(Target {
            object,
            nth: nth + 1,
        })
    }

    /// How the schedule of this number is drawn, if executions are `length` long as far as is known, and these things are
    /// shared in them.
    fn draw(self, number: u64, length: u64, shared: &Shared) -> Draw {
        let mut random = Random::new(self.seed ^ Random::new(number).number());
        let turn = self.mix.turn(number);
        let walk = match turn {
            Turn::Abreast => Walk::Abreast,
            Turn::Priorities | Turn::Target(_) if self.depth > 0 => {
                Walk::Priorities(1 + random.below(self.depth as usize) as u32)
            }
            _ => Walk::Toss,
        };
        let target = match turn {
            Turn::Target(number) => self.target(number, shared),
            _ => None,
        };
        Draw {
            seed: random.number(),
            walk,
            length,
            target,
        }
    }
}

// Miri knows no coroutines.
#[cfg(all(test, not(miri)))]
mod tests {
    use super::*;

    fn draws(mix: Mix) -> Draws {
        Draws {
            seed: 0,
            first: 0,
            depth: 3,
            full_every: 3,
            cores: DEFAULT_CORES,
            max_threads: MOST_STARTED,
            mix,
        }
    }

    #[test]
    fn every_depth_is_drawn_and_every_fourth_is_fair() {
        let draws = draws(Mix::Priorities);
        let walks: Vec<Walk> = (0..40)
            .map(|number| draws.draw(number, 10, &Vec::new()).walk)
            .collect();
        assert!(walks.iter().step_by(4).all(|&walk| walk == Walk::Toss));
        let depths = (1..=3).map(Walk::Priorities);
        assert!(
            depths.into_iter().all(|depth| walks.contains(&depth)),
            "{walks:?}"
        );
    }

    #[test]
    fn beside_a_search_everything_shared_is_a_target_as_often_as_the_others() {
        let draws = draws(Mix::BesideASearch);
        let shared = vec![(7, 2), (3, 5_000)];
        let drawn: Vec<_> = (0..80)
            .map(|number| draws.draw(number, 10, &shared))
            .collect();
        let of = |object| {
            let targets = drawn.iter().filter_map(|draw| draw.target);
            targets.filter(move |target| target.object == object)
        };
        assert_eq!((of(7).count(), of(3).count()), (10, 10));
        assert!((1..=2).all(|nth| of(7).any(|target| target.nth == nth)));
        assert!(of(3).any(|target| target.nth > 1_000));
        assert_eq!(draws.target(3, &Vec::new()), None);
        let walked = |walk| drawn.iter().filter(|draw| draw.walk == walk).count();
        assert_eq!((walked(Walk::Toss), walked(Walk::Abreast)), (20, 30));
    }
}
