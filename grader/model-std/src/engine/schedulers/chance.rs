//! Schedules drawn by chance.
//!
//! Several ways of drawing, because each finds what the others miss:
//!
//! - **Priorities** (PCT: Burckhardt, Kothari, Musuvathi and Nagarakatte, 2010): each thread gets a priority by chance, the
//!   highest goes on, and at a few points drawn beforehand the one that would go on drops below all others. A bug that
//!   needs d events in a certain order shows with a chance of at least 1 in n * k^(d-1), for n threads and k steps.
//! - **Toss**: a fair coin at each step. It finds what needs many switches.
//! - **Abreast**: the thread that has had the fewest turns goes on, but for a step now and then that is tossed for. It
//!   finds what needs a switch after nearly every step: two threads that pass one flawed lock after the other side by
//!   side. With a coin the chance of that shrinks by half with each lock. Mostly only some lines of the program, drawn by
//!   chance, count as turns: there the threads wait for each other, and what comes between does not hold them apart.
//! - **By rank**: the first thread that can goes on, so that one that is woken interrupts the one that woke it.
//! - **In step**: threads abreast, without any chance, which is where to begin: all look before one acts.
//! - Few **delays**, and **weights**: see `walks`.

use std::rc::Rc;

use super::random::Random;
use super::walks::{Delays, Tally, Weights};
use crate::engine::objects::{Kind, ObjectId, Tid};

/// The means to draw one schedule.
pub(super) struct Chance {
    random: Random,
    walk: Walk,
    /// Of each thread met so far. Drawn ones are positive; a thread that gave way is below all
    /// others.
    priorities: Vec<i64>,
    lowest: i64,
    /// The open decisions at which who would go on drops to the priority that is its place in this
    /// list.
    drops: Vec<u64>,
    /// What the thread that would go on is to be interrupted before, once: the operation of this
    /// number on an object.
    target: Option<Target>,
    /// Open decisions after which steps are tossed for: under priorities, a thread that is never
    /// chosen can keep the others from ever ending.
    patience: u64,
    /// Turns that each thread met so far has had at open decisions, with its head start.
    turns: Vec<u32>,
    /// One step in so many is tossed for when threads go abreast.
    steady: usize,
    /// What counts as a turn: the operations of so many lines in four, drawn with this seed; `None`
    /// for all that is done.
    counted: Option<(u64, usize)>,
    /// Each thread has a head start of less than so many turns.
    head_start: usize,
    /// Whether the later thread goes first where two have had as many turns.
    is_reversed: bool,
    delays: Option<Delays>,
    weights: Option<Weights>,
    /// Who went on to what under a coin.
    pub(super) tally: Tally,
}

/// What decides at each step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Walk {
    /// A coin.
    Toss,
    /// Priorities, for a bug of so many ordering constraints, at least 1.
    Priorities(u32),
    /// Who has had the fewest turns.
    Abreast,
    /// The first in the order of spawning.
    ByRank,
    /// Who has had the fewest turns, with nothing left to chance; where two have had as many, the later
    /// thread goes first or not.
    InStep { is_reversed: bool },
    /// Threads in turn, of whom so many are passed over once.
    Delays(u32),
    /// What each thread has left to do with this object, as the tally says.
    Weights(ObjectId),
}

/// What a thread is about to do.
#[derive(Debug, Clone, Copy)]
pub struct Next {
    /// Where, as a number.
    pub line: u64,
    pub object: ObjectId,
}

/// An operation: the one of this number, from 1, on this object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target {
    pub object: ObjectId,
    pub nth: u32,
}

/// How a schedule is drawn.
#[derive(Debug, Clone)]
pub struct Draw {
    pub seed: u64,
    pub walk: Walk,
    /// Open decisions that the execution is expected to have.
    pub length: u64,
    /// One interruption more, if any, where a certain object is used.
    pub target: Option<Target>,
    /// Of an execution before, for a walk by weights.
    pub tally: Rc<Tally>,
}

