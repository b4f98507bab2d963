//! A part of the search that another process runs meanwhile: all that begins with the next decision at one node.
//!
//! What comes there follows from the path up to that decision, from who sleeps there and from how the branch goes on that
//! led to it, and from nothing else. So a process can run it before the search comes to it. When the search comes to it,
//! these are compared with what they were, and if they are the same, so is what the search would have found: it takes
//! that in, and goes on behind it. If not, it runs that part itself, as it would have anyway. Nothing of what the whole
//! search does depends on who has run what.
//!
//! What the part asks for at nodes before it (races reach back) is taken in by node: the part knew each as it was, and says
//! how it left it. Where the search has changed the same node meanwhile, in another way, it does not take the part in.

use super::branches::Branch;
use super::node::Node;
use super::reversals::Race;
use super::search::{Search, Set, bit};
use crate::engine::objects::{Op, Tid};

/// How the search stood before a part of it was begun elsewhere.
pub struct Snapshot {
    /// The node at which the part begins.
    node: usize,
    /// What is asked for at each node up to there.
    asked: Vec<Option<Asked>>,
    /// Races that are looked at again in each execution.
    open: Vec<OpenRace>,
    loops: usize,
    has_weak: bool,
}

/// What is asked for at a node.
struct Asked {
    todo: Set,
    branches: Vec<Branch>,
}

/// A race by the two events.
type OpenRace = (usize, usize, Tid);

/// How a part that was run to its end has left the search.
pub struct Subtree {
    /// Nodes at which it has asked for more, and for what they are to be tried now.
    pub(super) changed: Vec<(usize, Set, Vec<Branch>)>,
    /// Which of the open races still are.
    pub(super) still_open: Vec<bool>,
    /// What was done first.
    pub(super) began: Began,
}

/// What was done at a node, if it is known, and how many events its thread had had then.
pub(super) type Began = (Option<Op>, u32);

impl Search {
    /// The length of the path.
    pub fn path_len(&self) -> usize {
        self.path.len()
    }

    /// The first node from `from` on, of those `wanted`, at which there is more to try after what is being tried there.
    pub fn node_to_share(&mut self, from: usize, wanted: impl Fn(usize) -> bool) -> Option<usize> {
        let (bound, delays) = (self.bound, self.delays);
        (from..self.path.len()).find(|&node| {
            wanted(node)
                && match &mut self.path[node] {
                    Node::Choice { fixed: true, .. } => false,
                    Node::Choice { taken, options, .. } => *taken + 1 < *options,
                    Node::Schedule(schedule) => {
                        let done = schedule.done;
                        schedule.done |= bit(schedule.chosen);
                        let next = schedule.next(bound, delays);
                        schedule.done = done;
                        !schedule.fixed && next.is_some()
                    }
                }
        })
    }

    /// How the search stands as far as the part that begins with the next decision at this node depends on it.
    pub fn snapshot(&self, node: usize) -> Snapshot {
        let asked = self.path[..=node].iter().map(|node| {
            let schedule = node.as_schedule()?;
            Some(Asked {
                todo: schedule.todo,
                branches: schedule.branches.clone(),
            })
        });
        Snapshot {
            node,
            asked: asked.collect(),
            open: self.open_at(node),
            loops: self.loops.len(),
            has_weak: self.has_weak,
        }
    }

    /// Leaves everything but the part that begins with the next decision at this node.
    pub fn enter(&mut self, node: usize) {
        self.path.truncate(node + 1);
        self.is_again = false;
        self.floor = 0;
        self.advance();
        self.floor = node + 1;
    }

    /// How the part has left the search, which was run to its end since `before`. `None` if it has found what the rest of
    /// the search depends on too.
    pub fn leave(&self, before: &Snapshot) -> Option<Subtree> {
        if self.loops.len() != before.loops || self.has_weak != before.has_weak {
            return None;
        }
        let changed = (0..).zip(&before.asked).filter_map(|(node, asked)| {
            let (asked, now) = (asked.as_ref()?, self.path[node].as_schedule()?);
            let is_same = asked.is(now.todo, &now.branches, now.done | bit(now.chosen));
            (!is_same).then(|| (node, now.todo, now.branches.clone()))
        });
        let open = self.open_at(before.node);
        Some(Subtree {
            changed: changed.collect(),
            still_open: before.open.iter().map(|it| open.contains(it)).collect(),
            began: self.races.done_at(before.node),
        })
    }

