//! The record of a run: what each thread did, in order. Timelines, traces and JSON are drawn from it afterwards.

use std::ops::Deref;
use std::sync::atomic::Ordering;

use crate::engine::objects::kind::Kind;
use crate::engine::objects::op::{ObjectId, Op, Tid};
use crate::engine::objects::value::Value;

/// What is kept of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recording {
    Nothing,
    Steps,
    /// Steps, and what locks guard and messages are as far as that can be shown, which takes longer than the steps.
    Values,
}

/// One step of one thread.
#[derive(Debug, Clone)]
pub struct Recorded {
    pub thread: Tid,
    pub op: Op,
    /// Clock when the thread arrived at the operation, and when it did it: what lies between was waiting or sleeping.
    pub since: u64,
    pub at: u64,
    pub value: Value,
    /// What a lock guards, or a message, as far as it can be shown: when a lock is taken, and when it is given back.
    pub shown: Option<Shown>,
    /// The memory ordering of an operation on an atomic.
    pub order: Option<Ordering>,
    /// Whether it succeeded; see `Effect::done`.
    pub done: bool,
    /// Whether the thread of the step before could have gone on.
    pub interrupts: bool,
}

/// What a step shows of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// Where a lock is given back: the value when it was taken, if that looked different.
    pub was: Option<String>,
    pub now: String,
}

/// What a lock guarded when it was taken last.
fn taken(before: &[Recorded], lock: ObjectId) -> Option<&String> {
    /// Steps that are looked at, of all threads: a run in virtual time can have millions while a lock is held.
    const MOST: usize = 256;
    let mut last = before.iter().rev().take(MOST);
    let takes = |step: &&Recorded| {
        step.op.object == lock
            && matches!(step.op.kind, Kind::Lock | Kind::TryLock)
            && step.shown.is_some()
    };
    last.find(takes)
        .and_then(|step| step.shown.as_ref())
        .map(|shown| &shown.now)
}

impl Recorded {
    /// Whether a `recv_timeout` ended because the channel did, before its time was up.
    pub fn is_cut_short(&self) -> bool {
        self.op.kind == Kind::RecvTimeout && !self.done && self.at < self.op.deadline
    }
}

/// Steps of a run that are kept at its beginning, and as many at its end, whatever they are.
pub const EDGE: usize = 1_000;

/// Steps above which a record is thinned out.
const CROWDED: usize = 100_000;

/// The steps of a run, in order.
///
/// A run that never ends can have millions of steps. Of so many only those are kept that a timeline shows, which are
/// the ones that took time, and the ends of threads; and the first and the last [`EDGE`], which tell what it did.
#[derive(Debug, Default)]
pub struct Record {
    steps: Vec<Recorded>,
    /// How many were left the last time.
    kept: usize,
}

impl Record {
    /// What is left of a record that somebody has gone through.
    pub fn of(steps: Vec<Recorded>) -> Self {
        Self { steps, kept: 0 }
    }

    pub fn push(&mut self, step: Recorded) {
        if self.steps.len() >= 2 * self.kept.max(CROWDED / 2) {
            self.thin_out();
        }
        self.steps.push(step);
    }

    /// Whether it is of a run that did the same, in the same order and at the same times.
    pub fn repeats(&self, other: &Self) -> bool {
        let what = |step: &Recorded| (step.thread, step.op.kind, step.op.object, step.at);
        self.steps.iter().map(what).eq(other.steps.iter().map(what))
    }

    /// Whether it is so long that not every step was kept.
    pub fn is_thinned(&self) -> bool {
        self.kept > 0
    }

    /// Adds what the last step shows, unless a library did it, whose values are none of the program's.
    pub fn show(&mut self, now: String) {
        let Some((step, before)) = self.steps.split_last_mut() else {
            return;
        };
        if step.op.inside {
            return;
        }
        let was = match step.op.kind {
            Kind::Unlock | Kind::Downgrade => taken(before, step.op.object),
            _ => None,
        };
        step.shown = Some(Shown {
            was: was.filter(|was| **was != now).cloned(),
            now,
        });
    }

    fn thin_out(&mut self) {
        let ordinary = self.steps.iter().filter(|step| !step.is_edge_of_a_life());
        let last = ordinary.count().saturating_sub(EDGE);
        let mut nth = 0;
        self.steps.retain(|step| {
            if step.is_edge_of_a_life() {
                return true;
            }
            nth += 1;
            nth <= EDGE || nth > last || step.at > step.since
        });
        self.kept = self.steps.len();
    }
}

impl Deref for Record {
    type Target = [Recorded];
    fn deref(&self) -> &[Recorded] {
        &self.steps
    }
}

impl<'a> IntoIterator for &'a Record {
    type Item = &'a Recorded;
    type IntoIter = std::slice::Iter<'a, Recorded>;
    fn into_iter(self) -> Self::IntoIter {
        self.steps.iter()
    }
}

impl Recorded {
    /// Whether it is a thread's first or last step, which traces leave out.
    pub fn is_edge_of_a_life(&self) -> bool {
        matches!(
            self.op.kind,
            Kind::Start | Kind::Return | Kind::Finish | Kind::End
        )
    }
}

/// A panic, as the hook saw it.
#[derive(Debug, Clone)]
pub struct PanicRecord {
    pub thread: Tid,
    pub message: String,
    /// Where it was raised; if that is inside std, the line of the program from which its thread came there, as far as is
    /// known: that of its last operation.
    pub site: Option<(String, u32)>,
    pub inside_std: bool,
    /// Steps that had been recorded by then.
    pub after: usize,
}

#[cfg(test)]
mod tests {
    use std::panic::Location;

    use super::*;
    use crate::engine::objects::op::NO_OBJECT;

    fn step(number: usize, kind: Kind, took: u64) -> Recorded {
        let at = number as u64;
        Recorded {
            thread: number,
            op: Op::new(kind, NO_OBJECT, Location::caller()),
            since: at - took,
            at,
            value: Value::None,
            shown: None,
            order: None,
            done: true,
            interrupts: false,
        }
    }

    #[cfg(not(miri))] // It would take minutes there.
    #[test]
    fn a_long_record_keeps_its_ends_what_took_time_and_when_threads_began() {
        let mut record = Record::default();
        let many = 20 * CROWDED;
        for number in 0..many {
            record.push(match number {
                50_000 => step(number, Kind::Sleep, 1),
                60_000 => step(number, Kind::Start, 0),
                _ => step(number, Kind::Load, 0),
            });
        }
        assert!(record.len() <= CROWDED, "{} steps are left", record.len());
        let kept = |range: std::ops::Range<usize>| {
            record
                .iter()
                .filter(|step| range.contains(&step.thread))
                .count()
        };
        assert_eq!(kept(0..EDGE), EDGE);
        assert_eq!(kept(many - EDGE..many), EDGE);
        assert_eq!((kept(50_000..50_001), kept(60_000..60_001)), (1, 1));
    }
}
