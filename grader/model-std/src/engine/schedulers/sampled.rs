//! Executions whose schedule is drawn by chance, and executions that follow a schedule that was written down.
//!
//! How they are drawn is told in `chance`.

use std::collections::VecDeque;
use std::rc::Rc;

use super::chance::{Chance, Draw, Next, Target};
use super::knuth::{Log, Walk};
use super::player::Player;
use super::schedule::{Execution, Strategy};
use super::walks::Tally;
use crate::engine::objects::{Kind, Op, Tid};
use crate::engine::state::Ended;

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
    /// A script that is followed as far as the program allows: what it asks for in vain is left out.
    Outline(VecDeque<Decision>),
    Player(Player),
    /// A walk that only counts.
    Walk(Box<Walk>),
}

impl Sampled {
    /// A schedule that is yet to be drawn.
    pub fn draw(draw: Draw) -> Self {
        Self::new(Guide::Chance(Chance::new(draw)))
    }

    /// The schedule that is written down in `script`.
    pub fn follow(script: Vec<Decision>) -> Self {
        Self::new(Guide::Script(script))
    }

    /// As much of the script as the program can do, and then whoever can go on.
    pub fn follow_roughly(script: VecDeque<Decision>) -> Self {
        Self::new(Guide::Outline(script))
    }

    /// The schedule that somebody plays.
    pub fn play(player: Player) -> Self {
        Self::new(Guide::Player(player))
    }

    /// A walk to one of all the interleavings, to tell how many there are.
    /// `known` is what the walk before did.
    pub fn walk_down(seed: u64, known: Rc<Log>) -> Self {
        Self::new(Guide::Walk(Box::new(Walk::new(seed, known))))
    }

    /// The walk that has come to its end.
    pub fn into_walk(self) -> Option<Walk> {
        match self.guide {
            Guide::Walk(walk) => Some(*walk),
            _ => None,
        }
    }

    /// The walk, in an execution that is one.
    pub fn walk(&mut self) -> &mut Walk {
        match &mut self.guide {
            Guide::Walk(walk) => walk,
            _ => unreachable!("only asked of an execution that is a walk"),
        }
    }

    /// Who plays, in an execution that is played.
    pub fn player(&mut self) -> &mut Player {
        match &mut self.guide {
            Guide::Player(player) => player,
            _ => unreachable!("only asked of an execution that is played"),
        }
    }

