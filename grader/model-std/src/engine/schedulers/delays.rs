//! A bound on delays (Emmi, Qadeer and Rakamaric, 2011): threads go in turn, each for as long as it can, and where one is
//! delayed the next goes on in its place. How many executions there are hardly depends on how many threads there are.

use super::node::{Node, Schedule};
use super::search::{Search, bit};
use crate::engine::objects::Tid;

impl Search {
    /// Every execution with so many delays at most.
    pub fn by_delays(delays: u32) -> Self {
        let mut search = Self::new(None);
        search.delays = Some(delays);
        search.naive = true;
        search
    }

    /// The same, from the beginning.
    pub fn anew(&self) -> Self {
        let mut search = Self::new(self.bound);
        search.delays = self.delays;
        search.naive = self.naive;
        search
    }

    /// Delays on the whole path.
    pub(super) fn delays_so_far(&self) -> u32 {
        let last = self.path.iter().rev().find_map(|node| match node {
            Node::Schedule(node) => Some(node.delays + node.delays_for(node.chosen)),
            Node::Choice { .. } => None,
        });
        last.unwrap_or(0)
    }
}

impl Schedule {
    /// How many threads are delayed if it goes on: those whose turn comes before its own.
    pub(super) fn delays_for(&self, tid: Tid) -> u32 {
        let (turn, own) = (bit(self.turn), bit(tid));
        let from_turn = !(turn - 1);
        let before_own = own - 1;
        let delayed = if tid >= self.turn {
            from_turn & before_own
        } else {
            from_turn | before_own
        };
        (self.enabled & delayed).count_ones()
    }
}
