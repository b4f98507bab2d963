//! The search through all executions: dynamic partial-order reduction (Flanagan and Godefroid, 2005) with source sets
//! (Abdulla, Aronis, Jonsson and Sagonas, 2014) and sleep sets (Godefroid, 1996), and optionally a bound on preemptions
//! (conservative points as in Coons, Musuvathi and McKinley, 2013).
//!
//! The search keeps a path of decisions. Each execution repeats the path and goes on from its end by a fixed rule;
//! every pair of operations whose order could matter asks for the reverse order at the node where it branches
//! (`races.rs`). Afterwards the path is cut back to the last node with something left to try.

use super::fruitless::Fruitless;
use super::node::{Node, Schedule, Waits};
use super::races::Races;
use super::rounds::{Loop, Round};
use super::sampled::Decision;
use super::schedule::{Execution, Strategy};
use super::subtrees::Began;
use super::vain::Vain;
use super::wishes::Wishes;
use crate::engine::objects::{Kind, ObjectId, Tid};
use crate::engine::platform::frame::Image;
use crate::engine::state::Ended;
use crate::engine::state::trail::Trail;

/// Most threads in one exhaustive execution: the width of the sets below.
pub const MAX_THREADS: usize = 64;

/// A set of threads.
pub(super) type Set = u64;

pub(super) fn bit(tid: Tid) -> Set {
    1 << tid
}

pub(super) fn members(set: Set) -> impl Iterator<Item = Tid> {
    crate::engine::state::ready::members(0, set)
}

/// The current thread if it goes on, or the next in turn: a thread that gives way is not asked again at once.
pub(super) fn in_turn(current: Tid, goes_on: bool, among: Set) -> Option<Tid> {
    if goes_on && among & bit(current) != 0 {
        return Some(current);
    }
    let later = among & !(bit(current) | (bit(current) - 1));
    members(later).next().or_else(|| members(among).next())
}

/// The state of the search between and during executions.
#[derive(Default)]
pub struct Search {
    pub(super) path: Vec<Node>,
    /// How much of it an execution repeats.
    pub(super) repeated: usize,
    /// How much of the path this execution has gone along.
    pub(super) depth: usize,
    /// The first node whose event is not the same as in the execution before.
    pub(super) fresh: usize,
    pub(super) races: Races,
    /// At most so many preemptions.
    pub bound: Option<u32>,
    /// At most so many delays: threads go in turn, each for as long as it can, and a thread is delayed if the next goes on
    /// in its place. Everything within the bound is tried, as with `naive`.
    pub delays: Option<u32>,
    /// Tries everything everywhere instead of only what the reduction asks for: the referee of the reduction's tests.
    pub naive: bool,
    /// Whether the first execution is to show whether loops wait: it then goes back and forth between threads, and if it
    /// fails, with more interruptions than it takes.
    pub probes: bool,
    /// Set when the program did not repeat itself.
    diverged: bool,
    /// Set when the rest of the execution was seen in another. It still runs, so that its threads end and leave
    /// nothing behind on their stacks, but nothing is decided or noted any more.
    pub spent: bool,
    pub(super) sleep: Set,
    /// Looks that threads have come back to, in any execution so far.
    pub(super) loops: Vec<Loop>,
    /// Whether the execution is to be run again, because one of these was new.
    pub(super) is_again: bool,
    /// What the present thread has done since it last looked at something.
    pub(super) round: Option<Box<Round>>,
    /// Objects that threads look at there, and looks of which it is known that they lead nowhere.
    pub(super) watched: Vec<ObjectId>,
    pub(super) fruitless: Fruitless,
    /// A weak compare-exchange has been met, which may fail for no reason (full passes).
    pub(super) has_weak: bool,
    /// One has done so, and its thread has only looked since: where it was, and what it knew.
    pub(super) in_vain: Option<Box<Vain>>,
    /// Of each thread that waits, all that it has behind it, and what it knew when it came to its look first.
    pub(super) origins: Vec<(Tid, u64, Image)>,
    /// Memory for images.
    pub(super) spare: Vec<Image>,
    /// Who began to wait since the last node, and for what.
    pub(super) waits: Waits,
    /// Whether all who could go on are known to go round for ever: they do so a while, to be sure, and in which order does
    /// not matter.
    pub(super) is_settled: bool,
    /// Decisions that every execution begins with.
    prefix: Vec<Decision>,
    /// How many decisions of a script this execution has gone along.
    followed: usize,
    /// The path is not cut back to less than this: the rest of the search is another process's.
    pub(super) floor: usize,
    /// What was done first in what another process has run of this one's search, until the next is tried.
    pub(super) began: Option<Began>,
    /// What is asked for before the floor.
    pub(super) wishes: Wishes,
}

