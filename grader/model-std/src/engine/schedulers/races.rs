//! Races: pairs of operations whose order could matter. Each asks the search for the reverse order.
//!
//! When an operation has been done, those before it that it races with are looked for: it depends on them, and nothing
//! that the thread had done before, or that another race will turn round, orders the two. The reverse order begins with
//! any of the *initials*: the threads whose next step could come first in what leads up to the operation without what it
//! races with. If one of them is tried at the node already, or sleeps there because everything that begins with it has
//! been seen, nothing has to be added. (Asking for the operation's own thread instead is not enough where threads sleep:
//! a sleeper covers only what begins with it.)

use super::fruitless::Told;
use super::node::Schedule;
use super::reversals::Race;
use super::schedule::Execution;
use super::search::{MAX_THREADS, Search, Set, bit};
use crate::engine::memory::clock::Clock;
use crate::engine::objects::object::NO_EVENT;
use crate::engine::objects::{Action, Class, Kind, NEVER, ObjectId, Op, State, Tid};
use crate::engine::state::ready::members;

/// What is counted as one event of the running execution.
pub(super) struct Event {
    pub(super) thread: Tid,
    /// How many events the thread had had, this one included.
    pub(super) count: u32,
    pub(super) op: Op,
    /// The node at which it was chosen.
    pub(super) node: usize,
    /// What had to happen before it, itself included.
    pub(super) clock: Clock,
    /// The number of the event before it on the same object, or [`NO_EVENT`].
    pub(super) previous: u32,
}

impl Event {
    /// Whether the other had to happen before it.
    #[inline]
    pub(super) fn follows(&self, other: &Self) -> bool {
        self.clock.get(other.thread) >= other.count
    }
}

/// An event that is in the log, and not yet known to those that come after it.
#[derive(Clone)]
pub struct Logged {
    /// With its class as exact as it can be told.
    pub op: Op,
    index: usize,
    /// What its thread knew before it.
    before: Clock,
    /// How many events there had been when it was announced.
    announced: usize,
    /// A load that is told by what it returns, whenever it is done: it races with no store that came before.
    is_free: bool,
    /// What its thread could have done without the notification that woke it: its time was up, or nothing woke it.
    instead: Option<Op>,
}

/// The events of the running execution.
#[derive(Default)]
pub struct Races {
    pub(super) log: Vec<Event>,
    /// What is known of each besides, if some loop waits.
    pub(super) told: Vec<Told>,
    /// Those that this execution has shown first, to be turned round when it is over.
    pub(super) found: Vec<Race>,
    /// Those that earlier ones have shown and that need not be turned round, as far as these went on.
    pub(super) open: Vec<Race>,
    /// For each thread, how many events there had been when it announced its pending operation.
    announced: Vec<usize>,
}

impl Races {
    /// A new execution begins.
    pub fn clear(&mut self) {
        self.log.clear();
        self.told.clear();
        self.found.clear();
    }

    /// Events so far.
    pub fn len(&self) -> usize {
        self.log.len()
    }

    /// How many events there had been when the thread announced its pending operation.
    pub fn announced_by(&self, tid: Tid) -> usize {
        self.announced.get(tid).copied().unwrap_or(0)
    }

