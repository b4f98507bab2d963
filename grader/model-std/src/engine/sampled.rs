//! Executions whose schedule is drawn by chance, and executions that follow a schedule that was written down.
//!
//! Drawing is by PCT (Burckhardt, Kothari, Musuvathi and Nagarakatte, 2010): each thread gets a priority by chance, the
//! highest goes on, and at a few points drawn beforehand the one that would go on drops below all others. A bug that
//! needs d events in a certain order shows with a chance of at least 1 in n * k^(d-1), for n threads and k steps,
//! which is far more than a fair coin at each step gives. Some executions toss that coin all the same, because it
//! finds what needs many switches.

use super::execution::{Ended, Execution};
use super::objects::{Kind, ObjectId, Tid};
use super::random::Random;
use super::schedule::Strategy;

/// One decision of an execution.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// Which thread goes on. If it waits to be notified, that is a spurious wake-up.
    Thread(Tid),
    /// Which of several outcomes an operation has: which waiter is notified, which store a load reads.
    Choice(usize),
}

/// An execution that neither the clock nor a search decides.
pub struct Sampled {
    guide: Guide,
    /// Its decisions so far.
    pub taken: Vec<Decision>,
    /// How often a thread that could have gone on did not.
    pub preemptions: u32,
    /// Decisions at which more than one thread could go on.
    pub open: u64,
    /// Where the program left the script while it ran, in words.
    divergence: Option<String>,
    /// Who could go on, kept only so that it need not be allocated at each step.
    ready: Vec<Tid>,
}

/// What the decisions are taken by.
enum Guide {
    Chance(Chance),
    Script(Vec<Decision>),
}

/// The means to draw one schedule.
struct Chance {
    random: Random,
    /// Whether each step is a toss among all that could go on; otherwise priorities decide.
    is_fair: bool,
    /// Of each thread met so far. Drawn ones are positive; a thread that gave way is below all others.
    priorities: Vec<i64>,
    lowest: i64,
    /// The open decisions at which who would go on drops to the priority that is its place in this list.
    drops: Vec<u64>,
    /// What the thread that would go on is to be interrupted before, once: the operation of this number on an object.
    target: Option<Target>,
    /// Open decisions after which steps are tossed for: under priorities, a thread that is never chosen can keep the
    /// others from ever ending.
    patience: u64,
}

/// An operation: the one of this number, from 1, on this object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target {
    pub object: ObjectId,
    pub nth: u32,
}

/// How a schedule is drawn.
#[derive(Debug, Clone, Copy)]
pub struct Draw {
    pub seed: u64,
    /// Order constraints that the bug looked for has, at least 1; 0 tosses for each step.
    pub depth: u32,
    /// Open decisions that the execution is expected to have.
    pub length: u64,
    /// One interruption more, if any, where a certain object is used.
    pub target: Option<Target>,
}

/// How many times its expected length an execution may have before steps are tossed for, and what is added to it.
const PATIENCE: (u64, u64) = (8, 200);

/// One in so many decisions at which a thread could wake spuriously is that it does.
const SPURIOUS: usize = 8;

impl Sampled {
    /// A schedule that is yet to be drawn.
    pub fn draw(draw: Draw) -> Self {
        let mut random = Random::new(draw.seed);
        let length = usize::try_from(draw.length.max(1)).unwrap_or(usize::MAX);
        let drops = (1..draw.depth).map(|_| random.below(length) as u64 + 1);
        let chance = Chance {
            drops: drops.collect(),
            random,
            is_fair: draw.depth == 0,
            target: draw.target,
            priorities: Vec::new(),
            lowest: 0,
            patience: draw
                .length
                .saturating_mul(PATIENCE.0)
                .saturating_add(PATIENCE.1),
        };
        Self::new(Guide::Chance(chance))
    }

    /// The schedule that is written down in `script`.
    pub fn follow(script: Vec<Decision>) -> Self {
        Self::new(Guide::Script(script))
    }

    fn new(guide: Guide) -> Self {
        Self {
            guide,
            taken: Vec::new(),
            preemptions: 0,
            open: 0,
            divergence: None,
            ready: Vec::new(),
        }
    }

    /// Where the program, which has ended, left its script, in words.
    pub fn left_script(&self) -> Option<String> {
        let Guide::Script(script) = &self.guide else {
            return None;
        };
        let (done, steps) = (self.taken.len(), script.len());
        let early = || format!("the program ends after {done} of {steps} steps");
        self.divergence
            .clone()
            .or_else(|| (done < steps).then(early))
    }

