//! Rows of schedules that are drawn, each from the seed and its number.

use std::num::NonZero;
use std::rc::Rc;

use super::budget::Limit;
use super::explorer::{
    ExecutionResult, ExecutionSettings, Explorer, FailingExecution, shared_objects,
};
use super::hashing;
use super::limits;
use super::schedule::USUAL_STEPS;
use super::simpler;
use crate::engine::ObjectId;
use crate::engine::focus::Focus;
use crate::engine::schedulers::chance::{Draw, Target, Walk};
use crate::engine::schedulers::random::Random;
use crate::engine::schedulers::sampled::{self, Decision};
use crate::engine::schedulers::schedule::Strategy;
use crate::engine::schedulers::walks::Tally;
use crate::engine::{Ended, Execution};

/// Most steps in one execution: what takes more does not end. More than in a search, because what is too big for one
/// has long executions.
const STEP_LIMIT: u64 = 200_000;

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
    /// As a search makes its executions: no longer, and in one order of hashing.
    pub is_quick: bool,
}

/// How often each way of drawing takes its turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mix {
    /// Three in four by priorities, the others toss.
    Priorities,
    /// Beside a search, which finds by itself what needs few interruptions: the first three are by rank and in step.
    /// Then, of sixteen schedules, two toss, six let threads go abreast, two go by weights, and one each by delays and by
    /// priorities alone. The other four interrupt a thread where it uses something that several threads use, each of these
    /// things as often as the others, however much more one of them is used.
    BesideASearch,
}

/// What one schedule of a row of them is drawn for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Turn {
    Toss,
    Abreast,
    ByRank,
    InStep {
        is_reversed: bool,
    },
    Delays,
    /// Of the thing of this number.
    Weights(u64),
    Priorities,
    /// By priorities, with the interruption of this number.
    Target(u64),
}

impl Mix {
    fn turn(self, number: u64) -> Turn {
        match (self, number % 16) {
            (Self::Priorities, _) if number.is_multiple_of(FAIR_EVERY) => Turn::Toss,
            (Self::Priorities, _) => Turn::Priorities,
            (Self::BesideASearch, place) => match place {
                _ if number == 0 => Turn::ByRank,
                _ if number < 3 => Turn::InStep {
                    is_reversed: number == 2,
                },
                // What is learned from it is what the others are drawn by.
                _ if number == 3 => Turn::Toss,
                0 | 8 => Turn::Toss,
                4 | 12 => Turn::Weights(number / 8),
                7 => Turn::Delays,
                15 => Turn::Priorities,
                2 | 6 | 10 | 14 => Turn::Target(number / 4),
                _ => Turn::Abreast,
            },
        }
    }
}

/// The most delays of a schedule that is drawn by them.
const MOST_DELAYS: usize = 3;

/// What executions have shown so far.
#[derive(Default)]
struct Known {
    /// Open decisions of the longest that tossed. The others can be longer for no reason but that somebody polls and is
    /// always preferred.
    length: u64,
    shared: Shared,
    tally: Rc<Tally>,
}

impl Known {
    /// Learns from an execution that was drawn in this way.
    fn learn(&mut self, execution: &Execution, walk: Walk) {
        if self.shared.is_empty() {
            let used = shared_objects(execution).map(|(id, object)| (id, object.steps));
            self.shared.extend(used);
            self.shared.sort_by_key(|&(id, steps)| (steps, id));
        }
        if let (Strategy::Sampled(drawn), Walk::Toss) = (execution.strategy(), walk) {
            self.length = drawn.open.max(self.length);
            self.tally = Rc::new(drawn.tally());
        }
    }
}

/// A failing schedule that was drawn.
pub(super) struct Drawn {
    simplicity: Simplicity,
    script: Vec<Decision>,
    settings: ExecutionSettings,
    /// Threads were started without end.
    is_crowded: bool,
    /// It only took too long.
    is_endless: bool,
}

impl Drawn {
    fn new(execution: Execution, settings: ExecutionSettings, max_threads: usize) -> Self {
        let is_crowded = limits::is_without_end(execution.ended(), max_threads);
        let is_endless = matches!(
            execution.ended(),
            Some(Ended::StepLimit | Ended::Livelock | Ended::Crowd { .. })
        );
        let Strategy::Sampled(drawn) = execution.into_strategy() else {
            unreachable!("the strategy that draws")
        };
        Self {
            simplicity: (settings.full, drawn.preemptions, drawn.taken.len()),
            script: drawn.taken,
            settings,
            is_crowded,
            is_endless,
        }
    }

    /// The execution, made simpler, with everything written down.
    pub fn simplified(&self, explorer: &Explorer) -> FailingExecution {
        let script = if self.is_crowded {
            self.script.clone()
        } else {
            simpler::simplified(explorer, self.script.clone(), self.settings)
        };
        explorer.write_down(script, self.settings)
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
        let drawn = self.go_through(explorer, limit, Self::has_looked_enough)?;
        Some(drawn.simplified(explorer))
    }

    /// The first that fails. What only takes long is left to the search, which judges that with more care.
    pub fn first(self, explorer: &mut Explorer, limit: Limit) -> Option<Drawn> {
        let quick = Self {
            is_quick: true,
            ..self
        };
        let found = quick.go_through(explorer, limit, |_, _| true)?;
        (!found.is_endless).then_some(found)
    }

