//! What an operation carries, and what is left when it has been done.

use std::sync::atomic::Ordering;

use super::outcome::Outcome;
use super::value::{Shape, Value};

/// What is known of a read-modify-write before its turn has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Aim {
    /// It may change any value.
    #[default]
    Unknown,
    /// A compare-exchange: it changes this value only.
    IfIs(u64),
    /// A weak one: it may leave even that.
    IfIsWeakly(u64),
    /// A swap: it leaves this value in any case.
    Puts(u64),
}

impl Aim {
    /// The value that it demands to find.
    pub fn expected(self) -> Option<u64> {
        match self {
            Self::IfIs(expected) | Self::IfIsWeakly(expected) => Some(expected),
            Self::Unknown | Self::Puts(_) => None,
        }
    }

    /// Whether it would leave `value` as it is, for good reason.
    pub fn leaves(self, value: u64) -> bool {
        match self {
            Self::Unknown => false,
            Self::IfIs(expected) | Self::IfIsWeakly(expected) => value != expected,
            Self::Puts(new) => value == new,
        }
    }
}

/// What an operation carries besides its object.
pub enum Action<'a> {
    Plain,
    /// An unlock, and whether what the lock guards was changed meanwhile.
    Unlock(Progress),
    Load(Ordering, Shape),
    Store(u64, Ordering, Shape),
    /// A read-modify-write: the new value, or `None` to leave it (a failed compare-exchange, with
    /// its own ordering).
    Rmw {
        update: &'a mut dyn FnMut(u64) -> Option<u64>,
        aim: Aim,
        success: Ordering,
        failure: Ordering,
        shape: Shape,
    },
    Fence(Ordering),
    Count(Outcome),
}

impl Action<'_> {
    /// What is known of it before its turn has come.
    pub fn aim(&self) -> Aim {
        match self {
            Self::Rmw { aim, .. } => *aim,
            _ => Aim::Unknown,
        }
    }

    /// The memory ordering if the operation succeeds, and if it does not; `None` for what has none.
    pub fn orders(&self) -> Option<[Ordering; 2]> {
        match self {
            Self::Load(order, _) | Self::Store(_, order, _) => Some([*order; 2]),
            Self::Rmw {
                success, failure, ..
            } => Some([*success, *failure]),
            _ => None,
        }
    }
}

/// What an operation returns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effect {
    /// Whether it succeeded: got the lock, got a message, was notified rather than timed out.
    pub done: bool,
    /// Its value, if it has one.
    pub value: u64,
}

/// Whether an operation changed anything that another thread could notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    Changed,
    /// Others may go on because of it, but the thread itself has got no further.
    ForOthers,
    /// It says nothing either way.
    Neutral,
    Idle,
    /// It may have: a lock's value was borrowed mutably and looks the same, which is as far as can
    /// be seen.
    Unclear,
}

impl Progress {
    pub fn when(changed: bool) -> Self {
        if changed { Self::Changed } else { Self::Idle }
    }
}

/// What an operation did.
pub struct Applied {
    pub effect: Effect,
    pub progress: Progress,
    pub shown: Value,
}

impl Applied {
    /// One that has succeeded, or not, and returns nothing.
    pub fn when(done: bool, progress: Progress) -> Self {
        Self::with(done, 0, progress)
    }

    /// One that returns a value.
    pub fn with(done: bool, value: u64, progress: Progress) -> Self {
        Self {
            effect: Effect { done, value },
            progress,
            shown: match progress {
                Progress::Unclear => Value::Unclear,
                _ => Value::None,
            },
        }
    }

    /// The same with a value to show beside it.
    pub fn showing(mut self, shown: Value) -> Self {
        self.shown = shown;
        self
    }
}
