//! `Arc` and `Weak`: std's own, which hold the memory, with counts that a model follows where they are looked at.

mod from;
mod look;
mod traits;
mod weak;

use std::alloc::{Allocator, Global};
use std::any::Any;
use std::marker::Unsize;
use std::mem::{ManuallyDrop, MaybeUninit, needs_drop};
use std::ops::{CoerceUnsized, Deref, DispatchFromDyn, LegacyReceiver};
use std::panic::{Location, RefUnwindSafe, UnwindSafe};
use std::pin::{Pin, PinCoerceUnsized};
use std::sync as real;

pub use weak::Weak;

use crate::engine::counts;
use crate::engine::objects::Class;
use crate::engine::objects::Outcome;
use crate::engine::{self, Kind, Site};

/// A pointer that counts references, for several threads; see [`std::sync::Arc`].
pub struct Arc<T, A = Global>
where
    A: Allocator,
    T: ?Sized,
{
    real: real::Arc<T, A>,
    /// After `real`: fields are dropped in order.
    _after: AfterDrop,
}

/// Told when the reference beside it has been dropped, and with the last one the value.
struct AfterDrop;

impl Drop for AfterDrop {
    fn drop(&mut self) {
        counts::has_dropped();
    }
}

impl<T: ?Sized, A: Allocator> Arc<T, A> {
    /// One more reference to what is known already.
    fn of(real: real::Arc<T, A>) -> Self {
        Self {
            real,
            _after: AfterDrop,
        }
    }

    /// The first reference to a new allocation.
    fn first(real: real::Arc<T, A>, made: Site) -> Self {
        let arc = Self::of(real);
        counts::made(arc.address(), made);
        arc
    }

    /// The reference without its count: for what hands it on.
    fn into_real(self) -> real::Arc<T, A> {
        let this = ManuallyDrop::new(self);
        // SAFETY: `this` is never used again nor dropped, so `real` is moved out of it. `_after` owns nothing.
        unsafe { std::ptr::read(&raw const this.real) }
    }

    fn address(&self) -> usize {
        real::Arc::as_ptr(&self.real).cast::<()>().addr()
    }

    /// Whether there is no other reference.
    fn is_last(&self) -> bool {
        real::Arc::strong_count(&self.real) == 1
    }

    /// Whether there is no other reference, nor a weak one.
    fn is_only(&self) -> bool {
        self.is_last() && real::Arc::weak_count(&self.real) == 0
    }

    /// The address of the value.
    #[must_use]
    pub fn as_ptr(this: &Self) -> *const T {
        real::Arc::as_ptr(&this.real)
    }

    /// Whether both refer to one allocation.
    #[must_use]
    pub fn ptr_eq(this: &Self, other: &Self) -> bool {
        real::Arc::ptr_eq(&this.real, &other.real)
    }
}

impl<T> Arc<T> {
    /// The first reference to `data`.
    #[track_caller]
    pub fn new(data: T) -> Self {
        Self::first(real::Arc::new(data), Location::caller())
    }

    /// The first reference to what `data_fn` makes, which can hold a weak reference to itself.
    #[track_caller]
    pub fn new_cyclic<F>(data_fn: F) -> Self
    where
        F: FnOnce(&Weak<T>) -> T,
    {
        let made = Location::caller();
        let real = real::Arc::new_cyclic(|weak| {
            let weak = ManuallyDrop::new(Weak::of(weak.clone()));
            counts::made(weak.address(), made);
            let data = data_fn(&weak);
            drop(ManuallyDrop::into_inner(weak).into_real());
            data
        });
        Self::of(real)
    }

    /// Memory for a value.
    #[must_use]
    #[track_caller]
    pub fn new_uninit() -> Arc<MaybeUninit<T>> {
        Arc::first(real::Arc::new_uninit(), Location::caller())
    }

    /// Memory full of zeros for a value.
    #[must_use]
    #[track_caller]
    pub fn new_zeroed() -> Arc<MaybeUninit<T>> {
        Arc::first(real::Arc::new_zeroed(), Location::caller())
    }

    /// The first reference to `data`, which can never be moved.
    #[must_use]
    #[track_caller]
    pub fn pin(data: T) -> Pin<Self> {
        // SAFETY: the value is behind a reference that never gives it back to be moved.
        unsafe { Pin::new_unchecked(Self::new(data)) }
    }
}

impl<T> Arc<[T]> {
    /// Memory for so many values.
    #[must_use]
    #[track_caller]
    pub fn new_uninit_slice(len: usize) -> Arc<[MaybeUninit<T>]> {
        Arc::first(real::Arc::new_uninit_slice(len), Location::caller())
    }

    /// Memory full of zeros for so many values.
    #[must_use]
    #[track_caller]
    pub fn new_zeroed_slice(len: usize) -> Arc<[MaybeUninit<T>]> {
        Arc::first(real::Arc::new_zeroed_slice(len), Location::caller())
    }
}

