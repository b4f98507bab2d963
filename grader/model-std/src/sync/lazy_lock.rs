//! `LazyLock`.

use std::cell::UnsafeCell;
use std::fmt;
use std::ops::Deref;
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
    pub fn force(this: &Self) -> &T {
        this.once.register("LazyLock", |execution| {
            cell::first_use(execution, &this.content);
            // SAFETY: nobody in this execution has been let in to write yet.
            unsafe { matches!(*this.content.get(), Content::Value(_)) }
        });
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
}

impl<T, F: FnOnce() -> T> Deref for LazyLock<T, F> {
    type Target = T;
    #[track_caller]
    fn deref(&self) -> &T {
        Self::force(self)
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
        // SAFETY: model threads run one at a time; a value that is there is only read from then on.
        match unsafe { &*self.content.get() } {
            Content::Value(value) => shown.field(value),
            _ => shown.field(&format_args!("<uninit>")),
        };
        shown.finish()
    }
}
