//! `Condvar`.

use std::fmt;
use std::panic::{Location, RefUnwindSafe, UnwindSafe};
use std::sync::LockResult;
use std::time::Duration;

use super::mutex::MutexGuard;
use crate::engine::{self, Action, Handle, Kind, NEVER, ObjectId, Op, Site, State};
use crate::time::deadline;

/// A place to wait until a condition on a mutex's value may hold; see [`std::sync::Condvar`].
///
/// In exhaustive runs a wait may also return without a notification, once per thread: std allows it, so code that
/// asks `if` where it should ask `while` is wrong.
pub struct Condvar {
    handle: Handle,
    made: Site,
}

impl UnwindSafe for Condvar {}
impl RefUnwindSafe for Condvar {}

/// Whether a timed wait ran out of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WaitTimeoutResult(bool);

impl WaitTimeoutResult {
    /// Whether the wait ended because its time was over.
    #[must_use]
    pub fn timed_out(&self) -> bool {
        self.0
    }
}

impl Condvar {
    /// A condition variable nobody waits at.
    #[track_caller]
    #[must_use]
    pub const fn new() -> Self {
        Self {
            handle: Handle::new(),
            made: Location::caller(),
        }
    }

    #[track_caller]
    fn id(&self) -> ObjectId {
        engine::object(&self.handle, "Condvar", Some(self.made), State::condvar)
    }

    /// Gives the lock back, waits until `deadline` at most, takes the lock again. True if woken in time.
    fn wait_until<T: ?Sized>(&self, guard: &MutexGuard<'_, T>, deadline: u64, site: Site) -> bool {
        let id = self.id();
        let mutex = guard.mutex.id();
        // Joining the queue while the lock is still held cannot be told from doing both at once: until the unlock
        // nobody who needs the lock can notify.
        engine::step(Kind::Enqueue, id, site);
        guard.unlock(site);
        let kind = if deadline == NEVER {
            Kind::Wake
        } else {
            Kind::WakeTimeout
        };
        let woken = engine::step_with(Op::new(kind, id, site).until(deadline), Action::Plain).done;
        engine::step(Kind::Lock, mutex, site);
        guard.note();
        woken
    }

    /// Waits for a notification; the lock is free meanwhile.
    ///
    /// # Errors
    /// If the lock is poisoned when it is taken again.
    #[track_caller]
    pub fn wait<'a, T>(&self, guard: MutexGuard<'a, T>) -> LockResult<MutexGuard<'a, T>> {
        self.wait_until(&guard, NEVER, Location::caller());
        guard.mutex.judge(guard)
    }

    /// Waits until `condition` no longer holds.
    ///
    /// # Errors
    /// If the lock is poisoned.
    #[track_caller]
    pub fn wait_while<'a, T, F>(
        &self,
        guard: MutexGuard<'a, T>,
        mut condition: F,
    ) -> LockResult<MutexGuard<'a, T>>
    where
        F: FnMut(&mut T) -> bool,
    {
        let mut guard = guard;
        while condition(&mut guard) {
            guard = self.wait(guard)?;
        }
        Ok(guard)
    }

    /// Waits for a notification for at most `timeout`.
    ///
    /// # Errors
    /// If the lock is poisoned when it is taken again.
    #[track_caller]
    pub fn wait_timeout<'a, T>(
        &self,
        guard: MutexGuard<'a, T>,
        timeout: Duration,
    ) -> LockResult<(MutexGuard<'a, T>, WaitTimeoutResult)> {
        let deadline = engine::with(|execution| deadline(execution.now(), timeout));
        let woken = self.wait_until(&guard, deadline, Location::caller());
        let mutex = guard.mutex;
        mutex.judge((guard, WaitTimeoutResult(!woken)))
    }

    /// Waits for at most `timeout` until `condition` no longer holds.
    ///
    /// # Errors
    /// If the lock is poisoned.
    #[track_caller]
    pub fn wait_timeout_while<'a, T, F>(
        &self,
        guard: MutexGuard<'a, T>,
        timeout: Duration,
        mut condition: F,
    ) -> LockResult<(MutexGuard<'a, T>, WaitTimeoutResult)>
    where
        F: FnMut(&mut T) -> bool,
    {
        let now = || engine::with(|execution| execution.now());
        let deadline = deadline(now(), timeout);
        let mut guard = guard;
        loop {
            if !condition(&mut guard) {
                return Ok((guard, WaitTimeoutResult(false)));
            }
            let left = match deadline {
                NEVER => Duration::MAX,
                deadline => Duration::from_nanos(deadline.saturating_sub(now())),
            };
            if left.is_zero() {
                return Ok((guard, WaitTimeoutResult(true)));
            }
            guard = self.wait_timeout(guard, left)?.0;
        }
    }

    /// Milliseconds version of [`wait_timeout`](Self::wait_timeout); false if it ran out of time.
    ///
    /// # Errors
    /// If the lock is poisoned when it is taken again.
    #[track_caller]
    pub fn wait_timeout_ms<'a, T>(
        &self,
        guard: MutexGuard<'a, T>,
        ms: u32,
    ) -> LockResult<(MutexGuard<'a, T>, bool)> {
        let mutex = guard.mutex;
        let (guard, result) = self
            .wait_timeout(guard, Duration::from_millis(u64::from(ms)))
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        mutex.judge((guard, !result.timed_out()))
    }

    /// Wakes one waiting thread.
    #[track_caller]
    pub fn notify_one(&self) {
        engine::step(Kind::NotifyOne, self.id(), Location::caller());
    }

    /// Wakes every waiting thread.
    #[track_caller]
    pub fn notify_all(&self) {
        engine::step(Kind::NotifyAll, self.id(), Location::caller());
    }
}

impl fmt::Debug for Condvar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Condvar").finish_non_exhaustive()
    }
}

impl Default for Condvar {
    #[track_caller]
    fn default() -> Self {
        Self::new()
    }
}
