//! `Condvar`: loom's, on our guards.

use std::fmt;
use std::panic::{Location, RefUnwindSafe, UnwindSafe};
use std::sync::LockResult;
use std::time::Duration;

use super::MutexGuard;
use crate::model::{Run, Waiting, cannot};
use crate::time::NO_CLOCK;

/// A condition variable; see [`std::sync::Condvar`]. Nobody is woken without reason.
pub struct Condvar {
    inner: loom::sync::Condvar,
}

impl UnwindSafe for Condvar {}
impl RefUnwindSafe for Condvar {}

/// Whether a wait timed out, which none does, since loom has no clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WaitTimeoutResult(());

impl WaitTimeoutResult {
    /// False.
    #[must_use]
    pub fn timed_out(&self) -> bool {
        false
    }
}

impl Condvar {
    /// Nobody waits yet. No `const fn`: a condition variable of loom's cannot lie in a static.
    #[must_use]
    pub fn new() -> Self {
        drop(Run::current());
        Self {
            inner: loom::sync::Condvar::new(),
        }
    }

    /// Lets go of the lock, waits to be notified, and takes the lock again.
    ///
    /// # Errors
    /// With the guard, if the lock is poisoned.
    #[track_caller]
    pub fn wait<'a, T>(&self, guard: MutexGuard<'a, T>) -> LockResult<MutexGuard<'a, T>> {
        let waiting = Waiting {
            what: "a Condvar",
            at: Location::caller(),
        };
        guard.wait(&self.inner, waiting)
    }

    /// Waits for as long as `condition` holds.
    ///
    /// # Errors
    /// As [`wait`](Self::wait).
    #[track_caller]
    pub fn wait_while<'a, T, F>(
        &self,
        mut guard: MutexGuard<'a, T>,
        mut condition: F,
    ) -> LockResult<MutexGuard<'a, T>>
    where
        F: FnMut(&mut T) -> bool,
    {
        while condition(&mut *guard) {
            guard = self.wait(guard)?;
        }
        Ok(guard)
    }

    /// Ends the run: loom cannot.
    ///
    /// # Errors
    /// None.
    pub fn wait_timeout<'a, T>(
        &self,
        _: MutexGuard<'a, T>,
        _: Duration,
    ) -> LockResult<(MutexGuard<'a, T>, WaitTimeoutResult)> {
        no_clock("wait_timeout")
    }

    /// Ends the run: loom cannot.
    ///
    /// # Errors
    /// None.
    pub fn wait_timeout_while<'a, T, F>(
        &self,
        _: MutexGuard<'a, T>,
        _: Duration,
        _: F,
    ) -> LockResult<(MutexGuard<'a, T>, WaitTimeoutResult)>
    where
        F: FnMut(&mut T) -> bool,
    {
        no_clock("wait_timeout_while")
    }

    /// Wakes one that waits.
    pub fn notify_one(&self) {
        self.inner.notify_one();
    }

    /// Wakes all that wait.
    pub fn notify_all(&self) {
        self.inner.notify_all();
    }
}

fn no_clock(call: &str) -> ! {
    cannot(&format!("`{call}`: {NO_CLOCK}"))
}

impl fmt::Debug for Condvar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Condvar").finish_non_exhaustive()
    }
}

impl Default for Condvar {
    fn default() -> Self {
        Self::new()
    }
}
