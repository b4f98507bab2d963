//! Races: pairs of operations whose order could matter. Each asks the search for the reverse order.
//!
//! When an operation has been done, those before it that it races with are looked for: it depends on them, and nothing
//! that the thread had done before, or that another race will turn round, orders the two. The reverse order begins with
//! any of the *initials*: the threads whose next step could come first in what leads up to the operation without what it
//! races with. If one of them is tried at the node already, or sleeps there because everything that begins with it has
//! been seen, nothing has to be added. (Asking for the operation's own thread instead is not enough where threads sleep:
//! a sleeper covers only what begins with it.)

use super::schedule::Execution;
use super::search::{Search, Set, bit};
use crate::engine::memory::clock::Clock;
use crate::engine::objects::{Class, ObjectId, Op, Tid};

/// What is counted as one event of the running execution.
struct Event {
    thread: Tid,
    /// How many events the thread had had, this one included.
    count: u32,
    op: Op,
    /// The node at which it was chosen.
    node: usize,
    /// What had to happen before it, itself included.
    clock: Clock,
}

/// The events of the running execution.
#[derive(Default)]
pub struct Races {
    log: Vec<Event>,
    /// For each thread, how many events there had been when it announced its pending operation.
    announced: Vec<usize>,
    /// What the thread of the event that is being done knew before it.
    before: Clock,
}

impl Races {
    /// A new execution begins.
    pub fn clear(&mut self) {
        self.log.clear();
    }
}

impl Execution {
    /// `tid` has just announced its next operation.
    #[inline]
    pub fn note_announcement(&mut self, tid: Tid) {
        let races = &mut self.search().races;
        if races.announced.len() <= tid {
            races.announced.resize(tid + 1, 0);
        }
        races.announced[tid] = races.log.len();
    }

    /// The chosen thread is about to do `op`: brings its dependency clock up to date and lets sleepers wake that it
    /// affects. Returns the operation with its class as exact as it can be told.
    #[inline]
    pub fn log_event(&mut self, me: Tid, op: &Op) -> Op {
        let op = self.classified(*op);
        let count = self.threads[me].events;
        let before = self.threads[me].clock.clone();
        let clock = &mut self.threads[me].clock;
        clock.set(me, count);
        if let Some(object) = self.objects.get(op.object as usize) {
            object.clocks.join_into(clock, op.class.dependencies());
        }
        let mut affected = 0;
        for (tid, thread) in self.threads.iter().enumerate() {
            if thread
                .pending
                .is_some_and(|pending| self.is_affected(&pending, &op))
            {
                affected |= bit(tid);
            }
        }
        let search = self.search();
        search.races.before = before;
        let node = search.depth - 1;
        search.races.log.push(Event {
            thread: me,
            count,
            op,
            node,
            clock: Clock::default(),
        });
        let bounded = search.bound.is_some() || search.naive;
        let schedule = search.schedule(node);
        // With a bound, what was explored from a sibling may have been cut off by it: nothing sleeps.
        let asleep = if bounded {
            0
        } else {
            schedule.sleep | (schedule.done & !bit(schedule.chosen))
        };
        search.sleep = asleep & !affected & !bit(me);
        op
    }

    /// The thread has done `op`, and its clock also holds what enabled it: looks for races and enters it in the log.
    #[inline]
    pub fn seal_event(&mut self, me: Tid, op: &Op) {
        let clock = self.threads[me].clock.clone();
        let search = self.search();
        let index = search.races.log.len() - 1;
        let before = std::mem::take(&mut search.races.before);
        self.find_races(me, op, index, before, &clock);
        if let Some(object) = self.objects.get_mut(op.object as usize) {
            object.clocks.add(op.class, &clock);
            let index = u32::try_from(index).expect("fewer events than the step limit");
            object.events.push(index);
        }
        self.search().races.log[index].clock = clock;
    }