/// How many times its expected length an execution may have before steps are tossed for, and what
/// is added to it.
const PATIENCE: (u64, u64) = (8, 200);

/// One in so many decisions at which a thread could wake spuriously is that it does.
const SPURIOUS: usize = 8;

/// Threads that go abreast are tossed for at one step in so many.
const STEADY: [usize; 4] = [8, 16, 32, 64];

/// In a quarter of the executions in which threads go abreast, each has a head start of less than
/// so many turns, so that it is not always the same steps that meet.
const HEAD_START: usize = 4;

impl Chance {
    pub fn new(draw: Draw) -> Self {
        let mut random = Random::new(draw.seed);
        let length = usize::try_from(draw.length.max(1)).unwrap_or(usize::MAX);
        let depth = match draw.walk {
            Walk::Priorities(depth) => depth,
            _ => 0,
        };
        let drops = (1..depth).map(|_| random.below(length) as u64 + 1);
        let drops = drops.collect();
        let (mut steady, mut is_reversed, mut counted, mut head_start) = (1, false, None, 1);
        if draw.walk == Walk::Abreast {
            head_start = if random.below(4) > 0 { 1 } else { HEAD_START };
            steady = STEADY[random.below(STEADY.len())];
            is_reversed = random.below(2) == 0;
            counted = (random.below(4) > 0).then(|| (random.number(), 2 + random.below(2)));
        }
        if let Walk::InStep {
            is_reversed: reversed,
        } = draw.walk
        {
            (steady, is_reversed) = (usize::MAX, reversed);
        }
        let delays = match draw.walk {
            Walk::Delays(count) => Some(Delays::new(&mut random, count, length)),
            _ => None,
        };
        let weights = match draw.walk {
            Walk::Weights(object) => Some(Weights::new(object, &draw.tally)),
            _ => None,
        };
        let patience = draw.length.saturating_mul(PATIENCE.0);
        Self {
            random,
            walk: draw.walk,
            priorities: Vec::new(),
            lowest: 0,
            drops,
            target: draw.target,
            patience: patience.saturating_add(PATIENCE.1),
            turns: Vec::new(),
            steady,
            counted,
            head_start,
            is_reversed,
            delays,
            weights,
            tally: Tally::default(),
        }
    }

    pub fn below(&mut self, end: usize) -> usize {
        self.random.below(end)
    }

    pub fn target(&self) -> Option<Target> {
        self.target
    }

    /// Now and then one of those that wait to be notified and may wake up without.
    pub fn wake_for_nothing(&mut self, asleep: &[Tid]) -> Option<Tid> {
        (!asleep.is_empty() && self.random.below(SPURIOUS) == 0)
            .then(|| asleep[self.random.below(asleep.len())])
    }

    /// One of `ready`, of whom there are at least two; `next` tells what a thread is about to do, if it has begun.
    pub fn pick(
        &mut self,
        ready: &[Tid],
        open: u64,
        at_target: &[Tid],
        next: impl Fn(Tid) -> Option<Next>,
    ) -> Tid {
        if open > self.patience {
            self.walk = Walk::Toss;
        }
        let object = |tid: Tid| next(tid).map(|next| next.object);
        match (self.walk, &mut self.delays, &mut self.weights) {
            (Walk::Delays(_), Some(delays), _) => delays.pick(ready, open),
            (Walk::Weights(_), _, Some(weights)) => weights.pick(&mut self.random, ready, object),
            (Walk::Abreast | Walk::InStep { .. }, ..) => {
                self.pick_abreast(ready, |tid| next(tid).map(|next| next.line))
            }
            (Walk::Priorities(_), ..) => self.pick_by_priority(ready, open, at_target),
            (Walk::ByRank, ..) => ready.iter().copied().min().unwrap_or(ready[0]),
            (Walk::Toss | Walk::Delays(_) | Walk::Weights(_), ..) => {
                let picked = ready[self.random.below(ready.len())];
                if let Some(object) = object(picked) {
                    self.tally.count(picked, object);
                }
                picked
            }
        }
    }

