//! Telling a thread that only looks, again and again, from one that makes progress.

use std::collections::HashMap;

use super::op::{ObjectId, Op};
use crate::engine::mixing::Mixing;

/// What a thread has looked at since it last changed something: how often, for each place and object.
///
/// Counting by place, rather than in all, keeps a thread that reads a thousand counters one after the other, or checks
/// its results at the end, from being taken for one that waits for something.
#[derive(Default)]
pub struct Polls {
    counts: HashMap<(usize, ObjectId), u32, Mixing>,
}

impl Polls {
    /// One more look that changed nothing, `weight` towards `limit`. True if that is reached: the thread only looks.
    pub fn add(&mut self, op: &Op, weight: u32, limit: u32) -> bool {
        let place = std::ptr::from_ref(op.site).addr();
        let count = self.counts.entry((place, op.object)).or_insert(0);
        *count += weight;
        *count >= limit
    }

    /// The thread made progress: it changed something, or slept.
    pub fn clear(&mut self) {
        self.counts.clear();
    }
}
