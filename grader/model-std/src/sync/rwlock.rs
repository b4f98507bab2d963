//! `RwLock`.

use std::cell::UnsafeCell;
use std::fmt;
use std::marker::PhantomData;
use std::ops::{Deref, DerefMut};
use std::panic::{Location, RefUnwindSafe, UnwindSafe};
use std::sync::{LockResult, PoisonError, TryLockError, TryLockResult};

use super::cell::{self, Snapshot};
use super::poison::Flag;
use super::shown;
use crate::engine::panics::is_panicking;
use crate::engine::{self, Action, Handle, Kind, ObjectId, Op, Progress, Site, State};

/// A lock that many may hold for reading or one for writing; see [`std::sync::RwLock`].
pub struct RwLock<T: ?Sized> {
    handle: Handle,
    made: Site,
    poisoned: Flag,
    value: UnsafeCell<T>,
}

// SAFETY: the engine lets either readers or one writer past, as std's does.
unsafe impl<T: ?Sized + Send> Send for RwLock<T> {}
// SAFETY: as above; readers share the value, hence `Sync`.
unsafe impl<T: ?Sized + Send + Sync> Sync for RwLock<T> {}
impl<T: ?Sized> UnwindSafe for RwLock<T> {}
impl<T: ?Sized> RefUnwindSafe for RwLock<T> {}

/// The right to read the value.
#[must_use = "if unused the RwLock will immediately unlock"]
pub struct RwLockReadGuard<'rwlock, T: ?Sized + 'rwlock> {
    lock: &'rwlock RwLock<T>,
    site: Site,
    /// As std's guard, not `Send`, and no safer after a panic than a reference to the value.
    not_send: PhantomData<*const T>,
}

/// The right to change the value.
#[must_use = "if unused the RwLock will immediately unlock"]
pub struct RwLockWriteGuard<'rwlock, T: ?Sized + 'rwlock> {
    lock: &'rwlock RwLock<T>,
    was_panicking: bool,
    before: Snapshot,
    /// Whether the value was ever borrowed mutably.
    borrowed: bool,
    site: Site,
    not_send: PhantomData<*const ()>,
}

// SAFETY: a shared guard gives shared access to the value only.
unsafe impl<T: ?Sized + Sync> Sync for RwLockReadGuard<'_, T> {}
// SAFETY: as above.
unsafe impl<T: ?Sized + Sync> Sync for RwLockWriteGuard<'_, T> {}

impl<T> RwLock<T> {
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

impl<T: ?Sized> RwLock<T> {
    #[track_caller]
    fn id(&self) -> ObjectId {
        engine::with(|execution| {
            let known = self.handle.lookup(execution.epoch()).is_some();
            let id = engine::object_of(
                execution,
                &self.handle,
                "RwLock",
                Some(self.made),
                State::unlocked,
            );
            if !known && cell::first_use(execution, &self.value, false) {
                self.poisoned.clear();
            }
            id
        })
    }

    fn read_guard(&self, site: Site) -> RwLockReadGuard<'_, T> {
        // SAFETY: the lock is held for reading by the calling thread.
        shown::note(unsafe { &*self.value.get() });
        RwLockReadGuard {
            lock: self,
            site,
            not_send: PhantomData,
        }
    }

    fn write_guard(&self, site: Site) -> RwLockWriteGuard<'_, T> {
        // SAFETY: the lock is held for writing by the calling thread.
        let value = unsafe { &*self.value.get() };
        shown::note(value);
        let before = Snapshot::of(value);
        RwLockWriteGuard {
            lock: self,
            was_panicking: is_panicking(),
            before,
            borrowed: false,
            site,
            not_send: PhantomData,
        }
    }

    /// Waits until nobody writes and takes the lock for reading.
    ///
    /// # Errors
    /// If the lock is poisoned; the error holds the guard.
    #[track_caller]
    #[inline(always)]
    pub fn read(&self) -> LockResult<RwLockReadGuard<'_, T>> {
        engine::clean_stack();
        self.read_in_model()
    }

    #[track_caller]
    fn read_in_model(&self) -> LockResult<RwLockReadGuard<'_, T>> {
        let site = Location::caller();
        engine::step(Kind::Read, self.id(), site);
        self.poisoned.judge(self.read_guard(site))
    }

    /// Waits until nobody holds the lock and takes it for writing.
    ///
    /// # Errors
    /// If the lock is poisoned; the error holds the guard.
    #[track_caller]
    pub fn write(&self) -> LockResult<RwLockWriteGuard<'_, T>> {
        let site = Location::caller();
        let id = self.id();
        let queues = engine::writers_queue();
        if !queues || !engine::step(Kind::Write, id, site).done {
            engine::step(Kind::Lock, id, site);
        }
        self.poisoned.judge(self.write_guard(site))
    }

    /// Takes the lock for reading if nobody writes.
    ///
    /// # Errors
    /// `WouldBlock` if somebody does; `Poisoned` if the lock is poisoned.
    #[track_caller]
    #[inline(always)]
    pub fn try_read(&self) -> TryLockResult<RwLockReadGuard<'_, T>> {
        engine::clean_stack();
        self.try_read_in_model()
    }

    #[track_caller]
    fn try_read_in_model(&self) -> TryLockResult<RwLockReadGuard<'_, T>> {
        let site = Location::caller();
        if engine::step(Kind::TryRead, self.id(), site).done {
            Ok(self.poisoned.judge(self.read_guard(site))?)
        } else {
            Err(TryLockError::WouldBlock)
        }
    }

    /// Takes the lock for writing if nobody holds it.
    ///
    /// # Errors
    /// `WouldBlock` if somebody does; `Poisoned` if the lock is poisoned.
    #[track_caller]
    #[inline(always)]
    pub fn try_write(&self) -> TryLockResult<RwLockWriteGuard<'_, T>> {
        engine::clean_stack();
        self.try_write_in_model()
    }

    #[track_caller]
    fn try_write_in_model(&self) -> TryLockResult<RwLockWriteGuard<'_, T>> {
        let site = Location::caller();
        if engine::step(Kind::TryLock, self.id(), site).done {
            Ok(self.poisoned.judge(self.write_guard(site))?)
        } else {
            Err(TryLockError::WouldBlock)
        }
    }

    /// Registers the lock, if a model runs: a static that an earlier execution left poisoned is sound again.
    #[track_caller]
    fn meet(&self) {
        if engine::is_running() {
            self.id();
        }
    }

    /// Whether a thread panicked while holding the lock for writing.
    pub fn is_poisoned(&self) -> bool {
        self.meet();
        self.poisoned.get()
    }

    /// Declares the value sound again.
    pub fn clear_poison(&self) {
        self.meet();
        self.poisoned.clear();
    }

    /// The value.
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

