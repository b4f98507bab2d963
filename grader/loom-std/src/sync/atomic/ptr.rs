//! Atomic pointers.

use std::fmt;
use std::panic::RefUnwindSafe;
use std::sync::atomic::Ordering;

use super::int::passed_on;

/// An atomic pointer of loom's.
pub struct AtomicPtr<T>(loom::sync::atomic::AtomicPtr<T>);

impl<T> RefUnwindSafe for AtomicPtr<T> {}

impl<T> AtomicPtr<T> {
    /// Holds `value`. No `const fn`: nothing of loom's can lie in a static.
    #[track_caller]
    #[must_use]
    pub fn new(value: *mut T) -> Self {
        drop(crate::model::Run::current());
        Self(loom::sync::atomic::AtomicPtr::new(value))
    }

    /// The value.
    #[track_caller]
    #[must_use]
    pub fn into_inner(self) -> *mut T {
        self.0.into_inner()
    }

    passed_on! { *mut T;
        load(order: Ordering) -> *mut T: "Reads.",
        store(value: *mut T, order: Ordering) -> (): "Writes.",
        swap(value: *mut T, order: Ordering) -> *mut T: "Writes; returns what was there.",
        compare_exchange(
            current: *mut T, new: *mut T, success: Ordering, failure: Ordering
        ) -> Result<*mut T, *mut T>: "Writes `new` if `current` is there.",
        compare_exchange_weak(
            current: *mut T, new: *mut T, success: Ordering, failure: Ordering
        ) -> Result<*mut T, *mut T>: "As `compare_exchange`; it never fails without reason.",
    }
}

impl<T> fmt::Debug for AtomicPtr<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.load(Ordering::Relaxed), f)
    }
}

impl<T> Default for AtomicPtr<T> {
    #[track_caller]
    fn default() -> Self {
        Self::new(std::ptr::null_mut())
    }
}

impl<T> From<*mut T> for AtomicPtr<T> {
    #[track_caller]
    fn from(value: *mut T) -> Self {
        Self::new(value)
    }
}