    /// A decision among `options` (at least two) that is not about threads.
    pub fn choose(&mut self, options: usize) -> usize {
        let chosen = match &mut self.guide {
            Guide::Chance(chance) => chance.random.below(options),
            Guide::Script(script) => match script.get(self.taken.len()) {
                Some(&Decision::Choice(chosen)) if chosen < options => chosen,
                _ if self.divergence.is_some() => 0,
                asked => {
                    let step = self.taken.len() + 1;
                    self.divergence = Some(match asked {
                        Some(Decision::Choice(chosen)) => format!(
                            "step {step} asks for outcome {} of an operation that has {options}",
                            chosen + 1
                        ),
                        Some(Decision::Thread(_)) => format!(
                            "step {step} asks for a thread, where one of {options} outcomes of an operation is to be \
                             chosen"
                        ),
                        None => goes_on(script.len()),
                    });
                    0
                }
            },
        };
        self.taken.push(Decision::Choice(chosen));
        chosen
    }
}

fn goes_on(steps: usize) -> String {
    format!("it ends after {steps} steps, and the program goes on")
}

impl Chance {
    /// One of `ready`, of whom there are at least two.
    fn pick(&mut self, ready: &[Tid], open: u64, at_target: &[Tid]) -> Tid {
        if open > self.patience {
            self.is_fair = true;
        }
        if self.is_fair {
            return ready[self.random.below(ready.len())];
        }
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

    /// The thread gives way of its own accord: everybody else goes first. Who sleeps or works does so in half of the cases,
    /// so that neither orders anything.
    fn give_way(&mut self, tid: Tid, kind: Kind) {
        let lets_others_by = match kind {
            Kind::Yield => true,
            Kind::Sleep | Kind::Work => self.random.below(2) == 0,
            _ => false,
        };
        if lets_others_by && let Some(priority) = self.priorities.get_mut(tid) {
            self.lowest -= 1;
            *priority = self.lowest;
        }
    }
}

impl Execution {
    fn sampled(&mut self) -> &mut Sampled {
        match &mut self.strategy {
            Strategy::Sampled(sampled) => sampled,
            _ => unreachable!("only called in a sampled execution"),
        }
    }

    /// The next thread by chance, or as the script says.
    pub fn pick_sampled(&mut self) -> Result<Tid, Ended> {
        let mut ready = std::mem::take(&mut self.sampled().ready);
        let picked = self.pick_among_ready(&mut ready);
        self.sampled().ready = ready;
        picked
    }

    fn pick_among_ready(&mut self, ready: &mut Vec<Tid>) -> Result<Tid, Ended> {
        loop {
            ready.clear();
            ready.extend(self.ready.iter());
            if !ready.is_empty() {
                break;
            }
            self.let_spinners_look()?;
        }
        let current = self.current;
        let pending = self.threads[current].pending.map(|op| op.kind);
        let asleep = self.could_wake_for_nothing();
        let at_target = self.at_target(ready);
        let sampled = self.sampled();
        if sampled.divergence.is_some() {
            return Err(Ended::NotReplayable);
        }
        let picked = match &mut sampled.guide {
            Guide::Script(script) => match script.get(sampled.taken.len()).copied() {
                Some(Decision::Thread(tid)) if ready.contains(&tid) || asleep.contains(&tid) => tid,
                asked => {
                    let (step, steps) = (sampled.taken.len() + 1, script.len());
                    let why = self.refuse(asked, step, steps);
                    self.sampled().divergence = Some(why);
                    return Err(Ended::NotReplayable);
                }
            },
            Guide::Chance(chance) => {
                if let Some(kind) = pending {
                    chance.give_way(current, kind);
                }
                if !asleep.is_empty() && chance.random.below(SPURIOUS) == 0 {
                    asleep[chance.random.below(asleep.len())]
                } else if let [only] = ready[..] {
                    only
                } else {
                    sampled.open += 1;
                    chance.pick(ready, sampled.open, &at_target)
                }
            }
        };
        let goes_on = pending.is_some_and(|kind| !kind.gives_way());
        if picked != current && goes_on && ready.contains(&current) {
            sampled.preemptions += 1;
        }
        sampled.taken.push(Decision::Thread(picked));
        Ok(picked)
    }

    /// Those of `ready` whose next operation is the one to be interrupted before.
    fn at_target(&mut self, ready: &[Tid]) -> Vec<Tid> {
        let Guide::Chance(Chance {
            target: Some(Target { object, nth }),
            ..
        }) = self.sampled().guide
        else {
            return Vec::new();
        };
        let done = self.objects.get(object as usize).map(|object| object.steps);
        if done != Some(nth - 1) {
            return Vec::new();
        }
        let is_at = |&&tid: &&Tid| {
            let pending = self.threads[tid].pending;
            pending.is_some_and(|op| op.object == object)
        };
        ready.iter().filter(is_at).copied().collect()
    }

