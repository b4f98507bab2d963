//! Poisoning: a lock remembers that a thread panicked while holding it.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{LockResult, PoisonError};

use crate::engine::panics::is_panicking;

/// Whether a lock is poisoned. Relaxed, because model threads run one at a time on one OS thread.
#[derive(Default)]
pub(super) struct Flag(AtomicBool);

impl Flag {
    pub(super) const fn new() -> Self {
        Self(AtomicBool::new(false))
    }

    pub(super) fn get(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    pub(super) fn clear(&self) {
        self.0.store(false, Ordering::Relaxed);
    }

    /// A guard made while the thread was (`before`) or was not unwinding is dropped: a panic in between poisons.
    pub(super) fn guard_dropped(&self, before: bool) {
        if !before && is_panicking() {
            self.0.store(true, Ordering::Relaxed);
        }
    }

    /// `guard`, as an error if the lock is poisoned.
    pub(super) fn judge<G>(&self, guard: G) -> LockResult<G> {
        if self.get() {
            Err(PoisonError::new(guard))
        } else {
            Ok(guard)
        }
    }
}
