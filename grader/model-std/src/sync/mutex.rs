//! `Mutex`.

use std::cell::UnsafeCell;
use std::fmt;
use std::ops::{Deref, DerefMut};
use std::panic::{Location, RefUnwindSafe, UnwindSafe};
use std::sync::{LockResult, PoisonError, TryLockError, TryLockResult};

use super::cell::{self, Snapshot};
use super::poison::Flag;
use super::shown;
use crate::engine::panics::is_panicking;
use crate::engine::{self, Action, Handle, Kind, ObjectId, Op, Site, State};

/// A mutual-exclusion lock around a value; see [`std::sync::Mutex`].
pub struct Mutex<T: ?Sized> {
    handle: Handle,
    made: Site,
    poisoned: Flag,
    value: UnsafeCell<T>,
}

// SAFETY: the engine lets one thread at a time past `lock`, as std's does.
unsafe impl<T: ?Sized + Send> Send for Mutex<T> {}
// SAFETY: as above.
unsafe impl<T: ?Sized + Send> Sync for Mutex<T> {}
impl<T: ?Sized> UnwindSafe for Mutex<T> {}
impl<T: ?Sized> RefUnwindSafe for Mutex<T> {}

/// The right to use the value; gives the lock back when dropped.
#[must_use = "if unused the Mutex will immediately unlock"]
pub struct MutexGuard<'a, T: ?Sized + 'a> {
    pub(super) mutex: &'a Mutex<T>,
    was_panicking: bool,
    before: Snapshot,
    /// Whether the value was ever borrowed mutably.
    borrowed: bool,
    site: Site,
    /// As std's guard, not `Send`.
    not_send: std::marker::PhantomData<*const ()>,
}

// SAFETY: a shared guard gives shared access to the value only.
unsafe impl<T: ?Sized + Sync> Sync for MutexGuard<'_, T> {}

impl<T> Mutex<T> {
    /// An unlocked lock around `value`.
    #[track_caller]
    pub const fn new(value: T) -> Self {
        Self {
            handle: Handle::new(),
            made: Location::caller(),
            poisoned: Flag::new(),
            value: UnsafeCell::new(value),
        }
    }
}

impl<T: ?Sized> Mutex<T> {
    #[track_caller]
    pub(super) fn id(&self) -> ObjectId {
        engine::with(|execution| {
            let known = self.handle.lookup(execution.epoch()).is_some();
            let id = engine::object_of(
                execution,
                &self.handle,
                "Mutex",
                Some(self.made),
                State::unlocked,
            );
            if !known && cell::first_use(execution, &self.value, false) {
                self.poisoned.clear();
            }
            id
        })
    }

