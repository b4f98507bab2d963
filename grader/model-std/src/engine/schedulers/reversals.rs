//! What becomes of a race: the reverse order as another branch at the node where it begins (Optimal DPOR with wakeup
//! trees: Abdulla, Aronis, Jonsson and Sagonas, 2017).
//!
//! A branch is more than the thread that it begins with: it goes on with the steps that lead to where nobody sleeps any
//! more. Without them an execution can come to where all who could go on sleep, and was run for nothing. The steps are
//! those of the execution in which the race was found that do not follow from the first of the two operations: first
//! what the second one needs, then the second, then the others, of which only so many are kept as it takes to wake all
//! who sleep. What begins like a branch that is still to be tried becomes a part of it: so branches are trees.
//!
//! What happens late can wake a thread that sleeps. So races are turned round when an execution is over. A thread that
//! sleeps, and with which the reverse order could begin or which nothing in it depends on, makes that order superfluous.
//! That is looked at again in each execution that has the same two operations, because others come after them there.

use super::branches::{Branch, Shown, Sleeper, Step, after};
use super::fruitless::End;
use super::node::Schedule;
use super::races::{Event, Races, Second};
use super::schedule::Execution;
use super::search::{Search, Set, bit, members};
use super::subtrees::Began;
use super::wishes::{Head, Reverse, try_reverse};
use crate::engine::memory::clock::Clock;
use crate::engine::objects::kind::Room;
use crate::engine::objects::{Class, Kind, Op, Tid};

/// A race that was found.
pub(super) struct Race {
    /// The first operation.
    pub(super) event: usize,
    /// The second, or the end of the log if it was never done.
    pub(super) index: usize,
    pub(super) thread: Tid,
    /// How many events its thread had had then, this one included.
    pub(super) count: u32,
    pub(super) op: Op,
    /// What its thread had behind it. What else comes before it may do so only because of the first operation: the holder
    /// of a lock gives it back for whoever is next.
    pub(super) before: Clock,
}

impl Race {
    fn second(&self) -> Second<'_> {
        Second {
            thread: self.thread,
            op: &self.op,
            before: &self.before,
            index: self.index,
        }
    }
}

impl Search {
    /// What is to be tried at a node that is new, if somebody sleeps there: how the branch goes on that led to it.
    pub(super) fn branches_here(&self) -> Vec<Branch> {
        if self.sleep == 0 {
            // All that can come is tried.
            return Vec::new();
        }
        let mut nodes = self.path.iter().rev();
        let last = nodes.find_map(|node| node.as_schedule());
        let branch = last.and_then(|schedule| {
            let mut branches = schedule.branches.iter();
            branches.find(|branch| branch.thread == schedule.chosen)
        });
        branch.map_or_else(Vec::new, |branch| branch.then.clone())
    }

    /// The branch that was chosen last at the node, the last of the path, has been tried.
    pub(super) fn note_branch(&mut self, node: usize, (op, count): Began) {
        let schedule = self.schedule(node);
        let thread = schedule.chosen;
        let branches = &mut schedule.branches;
        let tried = Branch {
            thread,
            count,
            op,
            then: Vec::new(),
        };
        match branches.iter_mut().find(|branch| branch.thread == thread) {
            Some(branch) => *branch = tried,
            None => branches.push(tried),
        }
    }

    /// What the thread, which sleeps at the node or is tried there, would do.
    fn op_of(&self, node: usize, thread: Tid) -> Option<Op> {
        let nodes = self.path[..=node].iter().rev();
        let mut schedules = nodes.filter_map(|node| node.as_schedule());
        let branch = schedules.find_map(|schedule| {
            let mut branches = schedule.branches.iter();
            branches.find(|branch| branch.thread == thread)
        });
        branch?.op
    }

    /// Turns the race round, unless that is superfluous. Returns whether it is to be looked at again in other executions.
    /// It is to be turned round `without` these events and what follows from them. If its second operation would lead
    /// nowhere then, it is to come before others as well.
    fn reverse(&mut self, race: &Race, without: &mut Vec<usize>, end: &End) -> bool {
        if let Some(earlier) = self.those_in_the_way(race, without, end) {
            let mut is_open = false;
            for event in earlier {
                without.push(event);
                is_open |= self.reverse(race, without, end);
                without.pop();
            }
            return is_open;
        }
        let first = without.iter().copied().min().unwrap_or(race.event);
        let first = &self.races.log[first];
        let (node, first) = (first.node, (first.thread, Some(first.op)));
        let initials = self.races.initials(race.second(), without);
        let Some(schedule) = self.path[node].as_schedule() else {
            return false;
        };
        let initials = initials & schedule.enabled;
        if initials & (schedule.asleep() | schedule.asked_for_alone()) != 0 {
            return false;
        }
        let asleep = members(schedule.asleep());
        let asleep = asleep.map(|thread| (thread, self.op_of(node, thread)));
        let mut asleep: Vec<Sleeper> = asleep.collect();
        let steps = self.races.reverse(race, without, initials);
        if without.len() > 1 && after(first, &steps).is_some() {
            return false;
        }
        if end.is_whole && asleep.iter().any(|&it| after(it, &steps).is_some()) {
            return true;
        }
        asleep.push(first);
        let log = &self.races.log;
        let reverse = Reverse {
            head: Head { node, initials },
            steps: &steps,
            asleep,
            shown: Shown {
                log,
                pending: &end.pending,
            },
        };
        let wishes = (node < self.floor).then_some(&mut self.wishes);
        try_reverse(&mut self.path, wishes, reverse);
        false
    }
}

