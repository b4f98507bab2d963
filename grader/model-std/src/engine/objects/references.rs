//! An allocation whose references are counted. The counts themselves stay with std's `Arc`; here is
//! only what others could notice of them.

use super::class::{Class, Conflicts};
use super::kind::Kind;
use super::outcome::Outcome;
use super::transition::{Applied, Progress};
use super::turn::Turn;
use super::value::{Shape, Value};

/// What is known of an allocation's counts.
#[derive(Default)]
pub struct References {
    /// Whether anybody has looked at a count.
    looked: bool,
    /// After one reference was dropped, how many there are.
    pub left: usize,
}

/// A look depends on what changes the count it looks at, and of two that go the second may be the
/// last.
pub const CONFLICTS: Conflicts = &[
    (
        &[Class::Count, Class::Unique],
        &[Class::Gain, Class::Lose, Class::Last, Class::Upgrade],
    ),
    (
        &[Class::Gain, Class::Lose, Class::Last, Class::Upgrade],
        &[Class::Count, Class::Unique],
    ),
    (&[Class::Unique], &[Class::Weak]),
    (&[Class::Weak], &[Class::Unique]),
    (&[Class::Last], &[Class::Lose, Class::Last]),
    (&[Class::Lose], &[Class::Last]),
    (&[Class::Upgrade], &[Class::Lose, Class::Last]),
    (&[Class::Lose, Class::Last], &[Class::Upgrade]),
];

/// As little is known before its turn has come as can be; the [`Outcome`] says more.
pub fn class(kind: Kind) -> Class {
    match kind {
        Kind::CloneArc => Class::Gain,
        Kind::DropArc | Kind::IntoInner => Class::Last,
        Kind::StrongCount => Class::Count,
        Kind::WeakCount | Kind::GetMut => Class::Unique,
        Kind::CloneWeak | Kind::DropWeak | Kind::DowngradeArc => Class::Weak,
        Kind::Upgrade => Class::Upgrade,
        _ => Class::Change,
    }
}

impl References {
    pub fn apply(&mut self, outcome: &Outcome, turn: &mut Turn<'_>) -> Applied {
        let Outcome {
            class, done, shown, ..
        } = *outcome;
        let acquires = match class {
            Class::Last | Class::Change => true,
            Class::Unique | Class::Upgrade => done && shown.is_none(),
            _ => false,
        };
        if acquires {
            turn.acquire();
        }
        if matches!(
            class,
            Class::Lose | Class::Last | Class::Change | Class::Weak
        ) {
            turn.release();
        }
        let is_look = matches!(class, Class::Count | Class::Unique | Class::Upgrade);
        self.looked |= is_look;
        let mut applied = outcome.applied();
        // Who waits for a count may go on; but to take and give back one's own is no progress.
        if self.looked && !is_look && applied.progress == Progress::Neutral {
            applied.progress = Progress::ForOthers;
        }
        applied
    }
}

impl Outcome {
    /// What it is to the thread itself, also where no counts are followed.
    pub fn applied(&self) -> Applied {
        let progress = match self.class {
            Class::Count | Class::Unique => Progress::Idle,
            Class::Upgrade if !self.done => Progress::Idle,
            Class::Change => Progress::Changed,
            _ => Progress::Neutral,
        };
        let shown = self.shown.map_or(Value::None, |count| {
            Value::Bits(count as u64, Shape::Unsigned)
        });
        Applied::when(self.done, progress).showing(shown)
    }
}
