//! The search through all executions: dynamic partial-order reduction (Flanagan and Godefroid, 2005) with sleep sets
//! (Godefroid, 1996), and optionally a bound on preemptions (conservative points as in Coons, Musuvathi and
//! McKinley, 2013).
//!
//! The search keeps a path of decisions. Each execution repeats the path and goes on from its end by a fixed rule;
//! while it runs, every pair of operations whose order could matter adds the reverse order to the node where it
//! branches. Afterwards the path is cut back to the last node with something left to try.

use super::execution::{Ended, Execution};
use super::op::{Class, Op, Tid};
use super::run::DRAIN_STEPS;
use super::sampled::Decision;
use super::schedule::Strategy;

/// Most threads in one exhaustive execution: the width of the sets below.
pub const MAX_THREADS: usize = 64;

/// A set of threads.
type Set = u64;

fn bit(tid: Tid) -> Set {
    1 << tid
}

fn members(set: Set) -> impl Iterator<Item = Tid> {
    (0..MAX_THREADS).filter(move |&tid| set & bit(tid) != 0)
}

/// The current thread if it goes on, or the next in turn: a thread that gives way is not asked again at once.
fn in_turn(current: Tid, goes_on: bool, among: Set) -> Option<Tid> {
    if goes_on && among & bit(current) != 0 {
        return Some(current);
    }
    let later = among & !(bit(current) | (bit(current) - 1));
    members(later).next().or_else(|| members(among).next())
}

/// One decision on the path.
enum Node {
    Schedule(Schedule),
    /// A choice that is not about threads: which store a load reads, which waiter is notified.
    Choice {
        taken: usize,
        options: usize,
    },
}

/// A decision which thread goes on.
struct Schedule {
    enabled: Set,
    /// To be tried here: the backtrack set.
    todo: Set,
    done: Set,
    /// Threads whose next step was fully explored from an earlier node and has not been affected since.
    sleep: Set,
    chosen: Tid,
    /// Who ran before, if it could have gone on: choosing another is then a preemption.
    going_on: Option<Tid>,
    /// Preemptions on the path before this node.
    preemptions: u32,
}

/// What is counted as one event of the running execution.
struct Event {
    thread: Tid,
    /// How many events the thread had had, this one included.
    count: u32,
    op: Op,
    /// The node at which it was chosen.
    node: usize,
}

/// The state of the search between and during executions.
#[derive(Default)]
pub struct Search {
    path: Vec<Node>,
    /// How much of the path this execution has gone along.
    depth: usize,
    log: Vec<Event>,
    /// At most so many preemptions.
    pub bound: Option<u32>,
    /// Tries everything everywhere instead of only what the reduction asks for: the referee of the reduction's tests.
    pub naive: bool,
    /// Set when the program did not repeat itself.
    pub diverged: bool,
    /// Set when the rest of the execution was seen in another. It still runs, so that its threads end and leave
    /// nothing behind on their stacks, but nothing is decided or noted any more.
    pub spent: bool,
    sleep: Set,
}

impl Search {
    pub fn new(bound: Option<u32>) -> Self {
        Self {
            bound,
            ..Self::default()
        }
    }

    /// Back to the first decision, to repeat the path.
    pub fn rewind(&mut self) {
        self.depth = 0;
        self.log.clear();
        self.spent = false;
        self.sleep = 0;
    }

    /// The path as a script to follow.
    pub fn script(&self) -> Vec<Decision> {
        let decision = |node: &Node| match node {
            Node::Schedule(schedule) => Decision::Thread(schedule.chosen),
            Node::Choice { taken, .. } => Decision::Choice(*taken),
        };
        self.path.iter().map(decision).collect()
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
        let bound = self.bound;
        while let Some(node) = self.path.last_mut() {
            match node {
                Node::Choice { taken, options } => {
                    if *taken + 1 < *options {
                        *taken += 1;
                        break;
                    }
                }
                Node::Schedule(node) => {
                    node.done |= bit(node.chosen);
                    let left = node.todo & !node.done & !node.sleep & node.enabled;
                    let within = |&tid: &Tid| {
                        bound.is_none_or(|bound| node.preemptions + node.cost(tid) <= bound)
                    };
                    if let Some(tid) = members(left).find(within) {
                        node.chosen = tid;
                        break;
                    }
                }
            }
            self.path.pop();
        }
        !self.path.is_empty()
    }

