//! `thread_local!`: one value per model thread.

use std::cell::{Cell, RefCell};
use std::fmt;

use crate::engine;

/// A thread-local key; made by [`thread_local!`](crate::thread_local).
pub struct LocalKey<T: 'static> {
    init: fn() -> T,
}

/// The value could not be had: the thread is past destroying it.
#[derive(Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct AccessError;

impl fmt::Debug for AccessError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccessError").finish()
    }
}

impl fmt::Display for AccessError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("already destroyed")
    }
}

impl std::error::Error for AccessError {}

#[track_caller]
fn gone(error: AccessError) -> ! {
    panic!("cannot access a Thread Local Storage value during or after destruction: {error:?}")
}

impl<T: 'static> LocalKey<T> {
    #[doc(hidden)]
    pub const fn new(init: fn() -> T) -> Self {
        Self { init }
    }

    /// Calls `f` with the calling thread's value, made on first use.
    ///
    /// # Panics
    /// Outside a model.
    #[track_caller]
    pub fn with<F, R>(&'static self, f: F) -> R
    where
        F: FnOnce(&T) -> R,
    {
        self.try_with(f).unwrap_or_else(|error| gone(error))
    }

    /// As [`with`](Self::with).
    ///
    /// # Errors
    /// If the thread is ending and the value is gone.
    #[track_caller]
    pub fn try_with<F, R>(&'static self, f: F) -> Result<R, AccessError>
    where
        F: FnOnce(&T) -> R,
    {
        self.try_with_or(self.init, f)
    }

    /// As [`try_with`](Self::try_with); the value is made by `init` on first use.
    fn try_with_or<F, R>(&'static self, init: impl FnOnce() -> T, f: F) -> Result<R, AccessError>
    where
        F: FnOnce(&T) -> R,
    {
        let key = std::ptr::from_ref(self).addr();
        if engine::with(|execution| execution.current_thread().locals_gone.contains(&key)) {
            return Err(AccessError);
        }
        if self.value(key).is_none() {
            // Outside the engine's borrow: the initialiser is the student's code.
            let made: Box<T> = Box::new(init());
            engine::with(|execution| {
                let thread = execution.current_thread_mut();
                // As std's: what needs no destructor can be used by those of the others.
                if std::mem::needs_drop::<T>() {
                    thread.locals_order.push(key);
                }
                thread.locals.insert(key, made);
            });
        }
        let value = self.value(key).ok_or(AccessError)?;
        // SAFETY: the value is boxed, so it does not move, and it lives until the thread ends: `f` runs on that
        // thread. Only shared references are ever handed out.
        Ok(f(unsafe { &*value }))
    }

    /// Makes the value from `first` if there is none, otherwise hands `first` to `replace`: an initialiser does not
    /// run only for its value to be replaced.
    #[track_caller]
    fn set_or_replace(&'static self, first: T, replace: impl FnOnce(&T, T)) {
        let first = Cell::new(Some(first));
        let init = || first.take().expect("an initialiser runs once");
        let set = self.try_with_or(init, |value| {
            if let Some(other) = first.take() {
                replace(value, other);
            }
        });
        set.unwrap_or_else(|error| gone(error));
    }

    fn value(&'static self, key: usize) -> Option<*const T> {
        engine::with(|execution| {
            let value = execution.current_thread().locals.get(&key)?;
            value.downcast_ref::<T>().map(std::ptr::from_ref)
        })
    }
}

impl<T: 'static> LocalKey<Cell<T>> {
    /// Sets the value.
    #[track_caller]
    pub fn set(&'static self, value: T) {
        self.set_or_replace(Cell::new(value), |cell, value| cell.set(value.into_inner()));
    }

    /// A copy of the value.
    #[track_caller]
    pub fn get(&'static self) -> T
    where
        T: Copy,
    {
        self.with(Cell::get)
    }

    /// Takes the value, leaving the default.
    #[track_caller]
    pub fn take(&'static self) -> T
    where
        T: Default,
    {
        self.with(Cell::take)
    }

    /// Replaces the value, returning the old one.
    #[track_caller]
    pub fn replace(&'static self, value: T) -> T {
        self.with(|cell| cell.replace(value))
    }
}

impl<T: 'static> LocalKey<RefCell<T>> {
    /// Calls `f` with the value borrowed.
    #[track_caller]
    pub fn with_borrow<F, R>(&'static self, f: F) -> R
    where
        F: FnOnce(&T) -> R,
    {
        self.with(|cell| f(&cell.borrow()))
    }

    /// Calls `f` with the value mutably borrowed.
    #[track_caller]
    pub fn with_borrow_mut<F, R>(&'static self, f: F) -> R
    where
        F: FnOnce(&mut T) -> R,
    {
        self.with(|cell| f(&mut cell.borrow_mut()))
    }

    /// Sets the value.
    #[track_caller]
    pub fn set(&'static self, value: T) {
        self.set_or_replace(RefCell::new(value), |cell, value| {
            *cell.borrow_mut() = value.into_inner();
        });
    }

    /// Takes the value, leaving the default.
    #[track_caller]
    pub fn take(&'static self) -> T
    where
        T: Default,
    {
        self.with(RefCell::take)
    }

    /// Replaces the value, returning the old one.
    #[track_caller]
    pub fn replace(&'static self, value: T) -> T {
        self.with(|cell| cell.replace(value))
    }
}

impl<T: 'static> fmt::Debug for LocalKey<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LocalKey").finish_non_exhaustive()
    }
}

/// Declares thread-local values; see [`std::thread_local!`].
#[macro_export]
macro_rules! thread_local {
    () => {};
    ($(#[$attr:meta])* $vis:vis static $name:ident: $t:ty = const $init:block $(; $($rest:tt)*)?) => {
        $crate::thread_local!($(#[$attr])* $vis static $name: $t = $init $(; $($rest)*)?);
    };
    ($(#[$attr:meta])* $vis:vis static $name:ident: $t:ty = $init:expr $(; $($rest:tt)*)?) => {
        $(#[$attr])*
        $vis static $name: $crate::thread::LocalKey<$t> = {
            fn init() -> $t {
                $init
            }
            $crate::thread::LocalKey::new(init)
        };
        $($crate::thread_local!($($rest)*);)?
    };
}
