//! `OnceLock`.

use std::cell::UnsafeCell;
use std::convert::Infallible;
use std::fmt;
use std::panic::{RefUnwindSafe, UnwindSafe};

use super::cell;
use super::once::Once;

/// A value that is set once; see [`std::sync::OnceLock`].
pub struct OnceLock<T> {
    once: Once,
    value: UnsafeCell<Option<T>>,
}

// SAFETY: the value is written once, by the thread that `Once` lets in, and only read afterwards.
unsafe impl<T: Sync + Send> Sync for OnceLock<T> {}
impl<T: RefUnwindSafe + UnwindSafe> RefUnwindSafe for OnceLock<T> {}
impl<T: UnwindSafe> UnwindSafe for OnceLock<T> {}

impl<T> OnceLock<T> {
    /// Not set yet.
    #[track_caller]
    #[must_use]
    pub const fn new() -> Self {
        Self {
            once: Once::new(),
            value: UnsafeCell::new(None),
        }
    }

    #[track_caller]
    fn register(&self) {
        self.once.register("OnceLock", |execution| {
            cell::first_use(execution, &self.value, true);
            // SAFETY: nobody in this execution has been let in to write yet.
            unsafe { (*self.value.get()).is_some() }
        });
    }

    /// The value, which is known to be set.
    fn known(&self) -> &T {
        // SAFETY: once set, the value is only read.
        unsafe { (*self.value.get()).as_ref() }.expect("a completed OnceLock holds its value")
    }

    /// The value, if it is set.
    #[track_caller]
    pub fn get(&self) -> Option<&T> {
        self.register();
        self.once.is_completed().then(|| self.known())
    }

    /// The value, if it is set; no synchronisation is needed.
    pub fn get_mut(&mut self) -> Option<&mut T> {
        self.value.get_mut().as_mut()
    }

    /// Sets the value.
    ///
    /// # Errors
    /// If it is set already; the error is the value handed in.
    #[track_caller]
    pub fn set(&self, value: T) -> Result<(), T> {
        let mut value = Some(value);
        self.get_or_init(|| value.take().expect("an initialiser runs at most once"));
        match value {
            None => Ok(()),
            Some(value) => Err(value),
        }
    }

    /// The value, set by `f` if it was not.
    #[track_caller]
    pub fn get_or_init<F: FnOnce() -> T>(&self, f: F) -> &T {
        let Ok(value) = self.initialise(|| Ok::<T, Infallible>(f()));
        value
    }

    #[track_caller]
    fn initialise<E>(&self, f: impl FnOnce() -> Result<T, E>) -> Result<&T, E> {
        self.register();
        self.once.try_call(|| {
            let value = f()?;
            // SAFETY: `Once` lets one thread in, and nobody reads before it has completed.
            unsafe { *self.value.get() = Some(value) };
            Ok(())
        })?;
        Ok(self.known())
    }

    /// Waits until the value is set.
    #[track_caller]
    pub fn wait(&self) -> &T {
        self.register();
        self.once.wait_force();
        self.known()
    }

    /// The value, if it is set.
    pub fn into_inner(mut self) -> Option<T> {
        self.take()
    }

    /// Takes the value, leaving it unset.
    pub fn take(&mut self) -> Option<T> {
        self.once.reset();
        self.value.get_mut().take()
    }
}

impl<T> Default for OnceLock<T> {
    #[track_caller]
    fn default() -> Self {
        Self::new()
    }
}

impl<T: fmt::Debug> fmt::Debug for OnceLock<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_tuple("OnceLock");
        match crate::engine::is_running().then(|| self.get()).flatten() {
            Some(value) => shown.field(value),
            None => shown.field(&format_args!("<uninit>")),
        };
        shown.finish()
    }
}

impl<T: Clone> Clone for OnceLock<T> {
    #[track_caller]
    fn clone(&self) -> Self {
        self.get().cloned().map_or_else(Self::new, Self::from)
    }
}

impl<T> From<T> for OnceLock<T> {
    #[track_caller]
    fn from(value: T) -> Self {
        Self {
            once: Once::new(),
            value: UnsafeCell::new(Some(value)),
        }
    }
}

impl<T: PartialEq> PartialEq for OnceLock<T> {
    fn eq(&self, other: &Self) -> bool {
        self.get() == other.get()
    }
}

impl<T: Eq> Eq for OnceLock<T> {}
