//! A part of the search that another process runs meanwhile: all that begins with the next decision at one node.
//!
//! What comes there follows from the path up to that decision, from who sleeps there and from how the branch goes on that
//! led to it, and from nothing else. So a process can run it before the search comes to it. When the search comes to it,
//! these are compared with what they were, and if they are the same, so is what the search would have found: it takes
//! that in, and goes on behind it. If not, it runs that part itself, as it would have anyway. Nothing of what the whole
//! search does depends on who has run what.
//!
//! What the part asks for at nodes before it is granted then, in the order in which it was asked for (`wishes`). Only what
//! begins with a branch of which nothing more is said is run elsewhere: such a branch stays as it is.

use super::node::{Node, Schedule};
use super::reversals::Race;
use super::search::{Search, Set, bit};
use super::wishes::{Wish, Wishes};
use crate::engine::objects::{Op, Tid};

/// How the search stood before a part of it was begun elsewhere.
pub struct Snapshot {
    /// The node at which the part begins.
    node: usize,
    /// Races that are looked at again in each execution.
    open: Vec<OpenRace>,
    loops: usize,
    has_weak: bool,
}

/// A race by the two events.
type OpenRace = (usize, usize, Tid);

/// How a part that was run to its end has left the search.
pub struct Subtree {
    pub(super) wishes: Vec<Wish>,
    /// Threads that are to be tried at a node, whatever comes then.
    pub(super) asked: Vec<(usize, Set)>,
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

    /// The first node from `from` on, of those `wanted`, at which there is a part of the search to try after the one that is
    /// being tried, and that part is known.
    pub fn node_to_share(&mut self, from: usize, wanted: impl Fn(usize) -> bool) -> Option<usize> {
        let (bound, delays) = (self.bound, self.delays);
        (from..self.path.len()).find(|&node| {
            wanted(node)
                && match &mut self.path[node] {
                    Node::Choice {
                        fixed,
                        taken,
                        options,
                        ..
                    } => !*fixed && *taken + 1 < *options,
                    Node::Schedule(schedule) => {
                        let done = schedule.done;
                        schedule.done |= bit(schedule.chosen);
                        let next = schedule.next(bound, delays);
                        schedule.done = done;
                        !schedule.fixed && next.is_some_and(|next| schedule.is_open(next))
                    }
                }
        })
    }

    /// How the search stands as far as the part that begins with the next decision at this node depends on it.
    pub fn snapshot(&self, node: usize) -> Snapshot {
        Snapshot {
            node,
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
        self.wishes = Wishes::default();
    }

    /// How the part has left the search, which was run to its end since `before`. `None` if it has found what the rest of
    /// the search depends on too.
    pub fn leave(&mut self, before: &Snapshot) -> Option<Subtree> {
        if self.loops.len() != before.loops || self.has_weak != before.has_weak {
            return None;
        }
        let open = self.open_at(before.node);
        let Wishes { list, asked, .. } = std::mem::take(&mut self.wishes);
        Some(Subtree {
            wishes: list,
            asked: asked.into_iter().collect(),
            still_open: before.open.iter().map(|it| open.contains(it)).collect(),
            began: self.races.done_at(before.node),
        })
    }

    /// Takes in a part that was run elsewhere, and with which the search would go on now. Returns whether it can be: if so,
    /// the search goes on with what [`advance`](Self::advance) finds next.
    pub fn take_in(&mut self, before: &Snapshot, part: &Subtree) -> bool {
        let is_as_before = self.loops.len() == before.loops
            && self.has_weak == before.has_weak
            && self.open_at(before.node) == before.open;
        if !is_as_before {
            return false;
        }
        for &(node, wanted) in &part.asked {
            self.schedule(node).todo |= wanted;
            self.keep_asked(node, wanted);
        }
        for wish in &part.wishes {
            self.grant(wish);
        }
        let open = before.open.iter().zip(&part.still_open);
        let open: Vec<_> = open.filter(|(_, still)| **still).map(|it| *it.0).collect();
        self.races.open.retain(|race| open.contains(&key(race)));
        self.began = Some(part.began);
        true
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

impl Schedule {
    /// Whether all is tried that can come when this thread goes on.
    fn is_open(&self, thread: Tid) -> bool {
        let mut branches = self.branches.iter();
        let branch = branches.find(|branch| branch.thread == thread);
        branch.is_none_or(|branch| branch.then.is_empty())
    }
}

fn key(race: &Race) -> OpenRace {
    (race.event, race.index, race.thread)
}
