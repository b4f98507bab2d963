//! `AtomicPtr`.

use std::fmt;
use std::panic::{Location, RefUnwindSafe, UnwindSafe};
use std::sync::atomic::Ordering;

use super::place::Place;
use crate::engine::objects::{Aim, Shape};
use crate::engine::{self, Handle, Kind, NO_OBJECT, Site, run};

atomic!(
    /// A pointer that threads may share; see [`std::sync::atomic::AtomicPtr`].
    AtomicPtr<T>, *mut T, Shape::Pointer, "AtomicPtr",
    |value: *mut T| value.expose_provenance() as u64,
    |bits: u64| std::ptr::with_exposed_provenance_mut::<T>(bits as usize)
);

impl<T> Default for AtomicPtr<T> {
    #[track_caller]
    fn default() -> Self {
        Self::new(std::ptr::null_mut())
    }
}

// The value itself is plain data; what it points to is as safe after a panic as behind a shared reference.
impl<T: RefUnwindSafe> UnwindSafe for AtomicPtr<T> {}

impl<T> AtomicPtr<T> {
    /// Moves the pointer on by `count` values, wrapping around; returns the old one.
    #[track_caller]
    pub fn fetch_ptr_add(&self, count: usize, order: Ordering) -> *mut T {
        self.rmw(order, |old| old.wrapping_add(count))
    }

    /// Moves the pointer back by `count` values, wrapping around; returns the old one.
    #[track_caller]
    pub fn fetch_ptr_sub(&self, count: usize, order: Ordering) -> *mut T {
        self.rmw(order, |old| old.wrapping_sub(count))
    }

    /// Moves the pointer on by `count` bytes, wrapping around; returns the old one.
    #[track_caller]
    pub fn fetch_byte_add(&self, count: usize, order: Ordering) -> *mut T {
        self.rmw(order, |old| old.wrapping_byte_add(count))
    }

    /// Moves the pointer back by `count` bytes, wrapping around; returns the old one.
    #[track_caller]
    pub fn fetch_byte_sub(&self, count: usize, order: Ordering) -> *mut T {
        self.rmw(order, |old| old.wrapping_byte_sub(count))
    }

    /// Bitwise or of the address, to set tags in it; returns the old pointer.
    #[track_caller]
    pub fn fetch_or(&self, bits: usize, order: Ordering) -> *mut T {
        self.rmw(order, |old| old.map_addr(|address| address | bits))
    }

    /// Bitwise and of the address, to clear tags in it; returns the old pointer.
    #[track_caller]
    pub fn fetch_and(&self, bits: usize, order: Ordering) -> *mut T {
        self.rmw(order, |old| old.map_addr(|address| address & bits))
    }

    /// Bitwise exclusive or of the address, to flip tags in it; returns the old pointer.
    #[track_caller]
    pub fn fetch_xor(&self, bits: usize, order: Ordering) -> *mut T {
        self.rmw(order, |old| old.map_addr(|address| address ^ bits))
    }
}

impl<T> fmt::Pointer for AtomicPtr<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // As std's: an address is all that both formats show.
        fmt::Debug::fmt(self, f)
    }
}
