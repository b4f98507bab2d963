//! How an attempt is made, and how it ends.

use super::word::Failure;

/// Steps that an execution has at most. Loops that spin or poll without end come to more, whatever the number is.
pub const MAX_BRANCHES: usize = 1_000;

/// Threads of an execution at most, with main.
pub(crate) const MAX_THREADS: usize = loom::MAX_THREADS;

/// How an attempt is made.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Settings {
    /// Preemptions of an execution at most.
    pub(crate) preemptions: Option<usize>,
    /// Executions at most.
    pub(crate) executions: u64,
    /// What the code looks at.
    pub(crate) looks: Looks,
}

/// Things that are steps only for code that looks at them: they would multiply the executions of all other code.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Looks {
    /// Whether a lock is taken, by `try_lock` and the like: letting go of one is a step then.
    pub(crate) at_locks: bool,
    /// Whether a thread has ended, by `is_finished`: ending is a step then.
    pub(crate) at_ends: bool,
}

impl Looks {
    pub(crate) const AT_LOCKS: Self = Self {
        at_locks: true,
        at_ends: false,
    };
    pub(crate) const AT_ENDS: Self = Self {
        at_locks: false,
        at_ends: true,
    };

    pub(crate) fn insert(&mut self, other: Self) {
        self.at_locks |= other.at_locks;
        self.at_ends |= other.at_ends;
    }

    pub(crate) fn contains(self, other: Self) -> bool {
        let mut both = self;
        both.insert(other);
        both == self
    }
}

/// How an attempt ended.
#[derive(Debug)]
pub(crate) enum Ended {
    /// So many executions, which are all, and none fails.
    Complete(u64),
    /// Some execution fails.
    Failed(Box<Failure>),
    /// There are too many executions.
    Spent,
    /// The code looks at something that no steps were made of.
    Saw(Looks),
    /// Loom is no judge of it.
    Cannot(String),
}
