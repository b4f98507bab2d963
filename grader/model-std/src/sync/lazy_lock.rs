//! `LazyLock`.

use std::cell::UnsafeCell;
use std::fmt;
use std::ops::{Deref, DerefMut};
use std::panic::{RefUnwindSafe, UnwindSafe};

use super::cell;
use super::once::Once;

/// A value made on first use; see [`std::sync::LazyLock`].
pub struct LazyLock<T, F = fn() -> T> {
    once: Once,
    content: UnsafeCell<Content<T, F>>,
}

enum Content<T, F> {
    Recipe(F),
    Value(T),
    /// Being made, or its making panicked.
    Gone,
}

// SAFETY: the content is changed once, by the thread that `Once` lets in, and only read afterwards.
unsafe impl<T: Sync + Send, F: Send> Sync for LazyLock<T, F> {}
impl<T: RefUnwindSafe + UnwindSafe, F: UnwindSafe> RefUnwindSafe for LazyLock<T, F> {}
impl<T: UnwindSafe, F: UnwindSafe> UnwindSafe for LazyLock<T, F> {}

impl<T, F: FnOnce() -> T> LazyLock<T, F> {
    /// Will be made by `f`.
    #[track_caller]
    pub const fn new(f: F) -> Self {
        Self {
            once: Once::new(),
            content: UnsafeCell::new(Content::Recipe(f)),
        }
    }

    /// The value, made now if it was not.
    ///
    /// # Panics
    /// If its making panics, or has.
    #[track_caller]
    pub fn force(this: &LazyLock<T, F>) -> &T {
        this.register();
        // Forced, so that a poisoned one panics in its own name, below.
        this.once.call_once_force(|_| {
            // SAFETY: `Once` lets one thread in, and nobody reads before it has completed. The recipe is moved out
            // before it runs, so that nothing borrows the content meanwhile.
            let recipe = unsafe { std::mem::replace(&mut *this.content.get(), Content::Gone) };
            let Content::Recipe(recipe) = recipe else {
                panic!("LazyLock instance has previously been poisoned");
            };
            let value = recipe();
            // SAFETY: as above.
            unsafe { *this.content.get() = Content::Value(value) };
        });
        // SAFETY: once made, the value is only read.
        match unsafe { &*this.content.get() } {
            Content::Value(value) => value,
            _ => panic!("LazyLock instance has previously been poisoned"),
        }
    }

    /// The value, made now if it was not; no synchronisation is needed.
    ///
    /// # Panics
    /// If its making panics, or has.
    #[track_caller]
    pub fn force_mut(this: &mut LazyLock<T, F>) -> &mut T {
        let content = this.content.get_mut();
        if matches!(content, Content::Recipe(_)) {
            // Whoever looks next finds by the content whether it has been made.
            this.once.reset();
            // The recipe is gone while it runs: if it panics, so it stays.
            if let Content::Recipe(recipe) = std::mem::replace(content, Content::Gone) {
                *content = Content::Value(recipe());
            }
        }
        match content {
            Content::Value(value) => value,
            _ => panic!("LazyLock instance has previously been poisoned"),
        }
    }
}

impl<T, F> LazyLock<T, F> {
    fn register(&self) {
        self.once.register("LazyLock", |execution| {
            cell::first_use(execution, &self.content, true);
            // SAFETY: nobody in this execution has been let in to write yet.
            unsafe { matches!(*self.content.get(), Content::Value(_)) }
        });
    }

    /// The value, if it has been made.
    #[track_caller]
    pub fn get(this: &LazyLock<T, F>) -> Option<&T> {
        this.register();
        if !this.once.is_completed() {
            return None;
        }
        // SAFETY: once made, the value is only read.
        match unsafe { &*this.content.get() } {
            Content::Value(value) => Some(value),
            _ => None,
        }
    }

    /// The value, if it has been made; no synchronisation is needed.
    pub fn get_mut(this: &mut LazyLock<T, F>) -> Option<&mut T> {
        match this.content.get_mut() {
            Content::Value(value) => Some(value),
            _ => None,
        }
    }
}

impl<T, F: FnOnce() -> T> Deref for LazyLock<T, F> {
    type Target = T;
    #[track_caller]
    fn deref(&self) -> &T {
        Self::force(self)
    }
}

impl<T, F: FnOnce() -> T> DerefMut for LazyLock<T, F> {
    #[track_caller]
    fn deref_mut(&mut self) -> &mut T {
        Self::force_mut(self)
    }
}

impl<T: Default> Default for LazyLock<T> {
    #[track_caller]
    fn default() -> Self {
        Self::new(T::default)
    }
}

impl<T: fmt::Debug, F> fmt::Debug for LazyLock<T, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_tuple("LazyLock");
        match crate::engine::is_running()
            .then(|| Self::get(self))
            .flatten()
        {
            Some(value) => shown.field(value),
            None => shown.field(&format_args!("<uninit>")),
        };
        shown.finish()
    }
}
