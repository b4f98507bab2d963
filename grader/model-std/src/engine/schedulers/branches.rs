//! Branches of the search: what is to be tried at a node, as far as it is known how it goes on.

use super::races::Event;
use super::search::{Set, bit};
use crate::engine::memory::clock::Clock;
use crate::engine::objects::{Op, Tid};

/// What is tried at a node, in the order in which it was asked for.
#[derive(Clone)]
pub(super) struct Branch {
    pub(super) thread: Tid,
    /// How many events the thread will have had then.
    pub(super) count: u32,
    /// What it does there, if it is known. The object is that of an execution before, which may have met its objects in
    /// another order.
    pub(super) op: Option<Op>,
    /// How it goes on. If nothing is said, all that can come is tried.
    pub(super) then: Vec<Branch>,
}

/// A step of a reverse order.
#[derive(Clone, Copy)]
pub(super) struct Step<'a> {
    pub(super) thread: Tid,
    /// How many events the thread had had, this one included.
    pub(super) count: u32,
    pub(super) op: Op,
    /// The same, as far as it is known before its turn has come.
    pub(super) may_be: Op,
    pub(super) clock: &'a Clock,
    /// Whether it is the second operation of the race, whose clock says only what its thread had behind it.
    pub(super) is_second: bool,
}

impl Step<'_> {
    pub(super) fn follows(&self, other: &Self) -> bool {
        self.clock.get(other.thread) >= other.count
            || (self.is_second && self.op.depends_on(&other.op))
    }
}

/// What a thread that sleeps would do, if that is known.
pub(super) type Sleeper = (Tid, Option<Op>);

/// The execution that shows a race.
pub(super) struct Shown<'a> {
    pub(super) log: &'a [Event],
    /// For each thread how many events it has had, and what it has not done yet.
    pub(super) pending: &'a [(u32, Option<Op>)],
}

impl Shown<'_> {
    /// What the branch begins with, done to the object that this execution has for it.
    fn begin(&self, branch: &Branch) -> Sleeper {
        let (thread, count) = (branch.thread, branch.count);
        let is_it = |event: &&Event| event.thread == thread && event.count == count;
        let done = self.log.iter().find(is_it).map(|event| event.op.object);
        let object = done.or_else(|| {
            let (events, pending) = self.pending.get(thread)?;
            pending.filter(|_| events + 1 == count).map(|op| op.object)
        });
        let op = branch.op.zip(object);
        (thread, op.map(|(op, object)| Op { object, ..op }))
    }

    /// Adds the steps to what is tried, with those sleeping there who are named. If they are, or become, a part of a branch
    /// that is there, returns false. Threads that are `over` are tried no more.
    pub(super) fn insert(
        &self,
        branches: &mut Vec<Branch>,
        over: Set,
        steps: &[Step<'_>],
        mut asleep: Vec<Sleeper>,
    ) -> bool {
        for branch in branches.iter_mut() {
            if over & bit(branch.thread) != 0 {
                continue;
            }
            let begin = self.begin(branch);
            if let Some(rest) = after(begin, steps) {
                if !branch.then.is_empty() && !rest.is_empty() {
                    self.insert(&mut branch.then, 0, &rest, asleep);
                }
                return false;
            }
            asleep.push(begin);
        }
        let mut end = branches;
        for step in steps {
            asleep.retain(|(thread, op)| {
                *thread != step.thread && !op.is_some_and(|op| op.depends_on(&step.op))
            });
            end.push(Branch {
                thread: step.thread,
                count: step.count,
                op: Some(step.may_be),
                then: Vec::new(),
            });
            if asleep.is_empty() {
                break;
            }
            end = &mut end.last_mut().expect("it was just pushed").then;
        }
        true
    }
}

fn depend(one: &Op, other: &Op) -> bool {
    one.depends_on(other) || other.depends_on(one)
}

/// The same steps after one of that thread, if they could begin with it: what is left of them. None if they could not.
pub(super) fn after<'a>((thread, op): Sleeper, steps: &[Step<'a>]) -> Option<Vec<Step<'a>>> {
    let Some(own) = steps.iter().position(|step| step.thread == thread) else {
        let op = op?;
        let is_apart = !steps.iter().any(|step| depend(&op, &step.may_be));
        return is_apart.then(|| steps.to_vec());
    };
    let follows = |other: &Step| steps[own].follows(other);
    (!steps[..own].iter().any(follows)).then(|| [&steps[..own], &steps[own + 1..]].concat())
}
