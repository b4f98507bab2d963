//! The atomic integers.

use std::fmt;
use std::panic::{Location, RefUnwindSafe};
use std::sync::atomic::Ordering;

use super::place::Place;
use crate::engine::objects::{Aim, Shape};
use crate::engine::{self, Handle, Kind, NO_OBJECT, Site, run};

macro_rules! integers {
    ($($name:ident $int:ident $label:literal $shape:ident;)*) => {$(
        atomic!(
            #[doc = concat!("An `", stringify!($int), "` that threads may share; see [`std::sync::atomic::", stringify!($name), "`].")]
            $name, $int, Shape::$shape, $label, |value: $int| value as u64, |bits: u64| bits as $int
        );

        impl $name {
            /// Adds, wrapping around; returns the old value.
            #[track_caller]
            pub fn fetch_add(&self, value: $int, order: Ordering) -> $int {
                self.rmw(order, |old| old.wrapping_add(value))
            }

            /// Subtracts, wrapping around; returns the old value.
            #[track_caller]
            pub fn fetch_sub(&self, value: $int, order: Ordering) -> $int {
                self.rmw(order, |old| old.wrapping_sub(value))
            }

            /// Bitwise and; returns the old value.
            #[track_caller]
            pub fn fetch_and(&self, value: $int, order: Ordering) -> $int {
                self.rmw(order, |old| old & value)
            }

            /// Bitwise nand; returns the old value.
            #[track_caller]
            pub fn fetch_nand(&self, value: $int, order: Ordering) -> $int {
                self.rmw(order, |old| !(old & value))
            }

            /// Bitwise or; returns the old value.
            #[track_caller]
            pub fn fetch_or(&self, value: $int, order: Ordering) -> $int {
                self.rmw(order, |old| old | value)
            }

            /// Bitwise exclusive or; returns the old value.
            #[track_caller]
            pub fn fetch_xor(&self, value: $int, order: Ordering) -> $int {
                self.rmw(order, |old| old ^ value)
            }

            /// The greater of the two; returns the old value.
            #[track_caller]
            pub fn fetch_max(&self, value: $int, order: Ordering) -> $int {
                self.rmw(order, |old| old.max(value))
            }

            /// The lesser of the two; returns the old value.
            #[track_caller]
            pub fn fetch_min(&self, value: $int, order: Ordering) -> $int {
                self.rmw(order, |old| old.min(value))
            }
        }

        impl Default for $name {
            #[track_caller]
            fn default() -> Self {
                Self::new(0)
            }
        }
    )*};
}

integers! {
    AtomicU8 u8 "AtomicU8" Unsigned;
    AtomicU16 u16 "AtomicU16" Unsigned;
    AtomicU32 u32 "AtomicU32" Unsigned;
    AtomicU64 u64 "AtomicU64" Unsigned;
    AtomicUsize usize "AtomicUsize" Unsigned;
    AtomicI8 i8 "AtomicI8" Signed;
    AtomicI16 i16 "AtomicI16" Signed;
    AtomicI32 i32 "AtomicI32" Signed;
    AtomicI64 i64 "AtomicI64" Signed;
    AtomicIsize isize "AtomicIsize" Signed;
}
