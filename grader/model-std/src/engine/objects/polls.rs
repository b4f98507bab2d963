//! Telling a thread that only looks, again and again, from one that makes progress.

use std::collections::HashMap;

use super::kind::Kind;
use super::op::{ObjectId, Op};
use crate::engine::mixing::Mixing;

/// What a thread has looked at since it last changed something: how often, for each place and object.
///
/// Counting by place, rather than in all, keeps a thread that reads a thousand counters one after the other, or checks
/// its results at the end, from being taken for one that waits for something.
#[derive(Default)]
pub struct Polls {
    counts: HashMap<(usize, ObjectId), Looks, Mixing>,
}

#[derive(Default)]
struct Looks {
    count: u32,
    /// Whether one of them was a lock, taken and given back as it was.
    gave_back: bool,
}

impl Polls {
    /// One more look that changed nothing, `weight` towards `limit`. True if that is reached: the thread only looks.
    pub fn add(&mut self, op: &Op, weight: u32, limit: u32) -> bool {
        let place = std::ptr::from_ref(op.site).addr();
        let looks = self.counts.entry((place, op.object)).or_default();
        looks.count += weight;
        looks.gave_back |= matches!(op.kind, Kind::Unlock | Kind::UnlockRead);
        looks.count >= limit
    }

    /// Whether it has looked at that already.
    pub fn has(&self, op: &Op) -> bool {
        let place = std::ptr::from_ref(op.site).addr();
        !self.counts.is_empty() && self.counts.contains_key(&(place, op.object))
    }

    /// Whether it has taken that lock there already, and given it back as it was.
    pub fn has_given_back(&self, op: &Op) -> bool {
        let place = std::ptr::from_ref(op.site).addr();
        let looks = self.counts.get(&(place, op.object));
        looks.is_some_and(|looks| looks.gave_back)
    }

    /// The thread made progress: it changed something, or slept.
    pub fn clear(&mut self) {
        self.counts.clear();
    }
}
