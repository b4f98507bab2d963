//! Looks that lead nowhere: what threads are known to have found in vain, so that it need not be tried again.
//!
//! A loop that waits goes round as long as what it looks at stays as it is. That it would do so at some place in another
//! order of events can be told without going there, if a thread that had the same behind it has gone round at what is to be
//! seen there (*await* statements, as in Jonsson, Lång and Sagonas, "Awaiting for Godot", 2025). What a thread has behind
//! it is known by a number, into which go all that it has done and all that it could have learnt by that. What is to be
//! seen in an atomic is its value, in a lock that is tried whether it is held, and elsewhere all that was done to it.
//!
//! The numbers are kept only where some loop is known to wait.

use std::collections::HashSet;

use super::races::Races;
use super::reversals::Race;
use super::rounds::{Round, loop_of};
use super::schedule::{Execution, Strategy};
use super::search::Search;
use crate::engine::mixing::{Mixing, mix};
use crate::engine::objects::kind::Room;
use crate::engine::objects::{Class, Kind, NEVER, Object, ObjectId, Op, State, Tid};

/// For each look that has led nowhere, a number: whose, after what, and what there was to see.
pub(super) type Fruitless = HashSet<u64, Mixing>;

/// What is to be seen in an object, as a number.
const HELD: u64 = 1;
const UNTOUCHED: u64 = 2;

/// What is known of an event besides, if some loop waits.
#[derive(Default)]
pub(super) struct Told {
    /// All that its thread had behind it, and with the event.
    before: u64,
    after: u64,
    /// For an atomic, the values before and after it.
    found: Option<u64>,
    left: Option<u64>,
}

/// The value of an atomic. That of a pointer says too little of what it points to.
fn value_of(object: &Object) -> Option<u64> {
    match &object.state {
        State::Atomic(history) if object.label != "AtomicPtr" => Some(history.latest()),
        _ => None,
    }
}

impl Execution {
    /// What the object that `op` is about to be done to holds, if that may be asked for.
    #[inline]
    pub(super) fn what_is_found(&mut self, op: &Op) -> Option<Told> {
        if self.search().loops.is_empty() {
            return None;
        }
        let object = self.objects.get(op.object as usize);
        Some(Told {
            found: object.and_then(value_of),
            ..Told::default()
        })
    }

    /// The thread has done the event of that number in the log.
    pub(super) fn tell(&mut self, me: Tid, index: usize) {
        let op = self.search().races.log[index].op;
        let mut object = self.objects.get_mut(op.object as usize);
        let content = object.as_ref().map_or(0, |object| object.content);
        let place = std::ptr::from_ref(op.site).addr() as u64;
        let before = self.threads[me].past;
        let after = mix(mix(before ^ place) ^ content ^ (op.kind as u64) << 56);
        self.threads[me].past = after;
        let mut left = None;
        if let Some(object) = object.as_mut().filter(|_| op.class != Class::Look) {
            object.content = mix(content ^ after.rotate_left(1));
            left = value_of(object);
        }
        let told = &mut self.search().races.told[index];
        (told.before, told.after, told.left) = (before, after, left);
    }

    /// The thread has gone round from the event of that number on, whatever it is, and has seen `len` events before it.
    pub(super) fn learn(&mut self, tid: Tid, before: u64, op: &Op, len: usize) {
        let found = self.value_for(op);
        let races = &self.search().races;
        if let Some(seen) = races.seen_by(op, len, found, &[]) {
            self.search().fruitless.insert(key(tid, before, op, seen));
        }
    }

    /// How the execution ends; `is_whole` unless it is broken off.
    pub(super) fn end_of_path(&mut self, is_whole: bool) -> End {
        let threads = self.threads.iter();
        let pending = threads.map(|it| (it.events, it.pending)).collect();
        let is_told = !self.search().fruitless.is_empty();
        let told = if is_told { usize::MAX } else { 0 };
        let objects = self.objects.iter().take(told);
        let threads = self.threads.iter().take(told);
        End {
            pending,
            pasts: threads.map(|it| it.past).collect(),
            values: objects.map(value_of).collect(),
            is_whole,
        }
    }

    /// The value that the object of `op` has now.
    fn value_for(&self, op: &Op) -> Option<u64> {
        let object = self.objects.get(op.object as usize)?;
        value_of(object).filter(|_| !op.inside)
    }

    /// Whether the thread is at a look of which it is known where it leads, if it does nowhere.
    pub(super) fn would_learn(&self, tid: Tid) -> bool {
        let Strategy::Search(search) = &self.strategy else {
            return false;
        };
        let Some(op) = self.threads[tid].pending else {
            return false;
        };
        if !search.loops.contains(&loop_of(&op)) {
            return false;
        }
        let is_try = matches!(op.kind, Kind::TryLock);
        let is_change =
            self.would_store(tid) || is_try && self.expected_class(tid, &op) == Some(Class::Change);
        let len = search.races.log.len();
        let seen = || search.races.seen_by(&op, len, self.value_for(&op), &[]);
        let is_known = |seen| {
            let key = key(tid, self.threads[tid].past, &op, seen);
            search.fruitless.contains(&key)
        };
        !is_change && !seen().is_some_and(is_known)
    }
}