    /// Whether nothing more is to be run, at so much weight after the first failure.
    fn has_looked_enough(explorer: &Explorer, more: u64) -> bool {
        let nothing_passed = explorer.passed == 0;
        more >= if nothing_passed {
            FOR_A_PASS
        } else {
            FOR_A_SIMPLER
        }
    }

    fn go_through(
        self,
        explorer: &mut Explorer,
        limit: Limit,
        is_enough: fn(&Explorer, u64) -> bool,
    ) -> Option<Drawn> {
        let mut simplest: Option<Drawn> = None;
        let mut failed_at: Option<u64> = None;
        let mut known = Known::default();
        let passed_before = explorer.passed;
        // Of the schedule to be drawn, from the beginning or since executions look closer.
        let mut number = self.first;
        loop {
            let is_enough = failed_at.is_some_and(|at| is_enough(explorer, explorer.weight - at));
            // Threads without end take long, and no simpler way to that need be looked for.
            let is_crowded = simplest.as_ref().is_some_and(|drawn| drawn.is_crowded);
            if explorer.has_reached(&limit) || is_enough || is_crowded {
                return simplest;
            }
            let settings = self.settings(explorer, number);
            let draw = self.draw(number, &known);
            let walk = draw.walk;
            let drawn = sampled::Sampled::draw(draw);
            let (execution, result) =
                explorer.execute(Strategy::Sampled(Box::new(drawn)), settings);
            known.learn(&execution, walk);
            if explorer.looks_closer(passed_before) {
                (simplest, failed_at, known) = (None, None, Known::default());
                number = self.first;
                continue;
            }
            number += 1;
            if result == ExecutionResult::Failed {
                failed_at.get_or_insert(explorer.weight);
                let drawn = Drawn::new(*execution, settings, self.max_threads);
                let is_simpler = |best: &Drawn| drawn.simplicity < best.simplicity;
                if drawn.is_crowded || simplest.as_ref().is_none_or(is_simpler) {
                    simplest = Some(drawn);
                }
            }
        }
    }

    /// How the execution of this number is made.
    fn settings(self, explorer: &Explorer, number: u64) -> ExecutionSettings {
        let hashing = if explorer.saw.hashing && !self.is_quick {
            hashing::of_run(number)
        } else {
            explorer.focus.hashing
        };
        ExecutionSettings {
            full: explorer.wants_full && number % self.full_every == self.full_every - 1,
            step_limit: if self.is_quick {
                USUAL_STEPS
            } else {
                STEP_LIMIT
            },
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

    /// How the schedule of this number is drawn, by what is known of executions.
    fn draw(self, number: u64, known: &Known) -> Draw {
        let mut random = Random::new(self.seed ^ Random::new(number).number());
        let turn = self.mix.turn(number);
        let walk = match turn {
            Turn::Abreast => Walk::Abreast,
            Turn::ByRank => Walk::ByRank,
            Turn::InStep { is_reversed } => Walk::InStep { is_reversed },
            Turn::Delays => Walk::Delays(1 + random.below(MOST_DELAYS) as u32),
            Turn::Weights(number) => match known.shared.len() as u64 {
                0 => Walk::Toss,
                shared => Walk::Weights(known.shared[(number % shared) as usize].0),
            },
            Turn::Priorities | Turn::Target(_) if self.depth > 0 => {
                Walk::Priorities(1 + random.below(self.depth as usize) as u32)
            }
            _ => Walk::Toss,
        };
        let target = match turn {
            Turn::Target(number) => self.target(number, &known.shared),
            _ => None,
        };
        Draw {
            seed: random.number(),
            walk,
            length: known.length,
            target,
            tally: known.tally.clone(),
        }
    }
}

// Miri knows no coroutines.
#[cfg(all(test, not(miri)))]
mod tests {
    use super::*;
    use crate::engine::cores::DEFAULT_CORES;
    use crate::engine::run::MOST_STARTED;

    fn draws(mix: Mix) -> Draws {
        Draws {
            seed: 0,
            first: 0,
            depth: 3,
            full_every: 3,
            cores: DEFAULT_CORES,
            max_threads: MOST_STARTED,
            mix,
            is_quick: false,
        }
    }

    #[test]
    fn every_depth_is_drawn_and_every_fourth_is_fair() {
        let draws = draws(Mix::Priorities);
        let walks: Vec<Walk> = (0..40)
            .map(|number| draws.draw(number, &Known::default()).walk)
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
        let known = Known {
            shared: vec![(7, 2), (3, 5_000)],
            ..Known::default()
        };
        let drawn: Vec<_> = (16..96).map(|number| draws.draw(number, &known)).collect();
        let of = |object| {
            let targets = drawn.iter().filter_map(|draw| draw.target);
            targets.filter(move |target| target.object == object)
        };
        assert_eq!((of(7).count(), of(3).count()), (10, 10));
        assert!((1..=2).all(|nth| of(7).any(|target| target.nth == nth)));
        assert!(of(3).any(|target| target.nth > 1_000));
        assert_eq!(draws.target(3, &Vec::new()), None);
        let walked = |walk| drawn.iter().filter(|draw| draw.walk == walk).count();
        assert_eq!((walked(Walk::Toss), walked(Walk::Abreast)), (10, 30));
    }
}