impl<'rwlock, T: ?Sized> RwLockWriteGuard<'rwlock, T> {
    /// Goes on holding the lock, now for reading; no writer comes in between.
    #[track_caller]
    pub fn downgrade(s: Self) -> RwLockReadGuard<'rwlock, T> {
        let guard = std::mem::ManuallyDrop::new(s);
        // As when the guard is dropped: unwinding that began under it leaves the value in doubt.
        guard.lock.poisoned.guard_dropped(guard.was_panicking);
        engine::step_with(
            Op::new(Kind::Downgrade, guard.lock.id(), Location::caller()),
            Action::Unlock(guard.progress()),
        );
        guard.lock.read_guard(Location::caller())
    }

    /// Whether the value was changed while the guard lived.
    fn progress(&self) -> Progress {
        // SAFETY: the lock is still held for writing.
        let value = unsafe { &*self.lock.value.get() };
        self.before.progress(value, self.borrowed)
    }
}

impl<T: ?Sized> Drop for RwLockReadGuard<'_, T> {
    fn drop(&mut self) {
        if engine::is_running() {
            engine::step(Kind::UnlockRead, self.lock.id(), self.site);
        }
    }
}

impl<T: ?Sized> Drop for RwLockWriteGuard<'_, T> {
    fn drop(&mut self) {
        self.lock.poisoned.guard_dropped(self.was_panicking);
        if engine::is_running() {
            // SAFETY: the lock is still held for writing.
            let after = shown::before(unsafe { &*self.lock.value.get() });
            engine::step_with(
                Op::new(Kind::Unlock, self.lock.id(), self.site),
                Action::Unlock(self.progress()),
            );
            shown::note_text(after);
        }
    }
}

impl<T: ?Sized> Deref for RwLockReadGuard<'_, T> {
    type Target = T;
    fn deref(&self) -> &T {
        // SAFETY: the lock is held for reading as long as the guard lives.
        unsafe { &*self.lock.value.get() }
    }
}

impl<T: ?Sized> Deref for RwLockWriteGuard<'_, T> {
    type Target = T;
    fn deref(&self) -> &T {
        // SAFETY: the lock is held for writing as long as the guard lives.
        unsafe { &*self.lock.value.get() }
    }
}

impl<T: ?Sized> DerefMut for RwLockWriteGuard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        self.borrowed = true;
        // SAFETY: the lock is held for writing as long as the guard lives, and the guard is borrowed mutably.
        unsafe { &mut *self.lock.value.get() }
    }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for RwLockReadGuard<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<T: ?Sized + fmt::Display> fmt::Display for RwLockReadGuard<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for RwLockWriteGuard<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<T: ?Sized + fmt::Display> fmt::Display for RwLockWriteGuard<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for RwLock<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("RwLock");
        match engine::is_running().then(|| self.try_read()) {
            Some(Ok(guard)) => shown.field("data", &&*guard),
            Some(Err(TryLockError::Poisoned(error))) => shown.field("data", &&**error.get_ref()),
            Some(Err(TryLockError::WouldBlock)) | None => {
                shown.field("data", &format_args!("<locked>"))
            }
        };
        shown
            .field("poisoned", &self.poisoned.get())
            .finish_non_exhaustive()
    }
}

impl<T: Default> Default for RwLock<T> {
    #[track_caller]
    fn default() -> Self {
        Self::new(T::default())
    }
}

impl<T> From<T> for RwLock<T> {
    #[track_caller]
    fn from(value: T) -> Self {
        Self::new(value)
    }
}