/// The number of a look.
fn key(tid: Tid, before: u64, op: &Op, seen: u64) -> u64 {
    let (place, kind) = loop_of(op);
    mix(mix(mix(before ^ tid as u64) ^ place as u64 ^ (kind as u64) << 56) ^ seen)
}

/// How an execution ended, as far as it matters to what is tried next.
pub(super) struct End {
    /// For each thread how many events it has had, and what it has not done yet.
    pub(super) pending: Vec<(u32, Option<Op>)>,
    /// All that each has behind it.
    pasts: Vec<u64>,
    /// The values of those objects that have one that counts.
    values: Vec<Option<u64>>,
    /// Whether what else it would have done is known: it was not broken off.
    pub(super) is_whole: bool,
}

impl Round {
    /// Its only look from that step on, if there is no other and nothing but its object decides what comes of it. To wait
    /// at a condition variable is more than a look: who comes after it may end it.
    pub(super) fn only_look(&self, first: usize) -> Option<Op> {
        let op = self.op_of(first);
        if !matches!(op.kind.room(), Room::Atomic | Room::Lock | Room::Life) {
            return None;
        }
        let is_told = op.class == Class::Look || !matches!(op.kind, Kind::TryLock | Kind::TryRead);
        (self.looks(first) == 1 && op.deadline == NEVER && is_told).then_some(op)
    }
}

impl Search {
    /// If the second operation of the race, left without those events, is known to lead nowhere then: those that it races
    /// with as the look that it would be.
    pub(super) fn those_in_the_way(
        &self,
        race: &Race,
        without: &[usize],
        end: &End,
    ) -> Option<Vec<usize>> {
        let Race { op, thread, .. } = *race;
        if self.fruitless.is_empty() || !self.loops.contains(&loop_of(&op)) {
            return None;
        }
        let log = &self.races.log;
        let before = match log.get(race.index) {
            Some(_) => self.races.told[race.index].before,
            None => end.pasts[thread],
        };
        let value = end.values.get(op.object as usize).copied().flatten();
        let len = race.index.min(log.len());
        let seen = self
            .races
            .seen_by(&op, len, value.filter(|_| !op.inside), without)?;
        if !self.fruitless.contains(&key(thread, before, &op, seen)) {
            return None;
        }
        let is_look = op.kind.room() == Room::Atomic || op.kind == Kind::TryLock;
        let class = if is_look { Class::Look } else { op.class };
        let look = Op { class, ..op };
        Some(self.races.raced_by_a_look(race, &look, without))
    }
}

impl Races {
    /// All that the thread of that event had behind it.
    pub(super) fn past_before(&self, event: usize) -> u64 {
        self.told[event].before
    }

    /// What `op` would see after those of the first `len` events that are left without those; `now` is the value of its
    /// object after all, if that counts. `None` if that cannot be told.
    fn seen_by(&self, op: &Op, len: usize, now: Option<u64>, without: &[usize]) -> Option<u64> {
        let object: ObjectId = op.object;
        let changes = |&at: &usize| {
            let event = &self.log[at];
            event.op.object == object && event.op.class != Class::Look
        };
        let is_left = |&at: &usize| {
            let follows = |&gone: &usize| self.log[at].follows(&self.log[gone]);
            !without.iter().any(follows)
        };
        let mut left = (0..len).filter(changes).filter(is_left);
        if let Some(now) = now {
            let first = || (0..self.log.len()).find(changes);
            let value = match left.next_back() {
                Some(last) => self.told[last].left,
                None => first().map_or(Some(now), |first| self.told[first].found),
            };
            return value.map(mix);
        }
        if matches!(op.kind, Kind::TryLock | Kind::TryRead) {
            let last = left.clone().next_back().map(|last| self.log[last].op.kind);
            if matches!(last, Some(Kind::Lock | Kind::Write | Kind::TryLock)) {
                return Some(HELD);
            }
        }
        Some(left.fold(UNTOUCHED, |content, at| mix(content ^ self.told[at].after)))
    }

    /// The events, left without those, that a look of the race's second operation races with.
    fn raced_by_a_look(&self, race: &Race, look: &Op, without: &[usize]) -> Vec<usize> {
        let mut known = race.before.clone();
        let mut found = Vec::new();
        for (at, other) in self.log[..race.index].iter().enumerate().rev() {
            if !look.depends_on(&other.op)
                || without.iter().any(|&gone| other.follows(&self.log[gone]))
            {
                continue;
            }
            let came_before = other.count <= known.get(other.thread);
            if came_before && other.op.class == Class::Change {
                break;
            }
            if came_before || other.thread == race.thread || !other.op.may_be_co_enabled(look) {
                continue;
            }
            known.join(&other.clock);
            found.push(at);
        }
        found
    }
}