    /// Who went on to what, in an execution that tossed for each step.
    pub fn tally(&self) -> Tally {
        match &self.guide {
            Guide::Chance(chance) => chance.tally.clone(),
            _ => Tally::default(),
        }
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

    /// What the schedule asks for next, if it is one that is followed.
    fn asked(&self) -> Option<Decision> {
        match &self.guide {
            Guide::Script(script) => script.get(self.taken.len()).copied(),
            Guide::Player(player) => player.asked(self.taken.len()),
            _ => None,
        }
    }

    /// Where the program, which has ended, left its script, in words.
    pub fn left_script(&self) -> Option<String> {
        let Guide::Script(script) = &self.guide else {
            return self.divergence.clone();
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
            Guide::Chance(chance) => chance.below(options),
            Guide::Walk(walk) => walk.draw(options),
            Guide::Outline(script) => match script.front() {
                Some(&Decision::Choice(chosen)) => {
                    script.pop_front();
                    chosen.min(options - 1)
                }
                _ => 0,
            },
            Guide::Player(player) => match player.outcome(self.taken.len(), options) {
                Ok(Some(chosen)) => chosen,
                // The execution ends at its next step, and what it does until then is not looked at.
                Ok(None) => return 0,
                Err(_) => {
                    let step = self.taken.len() + 1;
                    let why = format!(
                        "step {step} asks for no outcome of an operation that has {options}"
                    );
                    self.divergence.get_or_insert(why);
                    0
                }
            },
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

/// Who goes on by a script of which only as much is followed as can be: the first thread it asks for that could, or the
/// one that is going on.
fn outlined(script: &mut VecDeque<Decision>, current: Tid, ready: &[Tid], asleep: &[Tid]) -> Tid {
    while let Some(asked) = script.pop_front() {
        if let Decision::Thread(tid) = asked
            && (ready.contains(&tid) || asleep.contains(&tid))
        {
            return tid;
        }
    }
    if ready.contains(&current) {
        current
    } else {
        ready[0]
    }
}

/// What the operation is to whoever draws: its line and column as a number, the same in every run of the program, and its
/// object. `None` if it is a thread's beginning, which is at no line of its own.
fn next(op: &Op) -> Option<Next> {
    let next = Next {
        line: u64::from(op.site.line()) << 32 | u64::from(op.site.column()),
        object: op.object,
    };
    (op.kind != Kind::Start).then_some(next)
}

fn goes_on(steps: usize) -> String {
    format!("it ends after {steps} steps, and the program goes on")
}

impl Execution {
    #[inline]
    pub(super) fn sampled(&mut self) -> &mut Sampled {
        match &mut self.strategy {
            Strategy::Sampled(sampled) => sampled,
            _ => unreachable!("only called in a sampled execution"),
        }
    }

    /// The next thread by chance, or as the script says.
    #[inline]
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
            self.let_pollers_look_as_asked()?;
        }
        self.let_asked_poller_look()?;
        let current = self.current;
        let pending = self.threads[current].pending.map(|op| op.kind);
        let asleep = self.could_wake_for_nothing();
        if matches!(self.sampled().guide, Guide::Player(_)) {
            return self.pick_for_player(ready, &asleep);
        }
        if matches!(self.sampled().guide, Guide::Walk(_)) {
            return Ok(self.pick_walking(ready));
        }
        let at_target = self.at_target(ready);
        let threads = &self.threads;
        let Strategy::Sampled(sampled) = &mut self.strategy else {
            unreachable!("only called in a sampled execution")
        };
        if sampled.divergence.is_some() {
            return Err(Ended::NotReplayable);
        }
        let picked = match &mut sampled.guide {
            Guide::Outline(script) => outlined(script, current, ready, &asleep),
            Guide::Player(_) | Guide::Walk(_) => unreachable!("these were asked above"),
            Guide::Script(script) => match script.get(sampled.taken.len()).copied() {
                Some(Decision::Thread(tid))
                    if ready.contains(&tid)
                        || self.ready.contains(tid)
                        || asleep.contains(&tid) =>
                {
                    tid
                }
                // The schedule ends where everybody goes round for ever.
                None if self.pace.stalls() > 0 => return Err(Ended::Livelock),
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
                if let Some(tid) = chance.wake_for_nothing(&asleep) {
                    tid
                } else if let [only] = ready[..] {
                    only
                } else {
                    sampled.open += 1;
                    let next = |tid: Tid| threads[tid].pending.and_then(|op| next(&op));
                    chance.pick(ready, sampled.open, &at_target, next)
                }
            }
        };
        let goes_on = pending.is_some_and(|kind| !kind.gives_way());
        let is_settled = self.pace.stalls() > 0;
        if picked != current && goes_on && ready.contains(&current) && !is_settled {
            sampled.preemptions += 1;
        }
        sampled.taken.push(Decision::Thread(picked));
        Ok(picked)
    }

    /// In a search, a thread that is passed over goes on when something has changed, which lets it look here too, or when
    /// nobody else could go on.
    fn let_asked_poller_look(&mut self) -> Result<(), Ended> {
        let asked = self.sampled().asked();
        if let Some(Decision::Thread(tid)) = asked
            && self.is_polling(tid)
            && tid < self.threads.len()
            && self.is_enabled(tid)
        {
            return self.let_pollers_look_as_asked();
        }
        Ok(())
    }

    /// As `let_pollers_look`; but where a schedule is followed, that says how often.
    fn let_pollers_look_as_asked(&mut self) -> Result<(), Ended> {
        match self.let_pollers_look() {
            Err(Ended::Livelock) if self.sampled().asked().is_some() => Ok(()),
            looked => looked,
        }
    }

    /// The next thread of an execution that is played.
    fn pick_for_player(&mut self, ready: &[Tid], asleep: &[Tid]) -> Result<Tid, Ended> {
        let taken = self.sampled().taken.len();
        if self.sampled().divergence.is_some() {
            return Err(Ended::NotReplayable);
        }
        let picked = self.pick_played(taken, ready, asleep).map_err(|why| {
            why.unwrap_or_else(|| {
                let sampled = self.sampled();
                let why = format!("the program cannot go on as step {} asks", taken + 1);
                sampled.divergence = Some(why);
                Ended::NotReplayable
            })
        })?;
        // What comes after the end of main is part of no path, unless that asks for it.
        let counts = self.main_done.is_none() || !self.sampled().player().is_over(taken);
        if counts {
            self.sampled().taken.push(Decision::Thread(picked));
        }
        Ok(picked)
    }

    /// Those of `ready` whose next operation is the one to be interrupted before.
    fn at_target(&mut self, ready: &[Tid]) -> Vec<Tid> {
        let target = match &self.sampled().guide {
            Guide::Chance(chance) => chance.target(),
            _ => None,
        };
        let Some(Target { object, nth }) = target else {
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
