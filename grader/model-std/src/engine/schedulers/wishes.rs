//! What a part of the search asks for at nodes before it, where races reach back that were found in it.
//!
//! What is tried at such a node is the whole search's to decide, which may have added to it meanwhile.
//! So a wish is kept with all that it takes to grant it later (`Search::grant`), in the same
//! words as it would be granted at once. The part grants
//! it for itself too: what changes nothing there need not be kept, because nothing that is asked for goes away again, and
//! what is added comes behind. Only once the part has added something at a node is all kept that is wished there.

use std::collections::{BTreeSet, HashSet};

use super::branches::{Shown, Sleeper, Step};
use super::node::Node;
use super::races::Event;
use super::search::{Search, Set, bit};
use crate::engine::memory::clock::Clock;
use crate::engine::objects::object::NO_EVENT;
use crate::engine::objects::{ObjectId, Op, Tid};

/// A reverse order that is to be tried from a node on.
pub(super) struct Wish {
    pub(super) head: Head,
    pub(super) steps: Vec<WishedStep>,
    /// What each of them follows from.
    pub(super) clocks: Vec<Clock>,
    pub(super) asleep: Vec<Sleeper>,
    /// The execution that shows the race: which event was done to which object, and what was pending at its end.
    pub(super) objects: Vec<(Tid, u32, ObjectId)>,
    pub(super) pending: Vec<(u32, Option<Op>)>,
}

/// Where it is to be tried, and by whom it can begin.
#[derive(Clone, Copy)]
pub(super) struct Head {
    pub(super) node: usize,
    pub(super) initials: Set,
}

/// A [`Step`], without its clock.
#[derive(Clone, Copy)]
pub(super) struct WishedStep {
    thread: Tid,
    count: u32,
    op: Op,
    may_be: Op,
    is_second: bool,
}

/// The wishes of a part, in the order in which they came up.
#[derive(Default)]
pub(super) struct Wishes {
    pub(super) list: Vec<Wish>,
    /// Threads that are to be tried at a node, whatever comes then.
    pub(super) asked: BTreeSet<(usize, Set)>,
    /// Nodes at which something has been added.
    changed: HashSet<usize>,
    /// Where they begin, and with which events they go on.
    known: HashSet<Key>,
}

/// Where a wish begins, and with which events it goes on: number of the thread, and which of its events.
type Key = (usize, Set, Vec<(Tid, u32)>);

/// What shows a race, and what is to be tried because of it.
pub(super) struct Reverse<'a> {
    pub(super) head: Head,
    pub(super) steps: &'a [Step<'a>],
    pub(super) asleep: Vec<Sleeper>,
    pub(super) shown: Shown<'a>,
}

impl Search {
    /// Grants a wish of a part that another process has run.
    pub(super) fn grant(&mut self, wish: &Wish) {
        let Head { node, initials } = wish.head;
        let Some(schedule) = self.path[node].as_schedule() else {
            return;
        };
        if initials & (schedule.asleep() | schedule.asked_for_alone()) != 0 {
            return;
        }
        let log: Vec<Event> = wish.log().collect();
        let steps: Vec<Step<'_>> = wish.steps().collect();
        let reverse = Reverse {
            head: wish.head,
            steps: &steps,
            asleep: wish.asleep.clone(),
            shown: Shown {
                log: &log,
                pending: &wish.pending,
            },
        };
        let wishes = (node < self.floor).then_some(&mut self.wishes);
        try_reverse(&mut self.path, wishes, reverse);
    }

    /// Keeps what is asked for at a node before the part of the search that is this process's.
    pub(super) fn keep_asked(&mut self, node: usize, wanted: Set) {
        if node < self.floor {
            self.wishes.asked.insert((node, wanted));
        }
    }
}

/// Adds a reverse order to what is tried. If there are wishes to be kept, it is one.
pub(super) fn try_reverse(path: &mut [Node], wishes: Option<&mut Wishes>, reverse: Reverse<'_>) {
    let Reverse {
        head,
        steps,
        asleep,
        shown,
    } = reverse;
    let Some(Node::Schedule(schedule)) = path.get_mut(head.node) else {
        return;
    };
    let over = schedule.done | bit(schedule.chosen);
    let kept = wishes.map(|wishes| (wishes, asleep.clone(), schedule.size()));
    if shown.insert(&mut schedule.branches, over, steps, asleep) {
        schedule.todo |= bit(steps[0].thread);
    }
    if let Some((wishes, asleep, before)) = kept {
        let has_changed = schedule.size() != before;
        wishes.keep(has_changed, head, steps, || {
            Wish::new(head, steps, asleep, &shown)
        });
    }
}

impl Wishes {
    fn keep(
        &mut self,
        has_changed: bool,
        head: Head,
        steps: &[Step<'_>],
        wish: impl FnOnce() -> Wish,
    ) {
        if has_changed {
            self.changed.insert(head.node);
        } else if !self.changed.contains(&head.node) {
            return;
        }
        let events = steps.iter().map(|step| (step.thread, step.count));
        let key = (head.node, head.initials, events.collect());
        if self.known.insert(key) || has_changed {
            self.list.push(wish());
        }
    }
}

impl Wish {
    fn new(head: Head, steps: &[Step<'_>], asleep: Vec<Sleeper>, shown: &Shown<'_>) -> Self {
        let objects = shown.log.iter();
        let objects = objects.map(|event| (event.thread, event.count, event.op.object));
        let wished = steps.iter().map(|step| WishedStep {
            thread: step.thread,
            count: step.count,
            op: step.op,
            may_be: step.may_be,
            is_second: step.is_second,
        });
        Self {
            head,
            steps: wished.collect(),
            clocks: steps.iter().map(|step| step.clock.clone()).collect(),
            asleep,
            objects: objects.collect(),
            pending: shown.pending.to_vec(),
        }
    }

    fn steps(&self) -> impl Iterator<Item = Step<'_>> {
        self.steps
            .iter()
            .zip(&self.clocks)
            .map(|(step, clock)| Step {
                thread: step.thread,
                count: step.count,
                op: step.op,
                may_be: step.may_be,
                clock,
                is_second: step.is_second,
            })
    }

    /// The execution, as far as it matters what was done to what.
    fn log(&self) -> impl Iterator<Item = Event> {
        let any = self.steps.first().map(|step| step.op);
        let objects = self.objects.iter();
        objects.filter_map(move |&(thread, count, object)| {
            Some(Event {
                thread,
                count,
                op: Op { object, ..any? },
                node: 0,
                clock: Clock::default(),
                previous: NO_EVENT,
            })
        })
    }
}