    fn schedule(&mut self, node: usize) -> &mut Schedule {
        match &mut self.path[node] {
            Node::Schedule(schedule) => schedule,
            Node::Choice { .. } => unreachable!("an event is chosen at a schedule node"),
        }
    }

    /// Asks for `tid` to be tried at `node`, before the event that was chosen there.
    fn ask(&mut self, node: usize, wanted: Set) {
        self.schedule(node).todo |= wanted;
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
                self.schedule(start).todo |= wanted & self.schedule(start).enabled;
            }
        }
    }
}

impl Schedule {
    fn cost(&self, tid: Tid) -> u32 {
        u32::from(self.going_on.is_some_and(|other| other != tid))
    }
}

impl Execution {
    fn search(&mut self) -> &mut Search {
        match &mut self.strategy {
            Strategy::Search(search) => search,
            _ => unreachable!("only called in a search"),
        }
    }

    /// The next thread of an exhaustive run.
    pub fn pick_searched(&mut self) -> Result<Tid, Ended> {
        if self.threads.len() > MAX_THREADS {
            return Err(Ended::TooManyThreads);
        }
        let (enabled, spurious) = loop {
            let enabled = self.ready.first_word();
            if enabled != 0 {
                let spurious = self.could_wake_for_nothing().into_iter();
                break (enabled, spurious.fold(0, |set, tid| set | bit(tid)));
            }
            self.let_spinners_look()?;
        };
        let current = self.current;
        let goes_on = enabled & bit(current) != 0
            && self.threads[current]
                .pending
                .is_some_and(|op| !op.kind.gives_way());
        let search = self.search();
        if search.spent {
            return in_turn(current, goes_on, enabled).ok_or(Ended::Redundant);
        }
        let all = enabled | spurious;
        if let Some(node) = search.path.get(search.depth) {
            let Node::Schedule(node) = node else {
                search.diverged = true;
                return Err(Ended::NotReplayable);
            };
            if node.enabled != all {
                search.diverged = true;
                return Err(Ended::NotReplayable);
            }
            let chosen = node.chosen;
            search.depth += 1;
            return Ok(chosen);
        }
        let preemptions = search.preemptions();
        let awake = enabled & !search.sleep;
        let going_on = goes_on.then_some(current);
        let unprompted = || members(spurious & !search.sleep).next();
        let Some(chosen) = in_turn(current, goes_on, awake).or_else(unprompted) else {
            return self.spend(current, goes_on, enabled);
        };
        // A spurious wake-up is tried where it first can happen; later only where it races with something.
        let todo = if search.naive {
            all
        } else {
            bit(chosen) | (spurious & bit(current))
        };
        let node = Schedule {
            enabled: all,
            todo,
            done: 0,
            sleep: search.sleep,
            chosen,
            going_on,
            preemptions,
        };
        if search
            .bound
            .is_some_and(|bound| node.preemptions + node.cost(chosen) > bound)
        {
            return self.spend(current, goes_on, enabled);
        }
        search.path.push(Node::Schedule(node));
        search.depth += 1;
        Ok(chosen)
    }

    /// From here on everything was seen in another execution.
    fn spend(&mut self, current: Tid, goes_on: bool, enabled: Set) -> Result<Tid, Ended> {
        self.search().spent = true;
        self.step_limit = self.step_limit.min(self.steps + DRAIN_STEPS);
        in_turn(current, goes_on, enabled).ok_or(Ended::Redundant)
    }

    /// Whether this is an execution of a search that has not been seen in another so far.
    pub fn is_searched(&self) -> bool {
        matches!(&self.strategy, Strategy::Search(search) if !search.spent)
    }

    /// Whether all that still happens was seen in another execution.
    pub fn is_spent(&self) -> bool {
        matches!(&self.strategy, Strategy::Search(search) if search.spent)
    }

    /// A decision among `options` that is not about threads. Virtual time takes the first.
    pub fn choose(&mut self, options: usize) -> usize {
        if options <= 1 {
            return 0;
        }
        let search = match &mut self.strategy {
            Strategy::Timed(_) => return 0,
            Strategy::Search(search) => search,
            Strategy::Sampled(sampled) => return sampled.choose(options),
        };
        if search.spent {
            return 0;
        }
        let depth = search.depth;
        search.depth += 1;
        match search.path.get(depth) {
            Some(Node::Choice { taken, .. }) => *taken,
            Some(Node::Schedule(_)) => {
                search.diverged = true;
                0
            }
            None => {
                search.path.push(Node::Choice { taken: 0, options });
                0
            }
        }
    }