    fn pick_by_priority(&mut self, ready: &[Tid], open: u64, at_target: &[Tid]) -> Tid {
        if let Some(place) = self.drops.iter().position(|&at| at == open) {
            let first = self.highest(ready);
            self.priorities[first] = place as i64;
        }
        if !at_target.is_empty() {
            let first = self.highest(ready);
            if at_target.contains(&first) {
                self.target = None;
                self.lowest -= 1;
                self.priorities[first] = self.lowest;
            }
        }
        self.highest(ready)
    }

    fn pick_abreast(&mut self, ready: &[Tid], line: impl Fn(Tid) -> Option<u64>) -> Tid {
        let met = ready.iter().filter_map(|&tid| self.turns.get(tid));
        let least = met.copied().min().unwrap_or(0);
        for tid in self.turns.len()..=ready.iter().copied().max().unwrap_or(0) {
            let ahead = if tid == 0 {
                0
            } else {
                self.random.below(self.head_start)
            };
            self.turns.push(least + ahead as u32);
        }
        let counts = |tid: Tid| {
            line(tid).is_some_and(|line| {
                let toss =
                    |(seed, most)| Random::new(seed ^ Random::new(line).number()).below(4) < most;
                self.counted.is_none_or(toss)
            })
        };
        let tossed_for = self.steady < usize::MAX && self.random.below(self.steady) == 0;
        let picked = if tossed_for {
            ready[self.random.below(ready.len())]
        } else {
            let rank = |tid: Tid| {
                if self.is_reversed {
                    usize::MAX - tid
                } else {
                    tid
                }
            };
            let order = |&tid: &Tid| (counts(tid), self.turns[tid], rank(tid));
            ready.iter().copied().min_by_key(order).unwrap_or(ready[0])
        };
        self.turns[picked] += u32::from(counts(picked));
        picked
    }

    fn highest(&mut self, ready: &[Tid]) -> Tid {
        let mut highest = ready[0];
        for &tid in ready {
            while self.priorities.len() <= tid {
                // Above every place in the list of drops, and distinct as far as chance goes.
                let drawn = (self.random.number() >> 2) as i64 | 1 << 32;
                self.priorities.push(drawn);
            }
            if self.priorities[tid] > self.priorities[highest] {
                highest = tid;
            }
        }
        highest
    }

