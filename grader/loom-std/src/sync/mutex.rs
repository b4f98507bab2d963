//! `Mutex`: loom's, with std's poisoning.

use std::fmt;
use std::ops::{Deref, DerefMut};
use std::panic::{Location, RefUnwindSafe, UnwindSafe};

use std::sync::{LockResult, PoisonError, TryLockError, TryLockResult};

use super::hold::{Lock, Taken};
use super::poison::Flag;
use crate::model::Waiting;

/// A lock around data; see [`std::sync::Mutex`].
pub struct Mutex<T: ?Sized> {
    lock: Lock,
    poisoned: Flag,
    /// Never contended: who is in it has `lock`.
    data: std::sync::Mutex<T>,
}

impl<T: ?Sized> UnwindSafe for Mutex<T> {}
impl<T: ?Sized> RefUnwindSafe for Mutex<T> {}

/// The permission to use the data. Dropped, it lets go of the lock.
#[must_use]
pub struct MutexGuard<'a, T: ?Sized> {
    mutex: &'a Mutex<T>,
    // In this order: the data is let go of before the lock.
    data: Option<std::sync::MutexGuard<'a, T>>,
    taken: Option<Taken>,
}

impl<T> Mutex<T> {
    /// A lock around `value`. No `const fn`: a lock of loom's cannot lie in a static.
    #[must_use]
    pub fn new(value: T) -> Self {
        Self {
            lock: Lock::new(),
            poisoned: Flag::default(),
            data: std::sync::Mutex::new(value),
        }
    }
}

impl<T: ?Sized> Mutex<T> {
    fn guard(&self, taken: Taken) -> MutexGuard<'_, T> {
        MutexGuard {
            mutex: self,
            data: Some(self.data.lock().unwrap_or_else(PoisonError::into_inner)),
            taken: Some(taken),
        }
    }

    /// Waits for the lock and takes it.
    ///
    /// # Errors
    /// With the guard, if the lock is poisoned.
    #[track_caller]
    pub fn lock(&self) -> LockResult<MutexGuard<'_, T>> {
        let waiting = Waiting {
            what: "a Mutex",
            at: Location::caller(),
        };
        let guard = self.guard(self.lock.lock(waiting));
        self.poisoned.around(guard)
    }

    /// Takes the lock if it is free.
    ///
    /// # Errors
    /// If it is taken, and as [`lock`](Self::lock).
    pub fn try_lock(&self) -> TryLockResult<MutexGuard<'_, T>> {
        let taken = self.lock.try_lock().ok_or(TryLockError::WouldBlock)?;
        Ok(self.poisoned.around(self.guard(taken))?)
    }

    /// Whether a thread has panicked while it held a guard.
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
    /// As [`lock`](Self::lock).
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
    /// As [`lock`](Self::lock).
    pub fn get_mut(&mut self) -> LockResult<&mut T> {
        let value = self.data.get_mut().unwrap_or_else(PoisonError::into_inner);
        self.poisoned.around(value)
    }
}

impl<'a, T: ?Sized> MutexGuard<'a, T> {
    /// Waits for `changed`, with the lock let go meanwhile.
    pub(super) fn wait(
        mut self,
        changed: &loom::sync::Condvar,
        waiting: Waiting,
    ) -> LockResult<MutexGuard<'a, T>> {
        self.data = None;
        let mut taken = self.taken.take().expect("a guard holds its lock");
        taken.wait(changed, waiting);
        let mutex = self.mutex;
        mutex.poisoned.around(mutex.guard(taken))
    }

    fn data(&self) -> &std::sync::MutexGuard<'a, T> {
        self.data.as_ref().expect("a guard holds its data")
    }
}

impl<T: ?Sized> Drop for MutexGuard<'_, T> {
    fn drop(&mut self) {
        if let Some(taken) = &self.taken {
            self.mutex.poisoned.guard_dropped(taken.was_unwinding);
        }
    }
}

impl<T: ?Sized> Deref for MutexGuard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.data()
    }
}

impl<T: ?Sized> DerefMut for MutexGuard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        self.data.as_mut().expect("a guard holds its data")
    }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for MutexGuard<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

impl<T: ?Sized + fmt::Display> fmt::Display for MutexGuard<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&**self, f)
    }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for Mutex<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Mutex");
        match self.try_lock() {
            Ok(guard) => shown.field("data", &&*guard),
            Err(TryLockError::Poisoned(error)) => shown.field("data", &&**error.get_ref()),
            Err(TryLockError::WouldBlock) => shown.field("data", &format_args!("<locked>")),
        };
        shown
            .field("poisoned", &self.is_poisoned())
            .finish_non_exhaustive()
    }
}

impl<T: Default> Default for Mutex<T> {
    fn default() -> Self {
        Self::new(T::default())
    }
}

impl<T> From<T> for Mutex<T> {
    fn from(value: T) -> Self {
        Self::new(value)
    }
}
