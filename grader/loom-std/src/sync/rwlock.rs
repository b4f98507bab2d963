//! `RwLock`: loom's, with std's poisoning.

use std::fmt;
use std::ops::{Deref, DerefMut};
use std::panic::{Location, RefUnwindSafe, UnwindSafe};
use std::sync::{LockResult, PoisonError, TryLockError, TryLockResult};

use super::hold::{ReadWrite, Taken};
use super::poison::Flag;
use crate::model::Waiting;

/// A lock for many readers or one writer; see [`std::sync::RwLock`].
pub struct RwLock<T: ?Sized> {
    lock: ReadWrite,
    poisoned: Flag,
    /// Never contended: who is in it has `lock`.
    data: std::sync::RwLock<T>,
}

impl<T: ?Sized> UnwindSafe for RwLock<T> {}
impl<T: ?Sized> RefUnwindSafe for RwLock<T> {}

/// The permission to read.
#[must_use]
pub struct RwLockReadGuard<'a, T: ?Sized> {
    // In this order: the data is let go of before the lock.
    data: std::sync::RwLockReadGuard<'a, T>,
    _taken: Taken,
}

/// The permission to write.
#[must_use]
pub struct RwLockWriteGuard<'a, T: ?Sized> {
    poisoned: &'a Flag,
    // In this order: the data is let go of before the lock.
    data: std::sync::RwLockWriteGuard<'a, T>,
    taken: Taken,
}

impl<T> RwLock<T> {
    /// A lock around `value`. No `const fn`: a lock of loom's cannot lie in a static.
    #[must_use]
    pub fn new(value: T) -> Self {
        Self {
            lock: ReadWrite::new(),
            poisoned: Flag::default(),
            data: std::sync::RwLock::new(value),
        }
    }
}

impl<T: ?Sized> RwLock<T> {
    fn reader(&self, taken: Taken) -> LockResult<RwLockReadGuard<'_, T>> {
        self.poisoned.around(RwLockReadGuard {
            data: self.data.read().unwrap_or_else(PoisonError::into_inner),
            _taken: taken,
        })
    }

    fn writer(&self, taken: Taken) -> LockResult<RwLockWriteGuard<'_, T>> {
        self.poisoned.around(RwLockWriteGuard {
            poisoned: &self.poisoned,
            data: self.data.write().unwrap_or_else(PoisonError::into_inner),
            taken,
        })
    }

    /// Waits until nobody writes, to read.
    ///
    /// # Errors
    /// With the guard, if the lock is poisoned.
    #[track_caller]
    pub fn read(&self) -> LockResult<RwLockReadGuard<'_, T>> {
        self.reader(self.lock.read(Waiting {
            what: "reading an RwLock",
            at: Location::caller(),
        }))
    }

    /// Waits until nobody reads or writes, to write.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    #[track_caller]
    pub fn write(&self) -> LockResult<RwLockWriteGuard<'_, T>> {
        self.writer(self.lock.write(Waiting {
            what: "writing an RwLock",
            at: Location::caller(),
        }))
    }

    /// Reads if nobody writes.
    ///
    /// # Errors
    /// If somebody does, and as [`read`](Self::read).
    pub fn try_read(&self) -> TryLockResult<RwLockReadGuard<'_, T>> {
        let taken = self.lock.try_read().ok_or(TryLockError::WouldBlock)?;
        Ok(self.reader(taken)?)
    }

    /// Writes if nobody reads or writes.
    ///
    /// # Errors
    /// If somebody does, and as [`read`](Self::read).
    pub fn try_write(&self) -> TryLockResult<RwLockWriteGuard<'_, T>> {
        let taken = self.lock.try_write().ok_or(TryLockError::WouldBlock)?;
        Ok(self.writer(taken)?)
    }

    /// Whether a writer has panicked.
    #[must_use]
    pub fn is_poisoned(&self) -> bool {
        self.poisoned.get()
    }

    /// Forgets that one has.
    pub fn clear_poison(&self) {
        self.poisoned.clear();
    }

    /// The data.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub fn into_inner(self) -> LockResult<T>
    where
        T: Sized,
    {
        let value = self
            .data
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        self.poisoned.around(value)
    }

    /// The data, which nobody else can use.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub fn get_mut(&mut self) -> LockResult<&mut T> {
        let value = self.data.get_mut().unwrap_or_else(PoisonError::into_inner);
        self.poisoned.around(value)
    }
}

impl<T: ?Sized> Drop for RwLockWriteGuard<'_, T> {
    fn drop(&mut self) {
        self.poisoned.guard_dropped(self.taken.was_unwinding);
    }
}

impl<T: ?Sized> Deref for RwLockReadGuard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.data
    }
}

impl<T: ?Sized> Deref for RwLockWriteGuard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.data
    }
}

impl<T: ?Sized> DerefMut for RwLockWriteGuard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.data
    }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for RwLockReadGuard<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

impl<T: ?Sized + fmt::Display> fmt::Display for RwLockReadGuard<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&**self, f)
    }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for RwLockWriteGuard<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

impl<T: ?Sized + fmt::Display> fmt::Display for RwLockWriteGuard<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&**self, f)
    }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for RwLock<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("RwLock");
        match self.try_read() {
            Ok(guard) => shown.field("data", &&*guard),
            Err(TryLockError::Poisoned(error)) => shown.field("data", &&**error.get_ref()),
            Err(TryLockError::WouldBlock) => shown.field("data", &format_args!("<locked>")),
        };
        shown
            .field("poisoned", &self.is_poisoned())
            .finish_non_exhaustive()
    }
}

impl<T: Default> Default for RwLock<T> {
    fn default() -> Self {
        Self::new(T::default())
    }
}

impl<T> From<T> for RwLock<T> {
    fn from(value: T) -> Self {
        Self::new(value)
    }
}