    /// The thread gives way of its own accord: everybody else goes first. Who sleeps or works does
    /// so in half of the cases, so that neither orders anything.
    pub fn give_way(&mut self, tid: Tid, kind: Kind) {
        let lets_others_by = match kind {
            Kind::Yield => true,
            Kind::Sleep | Kind::Work => self.random.below(2) == 0,
            _ => false,
        };
        if let Some(delays) = &mut self.delays {
            delays.turn_to(tid, lets_others_by);
        }
        if lets_others_by && let Some(priority) = self.priorities.get_mut(tid) {
            self.lowest -= 1;
            *priority = self.lowest;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Walk::{Abreast, InStep, Priorities, Toss};
    use super::*;

    fn nowhere(_: Tid) -> Option<Next> {
        Some(Next { line: 0, object: 0 })
    }

    /// Who is picked at each of so many decisions at which the same three threads could go on.
    fn picks(seed: u64, walk: Walk, length: u64, decisions: u64) -> Vec<Tid> {
        let mut chance = Chance::new(Draw {
            seed,
            walk,
            length,
            target: None,
            tally: Rc::default(),
        });
        (1..=decisions)
            .map(|open| chance.pick(&[0, 1, 2], open, &[], nowhere))
            .collect()
    }

    fn switches(picks: &[Tid]) -> usize {
        picks.windows(2).filter(|pair| pair[0] != pair[1]).count()
    }

    #[test]
    fn whoever_has_the_highest_priority_goes_on_until_it_drops() {
        let mut first = [0; 3];
        for seed in 0..300 {
            let steady = picks(seed, Priorities(1), 20, 20);
            assert_eq!(switches(&steady), 0);
            first[steady[0]] += 1;
            assert!(switches(&picks(seed, Priorities(2), 20, 20)) <= 1);
            assert!(switches(&picks(seed, Priorities(3), 20, 20)) <= 2);
        }
        assert!(first.iter().all(|&count| count > 50), "{first:?}");
        let once = (0..300).filter(|&seed| switches(&picks(seed, Priorities(2), 20, 20)) == 1);
        assert!(once.count() > 250, "all but those that drop at once");
    }

    #[test]
    fn threads_go_abreast_with_now_and_then_a_toss() {
        let even = |picks: &[Tid]| {
            let turns = |tid| picks.iter().filter(|&&picked| picked == tid).count();
            (0..3).all(|tid| turns(tid).abs_diff(picks.len() / 3) <= HEAD_START)
        };
        let all: Vec<_> = (0..100)
            .map(|seed| picks(seed, Abreast, 300, 300))
            .collect();
        let abreast = all.iter().filter(|picks| even(picks));
        assert!(abreast.clone().count() > 50, "where the line counts");
        assert!(abreast.clone().all(|picks| switches(picks) > 200));
        let toss = (0..100).map(|seed| picks(seed, Toss, 300, 300));
        let by_coin = toss.filter(|picks| even(picks)).count();
        assert!(by_coin < 40, "a coin leaves one behind");
        let firsts = |tid| all.iter().any(|picks| picks[0] == tid);
        assert!(firsts(0) && firsts(1) && firsts(2));
    }

    #[test]
    fn in_step_every_thread_has_its_turn_in_every_round() {
        for seed in 0..10 {
            let forward = picks(seed, InStep { is_reversed: false }, 0, 6);
            assert_eq!(forward, [0, 1, 2, 0, 1, 2]);
            let backward = picks(seed, InStep { is_reversed: true }, 0, 6);
            assert_eq!(backward, [2, 1, 0, 2, 1, 0]);
        }
    }

    #[test]
    fn who_is_preferred_for_too_long_must_let_others_on() {
        let (times, more) = PATIENCE;
        let long = 10 * times + more;
        let picks = picks(7, Priorities(1), 10, long + 100);
        let (patient, fair) = picks.split_at(long as usize);
        assert_eq!(switches(patient), 0);
        assert!(switches(fair) > 30);
    }

    #[test]
    fn who_comes_to_the_target_first_lets_all_others_by() {
        let mut chance = Chance::new(Draw {
            seed: 3,
            walk: Priorities(1),
            length: 1,
            target: Some(Target { object: 4, nth: 2 }),
            tally: Rc::default(),
        });
        let first = chance.pick(&[0, 1, 2], 1, &[], nowhere);
        let other = (first + 1) % 3;
        assert_eq!(
            chance.pick(&[0, 1, 2], 2, &[other], nowhere),
            first,
            "it is not its turn"
        );
        assert_ne!(chance.pick(&[0, 1, 2], 3, &[first], nowhere), first);
        assert_eq!(chance.target, None, "once");
        assert_eq!(chance.pick(&[first], 4, &[], nowhere), first);
    }

    #[test]
    fn who_gives_way_goes_after_all_others() {
        let mut chance = Chance::new(Draw {
            seed: 3,
            walk: Priorities(3),
            length: 1,
            target: None,
            tally: Rc::default(),
        });
        for open in 10..100 {
            let picked = chance.pick(&[0, 1, 2], open, &[], nowhere);
            chance.give_way(picked, Kind::Yield);
            assert_ne!(chance.pick(&[0, 1, 2], open, &[], nowhere), picked);
            chance.give_way(picked, Kind::Lock);
        }
    }
}