    /// The chosen thread is about to do `op`: notes it in the log, brings the dependency clocks up to date, finds the
    /// pending operations of other threads that it races with, and lets sleepers wake that it affects.
    pub fn log_event(&mut self, me: Tid, op: &Op) {
        let count = self.threads[me].events;
        let index = self.search().log.len();
        let node = self.search().depth - 1;
        if let Some(object) = self.objects.get_mut(op.object as usize) {
            let clock = &mut self.threads[me].clock;
            clock.set(me, count);
            let class = op.kind.class();
            for (other, seen) in Class::ALL.into_iter().zip(&object.clocks) {
                if class.depends_on(other) {
                    clock.join(seen);
                }
            }
            object.clocks[class as usize].join(clock);
            object
                .events
                .push(u32::try_from(index).expect("fewer events than the step limit"));
        } else {
            self.threads[me].clock.set(me, count);
        }
        self.search().log.push(Event {
            thread: me,
            count,
            op: *op,
            node,
        });
        for other in 0..self.threads.len() {
            if other != me
                && let Some(pending) = self.threads[other].pending
            {
                self.consider(index, other, &pending, true);
            }
        }
        let mut affected = 0;
        for (tid, thread) in self.threads.iter().enumerate() {
            if thread.pending.is_some_and(|pending| pending.depends_on(op)) {
                affected |= bit(tid);
            }
        }
        let search = self.search();
        let bounded = search.bound.is_some() || search.naive;
        let schedule = search.schedule(node);
        // With a bound, what was explored from a sibling may have been cut off by it: nothing sleeps.
        let asleep = if bounded {
            0
        } else {
            schedule.sleep | (schedule.done & !bit(schedule.chosen))
        };
        search.sleep = asleep & !affected & !bit(me);
    }

    /// `me` has just announced its next operation: looks for the last event it races with.
    pub fn find_races_of_announced(&mut self, me: Tid) {
        let Some(op) = self.threads[me].pending else {
            return;
        };
        let Some(object) = self.objects.get(op.object as usize) else {
            return;
        };
        for at in (0..object.events.len()).rev() {
            let event = self.objects[op.object as usize].events[at] as usize;
            if self.consider(event, me, &op, false) {
                return;
            }
            // Whatever is further back and matters to this operation mattered to that event, and so came before it.
            let seen = &self.search().log[event];
            let (thread, count, class) = (seen.thread, seen.count, seen.op.kind.class());
            let came_before = count <= self.threads[me].clock.get(thread);
            if came_before && (class == op.kind.class() || class == Class::Change) {
                return;
            }
        }
    }

    /// If the pending operation of `tid` races with the event, asks for it to be tried first. `waiting` tells that
    /// the operation was already pending when the event was chosen. Returns true if it was a race.
    fn consider(&mut self, event: usize, tid: Tid, pending: &Op, waiting: bool) -> bool {
        if self.search().naive {
            return true;
        }
        let search = self.search();
        let Event {
            thread,
            count,
            op,
            node,
        } = &search.log[event];
        let (thread, count, node) = (*thread, *count, *node);
        if thread == tid || !op.depends_on(pending) || !op.may_be_co_enabled(pending) {
            return false;
        }
        if count <= self.threads[tid].clock.get(thread) {
            return false;
        }
        let search = self.search();
        let enabled = search.schedule(node).enabled;
        if enabled & bit(tid) != 0 {
            search.ask(node, bit(tid));
            return true;
        }
        if waiting && pending.enablers_all_depend_on_each_other() {
            return false;
        }
        // The thread could not go first. Somebody who led up to its operation may be able to; failing that, anybody.
        let known = self.threads[tid].clock.clone();
        let search = self.search();
        let mut led_up = 0;
        for later in &search.log[event + 1..] {
            if later.count <= known.get(later.thread) {
                led_up |= bit(later.thread);
            }
        }
        let candidates = enabled & led_up;
        if candidates == 0 {
            search.ask(node, enabled);
        } else if candidates & search.schedule(node).todo == 0 {
            let first = candidates & candidates.wrapping_neg();
            search.ask(node, first);
        }
        true
    }
}