impl Search {
    pub fn new(bound: Option<u32>) -> Self {
        Self {
            bound,
            ..Self::default()
        }
    }

    /// Every execution that begins with these decisions, or rather those that end differently.
    pub fn from_here(prefix: Vec<Decision>, bound: Option<u32>) -> Self {
        Self {
            prefix,
            ..Self::new(bound)
        }
    }

    /// Back to the first decision, to repeat the path.
    pub fn rewind(&mut self) {
        self.depth = 0;
        self.followed = 0;
        let last = self
            .path
            .iter()
            .rposition(|node| node.as_schedule().is_some());
        self.fresh = last.unwrap_or(0);
        self.races.keep_open(self.fresh);
        self.races.clear();
        self.diverged = false;
        self.spent = false;
        self.sleep = 0;
        self.repeated = self.path.len();
        self.round = None;
        self.in_vain = None;
        self.forget_origins();
        self.waits.clear();
        self.is_settled = false;
    }

    /// The path as a script to follow.
    pub fn script(&self) -> Vec<Decision> {
        let decision = |node: &Node| match node {
            Node::Schedule(schedule) => Some(Decision::Thread(schedule.chosen)),
            Node::Choice { quiet: true, .. } => None,
            Node::Choice { taken, .. } => Some(Decision::Choice(*taken)),
        };
        self.path.iter().filter_map(decision).collect()
    }

    /// Preemptions on the whole path.
    pub fn preemptions(&self) -> u32 {
        self.path
            .iter()
            .rev()
            .find_map(|node| match node {
                Node::Schedule(node) => Some(node.preemptions + node.cost(node.chosen)),
                Node::Choice { .. } => None,
            })
            .unwrap_or(0)
    }

    /// Cuts the path back to the next execution to try. False if there is none left.
    pub fn advance(&mut self) -> bool {
        if std::mem::take(&mut self.is_again) {
            return true;
        }
        let (bound, delays) = (self.bound, self.delays);
        let mut began = self.began.take();
        while let Some(node) = self.path.len().checked_sub(1) {
            if node < self.floor {
                return false;
            }
            match &mut self.path[node] {
                Node::Choice { fixed: true, .. } | Node::Schedule(Schedule { fixed: true, .. }) => {
                }
                Node::Choice { taken, options, .. } => {
                    if *taken + 1 < *options {
                        *taken += 1;
                        break;
                    }
                }
                Node::Schedule(schedule) => {
                    schedule.done |= bit(schedule.chosen);
                    if let Some(next) = schedule.next(bound, delays) {
                        if self.reduces() {
                            let began = began.unwrap_or_else(|| self.races.done_at(node));
                            self.note_branch(node, began);
                        }
                        self.schedule(node).chosen = next;
                        break;
                    }
                }
            }
            self.path.pop();
            began = None;
        }
        !self.path.is_empty()
    }

    /// Whether threads sleep. With a bound, what was explored from a sibling may have been cut off by it.
    pub(super) fn reduces(&self) -> bool {
        self.bound.is_none() && !self.naive
    }

    pub(super) fn schedule(&mut self, node: usize) -> &mut Schedule {
        match &mut self.path[node] {
            Node::Schedule(schedule) => schedule,
            Node::Choice { .. } => unreachable!("an event is chosen at a schedule node"),
        }
    }

    /// Asks for `tid` to be tried at `node`, before the event that was chosen there.
    pub(super) fn ask(&mut self, node: usize, wanted: Set) {
        self.schedule(node).todo |= wanted;
        self.keep_asked(node, wanted);
        if self.bound.is_some() {
            // With a bound, the switch this asks for may not be affordable here; then it must be made where it is
            // free: at the start of the chosen thread's run.
            let chosen = self.schedule(node).chosen;
            let mut start = None;
            for at in (0..=node).rev() {
                if let Node::Schedule(schedule) = &self.path[at] {
                    if schedule.chosen != chosen {
                        break;
                    }
                    start = Some(at);
                }
            }
            if let Some(start) = start {
                let schedule = self.schedule(start);
                let there = wanted & schedule.enabled;
                // Who could not go yet is led up to by somebody: by whom cannot be told here.
                let there = if there == 0 { schedule.enabled } else { there };
                schedule.todo |= there;
                self.keep_asked(start, there);
            }
        }
    }
}

