//! `LazyLock`.

use std::fmt;
use std::ops::Deref;
use std::panic::{RefUnwindSafe, UnwindSafe};
use std::sync::{Mutex, PoisonError};

use super::Once;

/// A value that is made when it is first used; see [`std::sync::LazyLock`].
pub struct LazyLock<T, F = fn() -> T> {
    once: Once,
    value: std::sync::OnceLock<T>,
    /// Taken by the thread that makes the value.
    init: Mutex<Option<F>>,
}

impl<T: RefUnwindSafe + UnwindSafe, F: UnwindSafe> RefUnwindSafe for LazyLock<T, F> {}
impl<T: UnwindSafe, F: UnwindSafe> UnwindSafe for LazyLock<T, F> {}

impl<T, F: FnOnce() -> T> LazyLock<T, F> {
    /// Will be made by `init`. No `const fn`: nothing of loom's can lie in a static.
    #[must_use]
    pub fn new(init: F) -> Self {
        Self {
            once: Once::new(),
            value: std::sync::OnceLock::new(),
            init: Mutex::new(Some(init)),
        }
    }

    /// Makes the value unless it is there.
    ///
    /// # Panics
    /// If its initialiser panicked.
    #[track_caller]
    pub fn force(this: &Self) -> &T {
        this.once.call_once_force(|_| {
            let init = this
                .init
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .take();
            let init =
                init.unwrap_or_else(|| panic!("LazyLock instance has previously been poisoned"));
            let _ = this.value.set(init());
        });
        this.value.get().expect("it is set by now")
    }
}

impl<T, F: FnOnce() -> T> Deref for LazyLock<T, F> {
    type Target = T;

    #[track_caller]
    fn deref(&self) -> &T {
        Self::force(self)
    }
}

impl<T: Default> Default for LazyLock<T> {
    fn default() -> Self {
        Self::new(T::default)
    }
}

impl<T: fmt::Debug, F> fmt::Debug for LazyLock<T, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_tuple("LazyLock");
        match self.value.get() {
            Some(value) => shown.field(value),
            None => shown.field(&format_args!("<uninit>")),
        };
        shown.finish()
    }
}
