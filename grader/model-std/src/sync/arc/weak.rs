//! `Weak`.

use std::alloc::{Allocator, Global};
use std::fmt;
use std::marker::Unsize;
use std::mem::ManuallyDrop;
use std::ops::{CoerceUnsized, DispatchFromDyn};
use std::panic::Location;
use std::pin::PinCoerceUnsized;
use std::sync as real;

use super::Arc;
use crate::engine::Kind;
use crate::engine::counts;
use crate::engine::objects::Class;
use crate::engine::objects::Outcome;

/// A reference that does not keep the value; see [`std::sync::Weak`].
pub struct Weak<T, A = Global>
where
    A: Allocator,
    T: ?Sized,
{
    real: real::Weak<T, A>,
}

impl<T> Weak<T> {
    /// A reference to nothing.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            real: real::Weak::new(),
        }
    }
}

impl<T: ?Sized> Weak<T> {
    /// The reference that `into_raw` turned into a pointer.
    ///
    /// # Safety
    /// As for [`std::sync::Weak`].
    #[must_use]
    pub unsafe fn from_raw(ptr: *const T) -> Self {
        // SAFETY: the caller promises it.
        Self::of(unsafe { real::Weak::from_raw(ptr) })
    }

    /// The reference as a pointer, which still counts.
    #[must_use = "losing the pointer will leak memory"]
    pub fn into_raw(self) -> *const T {
        self.into_real().into_raw()
    }
}

impl<T: ?Sized, A: Allocator> Weak<T, A> {
    pub(super) fn of(real: real::Weak<T, A>) -> Self {
        Self { real }
    }

    /// The reference without its count: for what hands it on.
    pub(super) fn into_real(self) -> real::Weak<T, A> {
        let this = ManuallyDrop::new(self);
        // SAFETY: `this` is never used again nor dropped, so its only field is moved out of it.
        unsafe { std::ptr::read(&raw const this.real) }
    }

    pub(super) fn address(&self) -> usize {
        self.real.as_ptr().cast::<()>().addr()
    }

    /// Whether it was made by [`Weak::new`], and there is nothing that others could count.
    fn is_to_nothing(&self) -> bool {
        self.address() == usize::MAX
    }

    /// The address of the value, if there is one.
    #[must_use]
    pub fn as_ptr(&self) -> *const T {
        self.real.as_ptr()
    }

    /// A reference that keeps the value, if another still does.
    #[must_use = "this returns a new `Arc`, without modifying the original weak pointer"]
    #[track_caller]
    pub fn upgrade(&self) -> Option<Arc<T, A>>
    where
        A: Clone,
    {
        if !self.is_to_nothing() {
            counts::look(Kind::Upgrade, self.address(), Location::caller(), || {
                let is_there = self.real.strong_count() > 0;
                Outcome::when(is_there, Class::Upgrade, Class::Upgrade)
            });
        }
        self.real.upgrade().map(Arc::of)
    }

    /// How many references keep the value.
    #[must_use]
    #[track_caller]
    pub fn strong_count(&self) -> usize {
        if !self.is_to_nothing() {
            counts::look(
                Kind::StrongCount,
                self.address(),
                Location::caller(),
                || Outcome::shows(self.real.strong_count(), Class::Count),
            );
        }
        self.real.strong_count()
    }

    /// How many weak references there are; 0 if the value is gone.
    #[must_use]
    #[track_caller]
    pub fn weak_count(&self) -> usize {
        if !self.is_to_nothing() {
            counts::look(Kind::WeakCount, self.address(), Location::caller(), || {
                Outcome::shows(self.real.weak_count(), Class::Unique)
            });
        }
        self.real.weak_count()
    }

    /// Whether both refer to one allocation, or both to nothing.
    #[must_use]
    pub fn ptr_eq(&self, other: &Self) -> bool {
        self.real.ptr_eq(&other.real)
    }

    #[track_caller]
    fn change(&self, kind: Kind) {
        if !self.is_to_nothing() {
            counts::change(kind, self.address(), Location::caller(), || {
                Outcome::of(Class::Weak)
            });
        }
    }
}

impl<T: ?Sized, A: Allocator + Clone> Clone for Weak<T, A> {
    #[track_caller]
    fn clone(&self) -> Self {
        self.change(Kind::CloneWeak);
        Self::of(self.real.clone())
    }
}

// SAFETY: no value is touched here, only a count.
unsafe impl<#[may_dangle] T: ?Sized, A: Allocator> Drop for Weak<T, A> {
    #[track_caller]
    fn drop(&mut self) {
        self.change(Kind::DropWeak);
    }
}

impl<T> Default for Weak<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: ?Sized, A: Allocator> fmt::Debug for Weak<T, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.real.fmt(f)
    }
}

// SAFETY: as std's `Weak`, which is all that it has.
unsafe impl<T: ?Sized + Sync + Send, A: Allocator + Send> Send for Weak<T, A> {}
// SAFETY: as above.
unsafe impl<T: ?Sized + Sync + Send, A: Allocator + Sync> Sync for Weak<T, A> {}

impl<T: ?Sized + Unsize<U>, U: ?Sized, A: Allocator> CoerceUnsized<Weak<U, A>> for Weak<T, A> {}
impl<T: ?Sized + Unsize<U>, U: ?Sized> DispatchFromDyn<Weak<U>> for Weak<T> {}
// SAFETY: std's `Weak`, to which coercion goes, does it too.
unsafe impl<T: ?Sized, A: Allocator> PinCoerceUnsized for Weak<T, A> {}