    /// The events from number `len` on never happened, nor what `tid` has announced since.
    pub fn cut(&mut self, len: usize, tid: Tid, announced: usize) {
        self.log.truncate(len);
        self.told.truncate(len);
        self.announced[tid] = announced;
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
    /// affects.
    #[inline]
    pub fn log_event(&mut self, me: Tid, op: &Op, action: &mut Action<'_>) -> Logged {
        let is_free = self.is_free_load(me, op, action);
        let op = self.classified(me, *op, action);
        let count = self.threads[me].events;
        let search = self.search();
        let is_fresh = search.depth > search.fresh;
        // Asked for only where races are looked for.
        let before = is_fresh.then(|| self.threads[me].clock.clone());
        let before = before.unwrap_or_default();
        let clock = &mut self.threads[me].clock;
        clock.set(me, count);
        if let Some(object) = self.objects.get(op.object as usize)
            && !is_free
        {
            object.clocks.join_into(clock, op.class.dependencies());
        }
        let told = self.what_is_found(&op);
        let instead = self.unnotified(me, &op);
        let search = self.search();
        let (index, announced) = (search.races.len(), search.races.announced_by(me));
        let node = search.depth - 1;
        search.races.log.push(Event {
            thread: me,
            count,
            op,
            node,
            clock: Clock::default(),
            previous: NO_EVENT,
        });
        if let Some(told) = told {
            search.races.told.push(told);
        }
        let bounded = search.bound.is_some() || search.naive;
        let schedule = search.schedule(node);
        // With a bound, what was explored from a sibling may have been cut off by it: nothing sleeps.
        let asleep = if bounded {
            0
        } else {
            schedule.sleep | (schedule.done & !bit(schedule.chosen))
        };
        let asleep = asleep & !bit(me);
        self.search().sleep = if is_free {
            // Whatever is stored first, it may return what it does now.
            asleep
        } else {
            self.not_affected(asleep, &op)
        };
        Logged {
            op,
            index,
            before,
            announced,
            is_free,
            instead,
        }
    }

    /// What the thread, which wakes up because it was notified, could have done otherwise.
    fn unnotified(&self, me: Tid, op: &Op) -> Option<Op> {
        let kind = match op.deadline {
            _ if op.kind != Kind::Woken => return None,
            NEVER if self.threads[me].may_wake_spuriously => Kind::Wake,
            NEVER => return None,
            _ => Kind::WakeTimeout,
        };
        let class = Class::Wait;
        Some(Op { kind, class, ..*op })
    }

    /// Those of the sleepers that the operation, which is about to be done, does not wake.
    #[inline]
    fn not_affected(&mut self, asleep: Set, op: &Op) -> Set {
        if asleep == 0 {
            return 0;
        }
        let is_affected = |&tid: &Tid| {
            let pending = self.pending_at(tid, op.object);
            pending.is_some_and(|pending| self.is_affected(&pending, op))
        };
        let affected = members(0, asleep).filter(is_affected);
        let affected = affected.fold(0, |set, tid| set | bit(tid));
        self.note_what_was_seen(affected, op.object);
        asleep & !affected
    }

    /// Threads wake up because something is about to be stored. Those that load have been seen, in the executions for which
    /// they slept, to return each of the older values.
    fn note_what_was_seen(&mut self, affected: Set, object: ObjectId) {
        let object = self.objects.get(object as usize).map(|it| &it.state);
        let Some(State::Atomic(history)) = object.filter(|_| self.weak) else {
            return;
        };
        for tid in members(0, affected) {
            let thread = &mut self.threads[tid];
            if thread.pending.is_some_and(|op| op.kind == Kind::Load) {
                thread.seen = history.len();
            }
        }
    }

    /// Whether it is a load that may return all that it could have returned earlier. With a bound it still matters when it
    /// is done.
    fn is_free_load(&mut self, me: Tid, op: &Op, action: &Action<'_>) -> bool {
        let Action::Load(order, _) = action else {
            return false;
        };
        if !self.weak || self.search().bound.is_some() || self.search().naive {
            return false;
        }
        match &self.objects[op.object as usize].state {
            State::Atomic(history) => history.returns_all(me, *order),
            _ => false,
        }
    }

    /// The thread has done what was logged, after which its clock was `clock`, with what enabled it: looks for races and
    /// makes the event known.
    #[inline]
    pub fn seal_event(&mut self, me: Tid, logged: Logged, clock: Clock) {
        let Logged {
            op,
            index,
            before,
            announced,
            is_free,
            instead,
        } = logged;
        // What is repeated has shown its races before.
        let search = self.search();
        if !is_free && search.races.log[index].node >= search.fresh {
            let op = instead.as_ref().unwrap_or(&op);
            self.find_races((me, announced), op, index, &before);
        }
        let mut previous = NO_EVENT;
        if let Some(object) = self.objects.get_mut(op.object as usize) {
            object.clocks.add(op.class, &clock);
            let index = u32::try_from(index).expect("fewer events than the step limit");
            previous = std::mem::replace(&mut object.last_event, index);
        }
        let search = self.search();
        let event = &mut search.races.log[index];
        (event.clock, event.previous) = (clock, previous);
        if !search.races.told.is_empty() {
            self.tell(me, index);
        }
    }

    /// The execution ends, and some threads never did what they had announced: that may be because of the order of what
    /// others did.
    pub fn find_races_of_those_waiting(&mut self) {
        if !self.is_searched() {
            return;
        }
        self.enter_round();
        let index = self.search().races.log.len();
        for tid in 0..self.threads.len() {
            let Some(op) = self.threads[tid].pending else {
                continue;
            };
            let before = self.threads[tid].clock.clone();
            let announced = self.search().races.announced_by(tid);
            for object in self.threads[tid].awaits.clone() {
                if object != op.object && self.is_polling(tid) {
                    let looked = Op {
                        object,
                        class: Class::Change,
                        ..op
                    };
                    self.find_races((tid, announced), &looked, index, &before);
                }
            }
            self.find_races((tid, announced), &op, index, &before);
        }
    }

    /// Looks for the events before `index` that the operation of `tid` races with, which was announced after so many
    /// events. `before` is what the thread had behind it.
    fn find_races(
        &mut self,
        (tid, announced): (Tid, usize),
        op: &Op,
        index: usize,
        before: &Clock,
    ) {
        if self.search().naive
            || self.search().is_settled
            || op.object as usize >= self.objects.len()
        {
            return;
        }
        let mut next = self.objects[op.object as usize].last_event;
        if next == NO_EVENT {
            return;
        }
        let events = self.threads[tid].events;
        let mut known = before.clone();
        // With a bound it matters even when the order of two is forced: whoever has to wait is left without a preemption.
        let bounded = self.search().bound.is_some();
        let weak = self.weak;
        while next != NO_EVENT {
            let event = next as usize;
            let search = self.search();
            let races = &search.races;
            let other = &races.log[event];
            next = other.previous;
            let came_before = other.count <= known.get(other.thread);
            // Two loads may know of different stores.
            let is_like = other.op.class == op.class && (op.class != Class::Look || !weak);
            if came_before && (is_like || other.op.class == Class::Change) {
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
            let node = other.node;
            let second = Second {
                thread: tid,
                op,
                before,
                index,
            };
            let initials = races.initials(second, &[event]);
            let &mut Schedule {
                enabled, awaiting, ..
            } = search.schedule(node);
            if awaiting != 0 && initials & enabled == 0 && initials & awaiting != 0 {
                // Whoever could come first goes round a loop there, for as long as nobody else comes before. So the order
                // is forced.
                continue;
            }
            if !forced {
                known.join(&search.races.log[event].clock);
            }
            let had_to_wait = announced <= event && enabled & bit(tid) == 0;
            if had_to_wait && !bounded && op.enablers_all_depend_on_each_other() {
                continue;
            }
            search.ask_for_one_of((node, event), initials & enabled, second, events);
        }
    }
}

/// The second operation of a race: whose it is, what its thread had behind it, and its number in the log.
#[derive(Clone, Copy)]
pub(super) struct Second<'a> {
    pub(super) thread: Tid,
    pub(super) op: &'a Op,
    pub(super) before: &'a Clock,
    pub(super) index: usize,
}

impl Races {
    /// The threads with which an order can begin in which the second operation comes before the events that it is
    /// `without`: those whose first step among what lies between and does not follow from these waits
    /// for nothing else there.
    pub(super) fn initials(&self, second: Second<'_>, without: &[usize]) -> Set {
        let (mut initials, mut seen) = (0, 0);
        // Of each thread that was seen, the number of its first step: what follows another of its steps follows that.
        let mut first = [0; MAX_THREADS];
        let follows_one = |clock: &Clock, seen: Set, first: &[u32; MAX_THREADS]| {
            members(0, seen).any(|tid| clock.get(tid) >= first[tid])
        };
        let mut waits = false;
        for later in self.left(without, second.index) {
            if seen & bit(later.thread) == 0 {
                if !follows_one(&later.clock, seen, &first) {
                    initials |= bit(later.thread);
                }
                seen |= bit(later.thread);
                first[later.thread] = later.count;
            }
            waits = waits || second.op.depends_on(&later.op);
        }
        let is_first = seen & bit(second.thread) == 0 && !waits;
        if is_first && !follows_one(second.before, seen, &first) {
            initials |= bit(second.thread);
        }
        initials
    }
}

impl Search {
    /// Asks for the race to be turned round, which begins with one of these threads at the node, unless one of them is or
    /// need not be tried. If there is none, none could be told, and all are asked for.
    fn ask_for_one_of(
        &mut self,
        (node, event): (usize, usize),
        initials: Set,
        second: Second<'_>,
        events: u32,
    ) {
        let own = bit(second.thread);
        let schedule = self.schedule(node);
        let (enabled, asleep) = (schedule.enabled, schedule.asleep());
        if self.bound.is_some() {
            // What is tried may be cut off by the bound before it gets there.
            self.ask(node, initials | (own & enabled));
        }
        if initials == 0 {
            self.ask(node, enabled);
        } else if self.bound.is_none() && initials & asleep == 0 {
            let log = &self.races.log;
            self.races.found.push(Race {
                event,
                index: second.index,
                thread: second.thread,
                count: log.get(second.index).map_or(events + 1, |it| it.count),
                op: *second.op,
                before: second.before.clone(),
            });
        }
    }
}