    /// The execution ends, and some threads never did what they had announced: that may be because of the order of what
    /// others did.
    pub fn find_races_of_those_waiting(&mut self) {
        let index = self.search().races.log.len();
        for tid in 0..self.threads.len() {
            let Some(op) = self.threads[tid].pending else {
                continue;
            };
            let before = self.threads[tid].clock.clone();
            let mut clock = before.clone();
            if let Some(object) = self.objects.get(op.object as usize) {
                object.clocks.join_into(&mut clock, op.class.dependencies());
            }
            self.find_races(tid, &op, index, before, &clock);
        }
    }

    /// Looks for the events before `index` that the operation of `tid` races with. `known` is what the thread had behind
    /// it, `clock` what must come before the operation.
    fn find_races(&mut self, tid: Tid, op: &Op, index: usize, mut known: Clock, clock: &Clock) {
        if self.search().naive || op.object as usize >= self.objects.len() {
            return;
        }
        let object: ObjectId = op.object;
        // With a bound it matters even when the order of two is forced: whoever has to wait is left without a preemption.
        let bounded = self.search().bound.is_some();
        for at in (0..self.objects[object as usize].events.len()).rev() {
            let event = self.objects[object as usize].events[at] as usize;
            let search = self.search();
            let announced = search.races.announced.get(tid).copied().unwrap_or(0);
            let races = &search.races;
            let other = &races.log[event];
            let came_before = other.count <= known.get(other.thread);
            if came_before && (other.op.class == op.class || other.op.class == Class::Change) {
                // Whatever is further back and matters to this operation mattered to that event, and so came before it.
                return;
            }
            if other.thread == tid || came_before || !op.depends_on(&other.op) {
                continue;
            }
            let forced = !other.op.may_be_co_enabled(op);
            if forced && !bounded {
                continue;
            }
            if !forced {
                known.join(&other.clock);
            }
            let node = other.node;
            let enabled = search.schedule(node).enabled;
            let had_to_wait = announced <= event && enabled & bit(tid) == 0;
            if had_to_wait && !bounded && op.enablers_all_depend_on_each_other() {
                continue;
            }
            let initials = search.races.initials(event, index, tid, op, clock) & enabled;
            search.ask_for_one_of(node, initials, tid);
        }
    }
}

impl Races {
    /// The threads with which an order can begin in which the operation of `tid` comes before the event: those whose
    /// first step among what lies between and does not follow from the event waits for nothing else there.
    fn initials(&self, event: usize, index: usize, tid: Tid, op: &Op, clock: &Clock) -> Set {
        let first = &self.log[event];
        let mut between: Vec<&Event> = Vec::new();
        let (mut initials, mut seen) = (0, 0);
        for later in &self.log[event + 1..index] {
            if later.clock.get(first.thread) >= first.count {
                continue;
            }
            if seen & bit(later.thread) == 0 {
                seen |= bit(later.thread);
                let follows = |other: &&Event| later.clock.get(other.thread) >= other.count;
                if !between.iter().any(follows) {
                    initials |= bit(later.thread);
                }
            }
            between.push(later);
        }
        let follows = |other: &&Event| {
            clock.get(other.thread) >= other.count
                || (other.op.object == op.object && op.depends_on(&other.op))
        };
        if seen & bit(tid) == 0 && !between.iter().any(follows) {
            initials |= bit(tid);
        }
        initials
    }
}

impl Search {
    /// Asks for one of the threads to be tried at the node, unless one of them is or need not be. If there is none, none
    /// could be told, and all are asked for.
    fn ask_for_one_of(&mut self, node: usize, initials: Set, tid: Tid) {
        let bounded = self.bound.is_some();
        let schedule = self.schedule(node);
        let enabled = schedule.enabled;
        if bounded {
            // What is tried may be cut off by the bound before it gets there.
            self.ask(node, initials | (bit(tid) & enabled));
        }
        if initials == 0 {
            self.ask(node, enabled);
        } else if initials & (self.schedule(node).todo | self.schedule(node).sleep) == 0 {
            let own = initials & bit(tid);
            let lowest = initials & initials.wrapping_neg();
            self.ask(node, if own == 0 { lowest } else { own });
        }
    }
}
