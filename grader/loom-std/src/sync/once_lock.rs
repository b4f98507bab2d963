//! `OnceLock`.

use std::convert::Infallible;
use std::fmt;
use std::panic::{RefUnwindSafe, UnwindSafe};

use super::Once;

/// A value that is set once; see [`std::sync::OnceLock`].
pub struct OnceLock<T> {
    once: Once,
    value: std::sync::OnceLock<T>,
}

impl<T: RefUnwindSafe + UnwindSafe> RefUnwindSafe for OnceLock<T> {}
impl<T: UnwindSafe> UnwindSafe for OnceLock<T> {}

impl<T> OnceLock<T> {
    /// Not set. No `const fn`: nothing of loom's can lie in a static.
    #[must_use]
    pub fn new() -> Self {
        Self {
            once: Once::new(),
            value: std::sync::OnceLock::new(),
        }
    }

    /// The value, if it is set.
    #[track_caller]
    pub fn get(&self) -> Option<&T> {
        if self.once.is_completed() {
            self.value.get()
        } else {
            None
        }
    }

    /// The value, if it is set.
    pub fn get_mut(&mut self) -> Option<&mut T> {
        self.value.get_mut()
    }

    /// Sets the value.
    ///
    /// # Errors
    /// With `value`, if it is set already.
    #[track_caller]
    pub fn set(&self, value: T) -> Result<(), T> {
        let mut value = Some(value);
        self.initialise(|| value.take().expect("an initialiser runs once"));
        match value {
            None => Ok(()),
            Some(value) => Err(value),
        }
    }

    /// The value, which `f` makes if there is none.
    #[track_caller]
    pub fn get_or_init<F: FnOnce() -> T>(&self, f: F) -> &T {
        self.initialise(f)
    }

    #[track_caller]
    fn initialise(&self, f: impl FnOnce() -> T) -> &T {
        let made = self.once.try_call(|| {
            let _ = self.value.set(f());
            Ok::<_, Infallible>(())
        });
        let Ok(()) = made;
        self.value.get().expect("it is set by now")
    }

    /// Waits until it is set.
    #[track_caller]
    pub fn wait(&self) -> &T {
        self.once.wait_force();
        self.value.get().expect("it is set by now")
    }

    /// The value, if it was set.
    pub fn into_inner(self) -> Option<T> {
        self.value.into_inner()
    }

    /// Takes the value out, which leaves it not set.
    pub fn take(&mut self) -> Option<T> {
        if self.value.get().is_some() {
            self.once = Once::new();
        }
        self.value.take()
    }
}

impl<T> Default for OnceLock<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: fmt::Debug> fmt::Debug for OnceLock<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_tuple("OnceLock");
        match self.get() {
            Some(value) => shown.field(value),
            None => shown.field(&format_args!("<uninit>")),
        };
        shown.finish()
    }
}

impl<T: Clone> Clone for OnceLock<T> {
    fn clone(&self) -> Self {
        self.get()
            .map_or_else(Self::new, |value| value.clone().into())
    }
}

impl<T> From<T> for OnceLock<T> {
    fn from(value: T) -> Self {
        let lock = Self::new();
        let _ = lock.set(value);
        lock
    }
}

impl<T: PartialEq> PartialEq for OnceLock<T> {
    fn eq(&self, other: &Self) -> bool {
        self.get() == other.get()
    }
}

impl<T: Eq> Eq for OnceLock<T> {}