    /// Takes in a part that was run elsewhere, and with which the search would go on now. Returns whether it can be: if so,
    /// the search goes on with what [`advance`](Self::advance) finds next.
    pub fn take_in(&mut self, before: &Snapshot, part: Subtree) -> bool {
        let is_as_before = self.loops.len() == before.loops
            && self.has_weak == before.has_weak
            && self.open_at(before.node) == before.open
            && self.goes_on_like(before)
            && part.changed.iter().all(|it| self.can_take(before, it));
        if !is_as_before {
            return false;
        }
        for (node, todo, branches) in part.changed {
            let is_bounded = !self.reduces();
            let schedule = self.schedule(node);
            // Without a reduction these are all that is asked for, and in which order does not matter.
            schedule.todo = if is_bounded {
                schedule.todo | todo
            } else {
                todo
            };
            schedule.branches = branches;
        }
        let log = &self.races.log;
        let open = before.open.iter().zip(part.still_open);
        let open: Vec<_> = open.filter(|(_, still)| *still).map(|it| *it.0).collect();
        self.races
            .open
            .retain(|race| race.index < log.len() && open.contains(&key(race)));
        self.began = Some(part.began);
        true
    }

    /// Whether the branch that is chosen at the node goes on as it did before.
    fn goes_on_like(&self, before: &Snapshot) -> bool {
        let Some(now) = self.path[before.node].as_schedule() else {
            return true;
        };
        let asked = before.asked[before.node].as_ref();
        let of = |branches: &[Branch]| {
            let mut branches = branches.iter();
            branches.find(|it| it.thread == now.chosen).cloned()
        };
        let was = asked.and_then(|asked| of(&asked.branches));
        are_same(was.as_slice(), of(&now.branches).as_slice(), 0)
    }

    /// Whether what the part asks for at a node can be asked for there, as it is now.
    fn can_take(
        &self,
        before: &Snapshot,
        (node, todo, branches): &(usize, Set, Vec<Branch>),
    ) -> bool {
        let (asked, now) = (&before.asked[*node], self.path[*node].as_schedule());
        let (Some(asked), Some(now)) = (asked, now) else {
            return false;
        };
        let over = now.done | bit(now.chosen);
        !self.reduces()
            || asked.is(now.todo, &now.branches, over)
            || *todo == now.todo && are_same(branches, &now.branches, over)
    }

    /// The races that stay open when the search goes on at that node.
    fn open_at(&self, node: usize) -> Vec<OpenRace> {
        let nodes = &self.path[..=node];
        let fresh = nodes.iter().rposition(|node| node.as_schedule().is_some());
        let (log, fresh) = (&self.races.log, fresh.unwrap_or(0));
        let is_kept = |race: &&Race| log.get(race.index).is_some_and(|event| event.node < fresh);
        self.races.open.iter().filter(is_kept).map(key).collect()
    }
}

fn key(race: &Race) -> OpenRace {
    (race.event, race.index, race.thread)
}

impl Asked {
    /// Whether the same is asked for, but for threads that are `over`, of which nothing is asked any more.
    fn is(&self, todo: Set, branches: &[Branch], over: Set) -> bool {
        self.todo == todo && are_same(&self.branches, branches, over)
    }
}

fn are_same(ones: &[Branch], others: &[Branch], over: Set) -> bool {
    let is_left = |branch: &&Branch| over & bit(branch.thread) == 0;
    let mut others = others.iter().filter(is_left);
    let mut ones = ones.iter().filter(is_left);
    ones.all(|one| {
        others.next().is_some_and(|other| {
            (one.thread, one.count) == (other.thread, other.count)
                && is_same_op(one.op, other.op)
                && are_same(&one.then, &other.then, 0)
        })
    }) && others.next().is_none()
}

fn is_same_op(one: Option<Op>, other: Option<Op>) -> bool {
    let known = |op: Op| {
        (
            op.kind,
            op.class,
            op.object,
            op.deadline,
            op.inside,
            std::ptr::from_ref(op.site),
        )
    };
    one.map(known) == other.map(known)
}