impl<T, A: Allocator> Arc<MaybeUninit<T>, A> {
    /// The value, which was written meanwhile.
    ///
    /// # Safety
    /// As for [`std::sync::Arc`]: it must have been written.
    #[must_use = "`self` will be dropped if the result is not used"]
    pub unsafe fn assume_init(self) -> Arc<T, A> {
        // SAFETY: the caller promises it.
        Arc::of(unsafe { self.into_real().assume_init() })
    }
}

impl<T, A: Allocator> Arc<[MaybeUninit<T>], A> {
    /// The values, which were written meanwhile.
    ///
    /// # Safety
    /// As for [`std::sync::Arc`]: all must have been written.
    #[must_use = "`self` will be dropped if the result is not used"]
    pub unsafe fn assume_init(self) -> Arc<[T], A> {
        // SAFETY: the caller promises it.
        Arc::of(unsafe { self.into_real().assume_init() })
    }
}

impl<T: ?Sized> Arc<T> {
    /// The reference that `into_raw` turned into a pointer.
    ///
    /// # Safety
    /// As for [`std::sync::Arc`].
    #[must_use]
    pub unsafe fn from_raw(ptr: *const T) -> Self {
        // SAFETY: the caller promises it.
        Self::of(unsafe { real::Arc::from_raw(ptr) })
    }

    /// The reference as a pointer, which still counts.
    #[must_use = "losing the pointer will leak memory"]
    pub fn into_raw(this: Self) -> *const T {
        real::Arc::into_raw(this.into_real())
    }

    /// One reference more.
    ///
    /// # Safety
    /// As for [`std::sync::Arc`].
    #[track_caller]
    pub unsafe fn increment_strong_count(ptr: *const T) {
        // SAFETY: the caller promises that the pointer comes from `into_raw` and counts as one reference, which stays.
        let arc = ManuallyDrop::new(unsafe { Self::from_raw(ptr) });
        let _ = ManuallyDrop::new(arc.cloned(Location::caller()));
    }

    /// One reference less.
    ///
    /// # Safety
    /// As for [`std::sync::Arc`].
    pub unsafe fn decrement_strong_count(ptr: *const T) {
        // SAFETY: the caller promises that the pointer comes from `into_raw` and counts as one reference.
        drop(unsafe { Self::from_raw(ptr) });
    }
}

impl<A: Allocator> Arc<dyn Any + Sync + Send, A> {
    /// The reference with the type that the value has.
    ///
    /// # Errors
    /// The reference itself, if the value is of another type.
    pub fn downcast<T>(self) -> Result<Arc<T, A>, Arc<dyn Any + Sync + Send, A>>
    where
        T: Any + Send + Sync,
    {
        self.into_real().downcast().map(Arc::of).map_err(Self::of)
    }
}

impl<T: ?Sized, A: Allocator + Clone> Arc<T, A> {
    fn cloned(&self, site: Site) -> Self {
        counts::change(Kind::CloneArc, self.address(), site, || {
            Outcome::of(Class::Gain)
        });
        Self::of(self.real.clone())
    }
}

impl<T: ?Sized, A: Allocator + Clone> Clone for Arc<T, A> {
    #[track_caller]
    fn clone(&self) -> Self {
        self.cloned(Location::caller())
    }
}

// SAFETY: no value is touched here. It may be gone already if it is a reference, say, as for std's `Arc`, which drops it.
unsafe impl<#[may_dangle] T: ?Sized, A: Allocator> Drop for Arc<T, A> {
    #[track_caller]
    fn drop(&mut self) {
        counts::change(Kind::DropArc, self.address(), Location::caller(), || {
            Outcome::drops_one_of(real::Arc::strong_count(&self.real))
        });
        counts::drops(|| needs_drop::<T>() && self.is_last());
    }
}

impl<T: ?Sized, A: Allocator> Deref for Arc<T, A> {
    type Target = T;
    // As a look: what finding the value leaves on the stack is not to lie where a function that is called next has its own.
    #[inline(always)]
    fn deref(&self) -> &T {
        let value = &*self.real;
        engine::clean_stack();
        value
    }
}

// SAFETY: as std's `Arc`, which is all that it has.
unsafe impl<T: ?Sized + Sync + Send, A: Allocator + Send> Send for Arc<T, A> {}
// SAFETY: as above.
unsafe impl<T: ?Sized + Sync + Send, A: Allocator + Sync> Sync for Arc<T, A> {}
impl<T: ?Sized, A: Allocator> Unpin for Arc<T, A> {}
impl<T: ?Sized + RefUnwindSafe, A: Allocator + UnwindSafe> UnwindSafe for Arc<T, A> {}

impl<T: ?Sized + Unsize<U>, U: ?Sized, A: Allocator> CoerceUnsized<Arc<U, A>> for Arc<T, A> {}
impl<T: ?Sized + Unsize<U>, U: ?Sized> DispatchFromDyn<Arc<U>> for Arc<T> {}
impl<T: ?Sized, A: Allocator> LegacyReceiver for Arc<T, A> {}
// SAFETY: `Deref` and coercion go to std's `Arc`, of which it is true.
unsafe impl<T: ?Sized, A: Allocator> PinCoerceUnsized for Arc<T, A> {}