impl Execution {
    #[inline]
    pub(super) fn search(&mut self) -> &mut Search {
        match &mut self.strategy {
            Strategy::Search(search) => search,
            _ => unreachable!("only called in a search"),
        }
    }

    /// The next thread of an exhaustive run.
    #[inline]
    pub fn pick_searched(&mut self) -> Result<Tid, Ended> {
        if self.threads.len() > MAX_THREADS {
            return Err(Ended::TooManyThreads);
        }
        let (enabled, awaiting) = self.who_could_go_on()?;
        let current = self.current;
        let goes_on = enabled & bit(current) != 0
            && self.threads[current]
                .pending
                .is_some_and(|op| !op.kind.gives_way());
        let trail = self.trail;
        let search = self.search();
        // Who looks goes on looking, even if it would give way: then it shows that it waits.
        let is_looking = search.round.as_ref().map(|round| round.thread) == Some(current);
        if search.spent {
            return in_turn(current, goes_on, enabled).ok_or(Ended::Redundant);
        }
        if let Some(chosen) = search.repeat(enabled, trail)? {
            search.followed += 1;
            return Ok(chosen);
        }
        let node = Schedule {
            enabled,
            todo: 0,
            done: 0,
            sleep: search.sleep,
            chosen: current,
            branches: search.branches_here(),
            going_on: goes_on.then_some(current),
            preemptions: search.preemptions(),
            turn: current,
            delays: if search.delays.is_some() {
                search.delays_so_far()
            } else {
                0
            },
            trail,
            awaiting,
            waits: search.take_waits(),
            fixed: false,
        };
        if let Some(asked) = search.asked() {
            let chosen = asked.filter(|&tid| enabled & bit(tid) != 0);
            return match chosen {
                Some(chosen) => Ok(search.push_fixed(node, chosen)),
                // A thread that waits is to wake up for no reason, and this execution has decided that it does not.
                None => self.spend(current, goes_on, enabled),
            };
        }
        self.decide(node, is_looking)
    }

    /// A thread for a node that is new.
    fn decide(&mut self, mut node: Schedule, is_looking: bool) -> Result<Tid, Ended> {
        let (enabled, current) = (node.enabled, self.current);
        let goes_on = node.going_on.is_some();
        let starting = self.starting(enabled);
        let search = self.search();
        let awake = enabled & !search.sleep;
        let mut branches = node.branches.iter().map(|branch| branch.thread);
        let branch = branches.find(|&thread| awake & bit(thread) != 0);
        let chosen = starting.or(branch);
        let chosen = chosen.or_else(|| self.eager(awake, goes_on, is_looking));
        let Some(chosen) = chosen.or_else(|| in_turn(current, goes_on || is_looking, awake)) else {
            return self.spend(current, goes_on, enabled);
        };
        let pending = self.threads[chosen].pending;
        let begins = pending.is_some_and(|op| op.kind == Kind::Start);
        let search = self.search();
        // With a bound, a race can ask in vain for a switch that is not affordable where it asks. Where switching is free
        // everybody is tried, so that races only have to find the preemptions.
        let is_free = search.bound.is_some() && !goes_on;
        // A thread that is delayed before it begins might as well be after.
        let starting = starting.is_some() || search.delays.is_some() && begins;
        let tries_all = (search.naive || is_free) && !starting && !search.is_settled;
        let branches = match branch {
            Some(_) => std::mem::take(&mut node.branches),
            None => Vec::new(),
        };
        let asked = branches.iter();
        let asked = asked.fold(bit(chosen), |set, branch| set | bit(branch.thread));
        let todo = if tries_all { enabled } else { asked };
        if search
            .bound
            .is_some_and(|bound| node.preemptions + node.cost(chosen) > bound)
        {
            return self.spend(current, goes_on, enabled);
        }
        // In place: a copy of what was just written field by field would have to wait for that.
        (node.todo, node.chosen, node.turn, node.branches) = (todo, chosen, chosen, branches);
        search.path.push(Node::Schedule(node));
        search.depth += 1;
        Ok(chosen)
    }