    /// The threads that wait to be notified and may wake up without.
    pub fn could_wake_for_nothing(&self) -> Vec<Tid> {
        if self.met.spurious_left == 0 {
            return Vec::new();
        }
        let could = |&tid: &Tid| !self.is_enabled(tid) && self.may_wake_spuriously(tid);
        (0..self.threads.len()).filter(could).collect()
    }

    /// Why the script's `step` of `steps` cannot be followed.
    fn refuse(&self, asked: Option<Decision>, step: usize, steps: usize) -> String {
        match asked {
            None => goes_on(steps),
            Some(Decision::Choice(_)) => format!(
                "step {step} asks for the outcome of an operation, where a thread is to be chosen"
            ),
            Some(Decision::Thread(tid)) if tid >= self.threads.len() => {
                format!("step {step} asks for worker {tid}, which is not there")
            }
            Some(Decision::Thread(tid)) => {
                let name = self.thread_name(tid);
                let why = if self.threads[tid].finished {
                    "has ended"
                } else {
                    "cannot go on"
                };
                format!("step {step} asks for {name}, which {why}")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Who is picked at each of so many decisions at which the same three threads could go on.
    fn picks(seed: u64, depth: u32, length: u64, decisions: u64) -> Vec<Tid> {
        let drawn = Sampled::draw(Draw {
            seed,
            depth,
            length,
            target: None,
        });
        let Guide::Chance(mut chance) = drawn.guide else {
            unreachable!("it is drawn")
        };
        (1..=decisions)
            .map(|open| chance.pick(&[0, 1, 2], open, &[]))
            .collect()
    }

    fn switches(picks: &[Tid]) -> usize {
        picks.windows(2).filter(|pair| pair[0] != pair[1]).count()
    }

    #[test]
    fn whoever_has_the_highest_priority_goes_on_until_it_drops() {
        let mut first = [0; 3];
        for seed in 0..300 {
            let steady = picks(seed, 1, 20, 20);
            assert_eq!(switches(&steady), 0);
            first[steady[0]] += 1;
            assert!(switches(&picks(seed, 2, 20, 20)) <= 1);
            assert!(switches(&picks(seed, 3, 20, 20)) <= 2);
        }
        assert!(first.iter().all(|&count| count > 50), "{first:?}");
        let once = (0..300).filter(|&seed| switches(&picks(seed, 2, 20, 20)) == 1);
        assert!(once.count() > 250, "all but those that drop at once");
    }

    #[test]
    fn who_is_preferred_for_too_long_must_let_others_on() {
        let (times, more) = PATIENCE;
        let long = 10 * times + more;
        let picks = picks(7, 1, 10, long + 100);
        let (patient, fair) = picks.split_at(long as usize);
        assert_eq!(switches(patient), 0);
        assert!(switches(fair) > 30);
    }

    #[test]
    fn who_comes_to_the_target_first_lets_all_others_by() {
        let mut drawn = Sampled::draw(Draw {
            seed: 3,
            depth: 1,
            length: 1,
            target: Some(Target { object: 4, nth: 2 }),
        });
        let Guide::Chance(chance) = &mut drawn.guide else {
            unreachable!("it is drawn")
        };
        let first = chance.pick(&[0, 1, 2], 1, &[]);
        let other = (first + 1) % 3;
        assert_eq!(
            chance.pick(&[0, 1, 2], 2, &[other]),
            first,
            "it is not its turn"
        );
        assert_ne!(chance.pick(&[0, 1, 2], 3, &[first]), first);
        assert_eq!(chance.target, None, "once");
        assert_eq!(chance.pick(&[first], 4, &[]), first);
    }

    #[test]
    fn who_gives_way_goes_after_all_others() {
        let drawn = Sampled::draw(Draw {
            seed: 3,
            depth: 3,
            length: 1,
            target: None,
        });
        let Guide::Chance(mut chance) = drawn.guide else {
            unreachable!("it is drawn")
        };
        for open in 10..100 {
            let picked = chance.pick(&[0, 1, 2], open, &[]);
            chance.give_way(picked, Kind::Yield);
            assert_ne!(chance.pick(&[0, 1, 2], open, &[]), picked);
            chance.give_way(picked, Kind::Lock);
        }
    }
}
