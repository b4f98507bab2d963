//! How many interleavings there are, estimated by walking down to some of them (Knuth, 1975).
//!
//! The tree that is walked is that of sleep sets: of all schedules that differ only in the order of steps that do not depend
//! on each other, it has one that comes to its end. At each node one of the threads that do not sleep is drawn; the product
//! of how many these are is, on the average over many walks, the number of leaves. A walk in which all who could go on sleep
//! is at no leaf, and counts nothing. What nobody can tell from the other order is no choice: a step that does not depend on
//! anything that others do later, as far as the walk before has shown.

use std::rc::Rc;

use super::random::Random;
use super::schedule::Execution;
use super::schedule::Strategy;
use super::search::MAX_THREADS;
use crate::engine::objects::kind::Room;
use crate::engine::objects::{Kind, NO_OBJECT, Op, Tid};

/// What each thread did in a walk, in its order.
pub type Log = Vec<Vec<Op>>;

/// One walk.
pub struct Walk {
    /// Of the walk before.
    known: Rc<Log>,
    log: Log,
    random: Random,
    /// Threads whose next step was left to other walks and has not been affected since, as bits.
    sleep: u64,
    /// The product so far.
    leaves: f64,
}

impl Walk {
    pub fn new(seed: u64, known: Rc<Log>) -> Self {
        Self {
            known,
            log: Log::new(),
            random: Random::new(seed),
            sleep: 0,
            leaves: 1.0,
        }
    }

    /// What it counts, if its execution came to an end.
    pub fn leaves(&self) -> f64 {
        self.leaves
    }

    /// What was done.
    pub fn into_log(self) -> Log {
        self.log
    }

    fn note(&mut self, tid: Tid, op: Op) {
        if self.log.len() <= tid {
            self.log.resize_with(tid + 1, Vec::new);
        }
        self.log[tid].push(op);
    }

    /// Whether another thread will do something that depends on the operation, or the other way round.
    fn matters_later(&self, tid: Tid, op: &Op) -> bool {
        let mut threads = self.known.iter().enumerate();
        threads.any(|(other, all)| {
            let done = self.log.get(other).map_or(0, Vec::len);
            let later = all.get(done..).unwrap_or_default();
            other != tid && later.iter().any(|later| depend(later, op))
        })
    }

    /// Draws one of `options`.
    pub fn draw(&mut self, options: usize) -> usize {
        self.leaves *= options as f64;
        self.random.below(options)
    }
}

fn depend(one: &Op, other: &Op) -> bool {
    one.depends_on(other) || other.depends_on(one)
}

/// Operations whose order nearly nobody can tell: threads that begin and end, what gives back and what is sure to come.
fn is_no_choice(kind: Kind) -> bool {
    let is_forced = matches!(kind, Kind::Unlock | Kind::UnlockRead | Kind::Recv);
    is_forced || matches!(kind.room(), Room::Alone | Room::Life)
}

impl Execution {
    /// One of `ready` in a walk.
    pub(super) fn pick_walking(&mut self, ready: &[Tid]) -> Tid {
        let sleep = self.sampled().walk().sleep;
        let is_asleep = |tid: Tid| tid < MAX_THREADS && sleep & (1 << tid) != 0;
        let awake: Vec<Tid> = ready
            .iter()
            .copied()
            .filter(|&tid| !is_asleep(tid))
            .collect();
        let Strategy::Sampled(sampled) = &mut self.strategy else {
            unreachable!("only called in a sampled execution")
        };
        let walk = sampled.walk();
        let threads = &self.threads;
        let is_unnoticed = |&&tid: &&Tid| {
            threads[tid].pending.is_some_and(|op| {
                let is_hidden = op.object == NO_OBJECT || is_no_choice(op.kind);
                is_hidden || (!walk.known.is_empty() && !walk.matters_later(tid, &op))
            })
        };
        let unnoticed = awake.iter().find(is_unnoticed).copied();
        let (picked, before) = match (unnoticed, awake.len()) {
            (Some(picked), _) => (picked, 0),
            (None, 0) => {
                // The rest is not looked at, and must only come to its end.
                self.sampled().walk().leaves = 0.0;
                self.pace.drain_soon();
                (ready[0], 0)
            }
            (None, count) => {
                let drawn = self.sampled().walk().draw(count);
                (awake[drawn], drawn)
            }
        };
        let left = awake[..before].iter().filter(|&&tid| tid < MAX_THREADS);
        let asleep = left.fold(sleep, |asleep, &tid| asleep | 1 << tid);
        if let Some(op) = self.threads[picked].pending {
            let op = self.expected(picked, op);
            self.sampled().walk().note(picked, op);
        }
        let woken = self.woken_by(picked);
        self.sampled().walk().sleep = asleep & !woken;
        picked
    }

    /// The operation that `tid` has announced, with the class that it would have now.
    fn expected(&self, tid: Tid, mut op: Op) -> Op {
        op.class = self.expected_class(tid, &op).unwrap_or(op.class);
        op
    }

    /// Who could do something else after the next step of `picked`, itself included, as bits.
    fn woken_by(&self, picked: Tid) -> u64 {
        let Some(op) = self.threads[picked].pending else {
            return u64::MAX;
        };
        let op = self.expected(picked, op);
        let threads = self.threads.iter().enumerate().take(MAX_THREADS);
        let affected = threads.filter(|(tid, thread)| {
            let pending = thread.pending;
            *tid == picked || pending.is_some_and(|pending| self.is_affected(&pending, &op))
        });
        affected.fold(0, |woken, (tid, _)| woken | 1 << tid)
    }
}