impl Schedule {
    /// Threads whose next step is explored from here or an earlier node.
    pub(super) fn asleep(&self) -> Set {
        self.sleep | (self.done & !bit(self.chosen))
    }

    /// Branches, with those that they go on with.
    pub(super) fn size(&self) -> usize {
        fn of(branches: &[Branch]) -> usize {
            let then = branches.iter().map(|branch| of(&branch.then));
            branches.len() + then.sum::<usize>()
        }
        of(&self.branches)
    }

    /// Threads that are to be tried, whatever comes then.
    pub(super) fn asked_for_alone(&self) -> Set {
        let known = self.branches.iter();
        let known = known.fold(bit(self.chosen), |set, branch| set | bit(branch.thread));
        self.todo & !known
    }
}

impl Races {
    /// The steps of the reverse order: it begins with one of `initials`.
    fn reverse<'a>(&'a self, race: &'a Race, without: &[usize], initials: Set) -> Vec<Step<'a>> {
        let second = Step {
            thread: race.thread,
            count: race.count,
            op: race.op,
            may_be: unsettled(race.op),
            clock: &race.before,
            is_second: true,
        };
        let others = self.left(without, self.log.len());
        let others: Vec<Step<'_>> = others.map(Event::as_step).collect();
        let direct: Vec<&Step<'_>> = others.iter().filter(|it| second.follows(it)).collect();
        let is_needed = |step: &Step<'_>| {
            second.follows(step) || direct.iter().any(|needed| needed.follows(step))
        };
        let (mut steps, rest): (Vec<_>, Vec<_>) = others.iter().partition(|it| is_needed(it));
        steps.push(second);
        steps.extend(rest);
        let begins = |step: &Step<'_>| initials & bit(step.thread) != 0;
        if let Some(begins) = steps.iter().position(begins) {
            steps[..=begins].rotate_right(1);
        }
        steps
    }

    /// What was done at the node, if it is known, and how many events its thread had had then.
    pub(super) fn done_at(&self, node: usize) -> Began {
        let found = self.log.binary_search_by_key(&node, |event| event.node);
        let Ok(found) = found else {
            return (None, 0);
        };
        let Event { op, count, .. } = self.log[found];
        // Whether a reference is the last shows when it goes.
        let op = match op.kind.room() {
            Room::References => unsettled(op),
            _ => op,
        };
        (Some(op), count)
    }

    /// The events before number `end` that are left without those and what follows from them, from the first of those on.
    pub(super) fn left(&self, without: &[usize], end: usize) -> impl Iterator<Item = &Event> {
        let first = without.iter().copied().min().unwrap_or(0);
        let later = self.log[..end].get(first + 1..).unwrap_or(&[]).iter();
        later.filter(|later| !without.iter().any(|&gone| later.follows(&self.log[gone])))
    }

    /// The races that are to be looked at again, as long as the events up to the node stay as they are.
    pub(super) fn keep_open(&mut self, fresh: usize) {
        let log = &self.log;
        let is_kept = |race: &Race| log.get(race.index).is_some_and(|it| it.node < fresh);
        self.open.retain(is_kept);
    }
}

impl Event {
    fn as_step(&self) -> Step<'_> {
        Step {
            thread: self.thread,
            count: self.count,
            op: self.op,
            may_be: self.op,
            clock: &self.clock,
            is_second: false,
        }
    }
}

impl Execution {
    /// Turns round the races that were found. The execution `is_whole` unless it is broken off: then what else it would
    /// have done is not known.
    pub(super) fn reverse_races(&mut self, is_whole: bool) {
        if !self.is_searched() {
            // What was found belongs to a path that is there no more.
            return;
        }
        let search = self.search();
        let mut races = std::mem::take(&mut search.races.open);
        races.append(&mut search.races.found);
        if races.is_empty() {
            return;
        }
        let end = self.end_of_path(is_whole);
        let search = self.search();
        let mut without = Vec::new();
        races.retain(|race| {
            without.clear();
            without.push(race.event);
            search.reverse(race, &mut without, &end)
        });
        search.races.open = races;
    }
}

/// The operation as far as it is known before its turn has come: what others have done may make it another.
fn unsettled(mut op: Op) -> Op {
    let is_settled = match op.kind.room() {
        Room::Atomic => matches!(op.kind, Kind::Load | Kind::Store),
        Room::Lock => !matches!(op.kind, Kind::TryLock | Kind::TryRead),
        Room::Condvar | Room::References => false,
        _ => true,
    };
    if !is_settled {
        op.class = Class::Change;
    }
    op
}