    /// Where everything is tried: a thread that is about to begin. That is nothing that anybody could notice, though with a
    /// bound a switch to who begins is one.
    #[inline]
    fn starting(&mut self, enabled: Set) -> Option<Tid> {
        let search = self.search();
        let tries_all = search.naive && search.bound.is_none() && search.delays.is_none();
        members(if tries_all { enabled } else { 0 }).find(|&tid| {
            let pending = self.threads[tid].pending;
            pending.is_some_and(|op| op.kind == Kind::Start)
        })
    }

    /// From here on everything was seen in another execution.
    fn spend(&mut self, current: Tid, goes_on: bool, enabled: Set) -> Result<Tid, Ended> {
        self.find_races_of_those_waiting();
        self.reverse_races(false);
        self.search().spent = true;
        self.pace.drain_soon();
        in_turn(current, goes_on, enabled).ok_or(Ended::Redundant)
    }

    /// The thread has announced that it waits. In a full pass of a search it is a choice whether it will stop waiting
    /// for no reason; if so, it may at any time from now on.
    #[inline]
    pub fn settle_restless(&mut self, me: Tid) {
        if self.is_searched()
            && self.may_wake_spuriously(me)
            && !self.is_enabled(me)
            && self.search().choose(2, true) == 1
        {
            self.met.spurious_left -= 1;
            self.threads[me].may_wake_spuriously = true;
        }
    }

    /// Whether this execution of a search has not repeated what it was to repeat.
    pub fn has_left_the_path(&self) -> bool {
        matches!(&self.strategy, Strategy::Search(search) if search.has_diverged())
    }

    /// Whether all that still happens was seen in another execution.
    pub fn is_spent(&self) -> bool {
        matches!(&self.strategy, Strategy::Search(search) if search.spent)
    }
}

impl Search {
    /// The thread that the path asks for here, or `None` at its end. An execution that does not repeat what was recorded,
    /// because the program looks at what no schedule decides, proves nothing: the search would go on from a state that it
    /// does not know.
    fn repeat(&mut self, enabled: Set, trail: Trail) -> Result<Option<Tid>, Ended> {
        let chosen = match self.path.get(self.depth) {
            None if !self.diverged => return Ok(None),
            Some(Node::Schedule(node)) if node.enabled == enabled && node.trail == trail => {
                node.chosen
            }
            _ => return Err(Ended::NotReplayable),
        };
        self.depth += 1;
        Ok(Some(chosen))
    }

    /// Whether the execution that ends here has not done all that the path asks for, or something else.
    pub(super) fn has_diverged(&self) -> bool {
        !self.spent && (self.diverged || self.depth < self.path.len())
    }

    /// Who began to wait since the node before.
    fn take_waits(&mut self) -> Option<Box<Waits>> {
        (!self.waits.is_empty()).then(|| Box::new(std::mem::take(&mut self.waits)))
    }

    /// Goes along the prefix.
    fn push_fixed(&mut self, node: Schedule, chosen: Tid) -> Tid {
        self.path.push(Node::Schedule(Schedule {
            todo: bit(chosen),
            chosen,
            // Preemptions count from the end of the prefix on.
            going_on: None,
            fixed: true,
            ..node
        }));
        self.depth += 1;
        self.followed += 1;
        chosen
    }

    /// The thread that the prefix asks for here, if this is still within it: none of it if it asks for an outcome.
    fn asked(&self) -> Option<Option<Tid>> {
        self.prefix.get(self.followed).map(|asked| match asked {
            Decision::Thread(tid) => Some(*tid),
            Decision::Choice(_) => None,
        })
    }

    /// A decision among `options`.
    pub(super) fn choose(&mut self, options: usize, quiet: bool) -> usize {
        if self.spent {
            return 0;
        }
        let depth = self.depth;
        self.depth += 1;
        let asked = match self.prefix.get(self.followed) {
            Some(Decision::Choice(chosen)) if !quiet => Some(*chosen),
            _ => None,
        };
        self.followed += usize::from(!quiet);
        match self.path.get(depth) {
            Some(&Node::Choice {
                taken,
                options: before,
                ..
            }) if before == options => taken,
            Some(_) => {
                // The execution ends at its next step.
                self.diverged = true;
                0
            }
            None => {
                let taken = asked.unwrap_or(0);
                self.path.push(Node::Choice {
                    taken,
                    options,
                    quiet,
                    fixed: asked.is_some(),
                });
                taken
            }
        }
    }
}
