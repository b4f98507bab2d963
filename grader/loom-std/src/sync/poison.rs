//! Whether a thread has panicked while it held a guard.

use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::{LockResult, PoisonError};

use crate::model::unwinding;

/// The flag of one lock.
#[derive(Debug, Default)]
pub(super) struct Flag(AtomicBool);

impl Flag {
    pub(super) fn get(&self) -> bool {
        self.0.load(Relaxed)
    }

    pub(super) fn clear(&self) {
        self.0.store(false, Relaxed);
    }

    /// To be called when a guard is dropped that its thread took while it was `unwinding` or not.
    pub(super) fn guard_dropped(&self, was_unwinding: bool) {
        if !was_unwinding && unwinding::is_mine() {
            self.0.store(true, Relaxed);
        }
    }

    /// What taking the lock gives.
    pub(super) fn around<G>(&self, guard: G) -> LockResult<G> {
        match self.get() {
            true => Err(PoisonError::new(guard)),
            false => Ok(guard),
        }
    }
}