    /// Waits until nobody holds the lock and takes it.
    ///
    /// # Errors
    /// If the lock is poisoned; the error holds the guard.
    ///
    /// # Panics
    /// Outside a model.
    #[track_caller]
    #[inline(always)]
    pub fn lock(&self) -> LockResult<MutexGuard<'_, T>> {
        engine::clean_stack();
        self.lock_in_model()
    }

    #[track_caller]
    fn lock_in_model(&self) -> LockResult<MutexGuard<'_, T>> {
        let site = Location::caller();
        engine::step(Kind::Lock, self.id(), site);
        self.poisoned.judge(self.guard(site))
    }

    /// Takes the lock if nobody holds it.
    ///
    /// # Errors
    /// `WouldBlock` if somebody does; `Poisoned` if the lock is poisoned.
    #[track_caller]
    #[inline(always)]
    pub fn try_lock(&self) -> TryLockResult<MutexGuard<'_, T>> {
        engine::clean_stack();
        self.try_lock_in_model()
    }

    #[track_caller]
    fn try_lock_in_model(&self) -> TryLockResult<MutexGuard<'_, T>> {
        let site = Location::caller();
        if engine::step(Kind::TryLock, self.id(), site).done {
            Ok(self.poisoned.judge(self.guard(site))?)
        } else {
            Err(TryLockError::WouldBlock)
        }
    }

    /// The guard of a lock just taken.
    pub(super) fn guard(&self, site: Site) -> MutexGuard<'_, T> {
        // SAFETY: the lock is held by the calling thread.
        let value = unsafe { &*self.value.get() };
        shown::note(value);
        let before = Snapshot::of(value);
        MutexGuard {
            mutex: self,
            was_panicking: is_panicking(),
            before,
            borrowed: false,
            site,
            not_send: std::marker::PhantomData,
        }
    }

    /// `guard`, as an error if the lock is poisoned.
    pub(super) fn judge<G>(&self, guard: G) -> LockResult<G> {
        self.poisoned.judge(guard)
    }

    /// Registers the lock, if a model runs: a static that an earlier execution left poisoned is sound again.
    #[track_caller]
    fn meet(&self) {
        if engine::is_running() {
            self.id();
        }
    }

    /// Whether a thread panicked while holding the lock.
    pub fn is_poisoned(&self) -> bool {
        self.meet();
        self.poisoned.get()
    }

    /// Declares the value sound again.
    pub fn clear_poison(&self) {
        self.meet();
        self.poisoned.clear();
    }

    /// The value, if nobody panicked while holding the lock.
    ///
    /// # Errors
    /// If the lock is poisoned; the error holds the value.
    pub fn into_inner(self) -> LockResult<T>
    where
        T: Sized,
    {
        let poisoned = self.poisoned.get();
        let value = self.value.into_inner();
        if poisoned {
            Err(PoisonError::new(value))
        } else {
            Ok(value)
        }
    }

    /// The value; no lock is needed, because `&mut self` proves that nobody else has it.
    ///
    /// # Errors
    /// If the lock is poisoned.
    pub fn get_mut(&mut self) -> LockResult<&mut T> {
        let poisoned = self.poisoned.get();
        let value = self.value.get_mut();
        if poisoned {
            Err(PoisonError::new(value))
        } else {
            Ok(value)
        }
    }
}

impl<T: ?Sized> MutexGuard<'_, T> {
    /// Shows the value, after the lock was taken once more.
    pub(super) fn note(&self) {
        // SAFETY: the lock is held.
        shown::note(unsafe { &*self.mutex.value.get() });
    }

    /// Gives the lock back without dropping the guard; `Condvar::wait` does.
    pub(super) fn unlock(&self, site: Site) {
        // SAFETY: the lock is still held.
        let value = unsafe { &*self.mutex.value.get() };
        let progress = self.before.progress(value, self.borrowed);
        let after = shown::before(value);
        engine::step_with(
            Op::new(Kind::Unlock, self.mutex.id(), site),
            Action::Unlock(progress),
        );
        shown::note_text(after);
    }
}

impl<T: ?Sized> Drop for MutexGuard<'_, T> {
    fn drop(&mut self) {
        self.mutex.poisoned.guard_dropped(self.was_panicking);
        if engine::is_running() {
            self.unlock(self.site);
        }
    }
}

impl<T: ?Sized> Deref for MutexGuard<'_, T> {
    type Target = T;
    fn deref(&self) -> &T {
        // SAFETY: the lock is held as long as the guard lives.
        unsafe { &*self.mutex.value.get() }
    }
}

impl<T: ?Sized> DerefMut for MutexGuard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        self.borrowed = true;
        // SAFETY: the lock is held as long as the guard lives, and the guard is borrowed mutably.
        unsafe { &mut *self.mutex.value.get() }
    }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for MutexGuard<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<T: ?Sized + fmt::Display> fmt::Display for MutexGuard<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for Mutex<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Mutex");
        match engine::is_running().then(|| self.try_lock()) {
            Some(Ok(guard)) => shown.field("data", &&*guard),
            Some(Err(TryLockError::Poisoned(error))) => shown.field("data", &&**error.get_ref()),
            Some(Err(TryLockError::WouldBlock)) | None => shown.field("data", &"<locked>"),
        };
        shown
            .field("poisoned", &self.poisoned.get())
            .finish_non_exhaustive()
    }
}

impl<T: Default> Default for Mutex<T> {
    #[track_caller]
    fn default() -> Self {
        Self::new(T::default())
    }
}

impl<T> From<T> for Mutex<T> {
    #[track_caller]
    fn from(value: T) -> Self {
        Self::new(value)
    }
}
