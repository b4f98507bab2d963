//! `AtomicBool`.

use std::fmt;
use std::panic::{Location, RefUnwindSafe};
use std::sync::atomic::Ordering;

use super::place::Place;
use crate::engine::objects::{Aim, Shape};
use crate::engine::{self, Handle, Kind, NO_OBJECT, Site, run};

atomic!(
    /// A `bool` that threads may share; see [`std::sync::atomic::AtomicBool`].
    AtomicBool, bool, Shape::Bool, "AtomicBool", |value: bool| u64::from(value), |bits: u64| bits != 0
);

impl AtomicBool {
    /// Logical and; returns the old value.
    #[track_caller]
    pub fn fetch_and(&self, value: bool, order: Ordering) -> bool {
        self.rmw(order, |old| old & value)
    }

    /// Logical nand; returns the old value.
    #[track_caller]
    pub fn fetch_nand(&self, value: bool, order: Ordering) -> bool {
        self.rmw(order, |old| !(old & value))
    }

    /// Logical or; returns the old value.
    #[track_caller]
    pub fn fetch_or(&self, value: bool, order: Ordering) -> bool {
        self.rmw(order, |old| old | value)
    }

    /// Logical exclusive or; returns the old value.
    #[track_caller]
    pub fn fetch_xor(&self, value: bool, order: Ordering) -> bool {
        self.rmw(order, |old| old ^ value)
    }

    /// Logical not; returns the old value.
    #[track_caller]
    pub fn fetch_not(&self, order: Ordering) -> bool {
        self.rmw(order, |old| !old)
    }
}

impl Default for AtomicBool {
    #[track_caller]
    fn default() -> Self {
        Self::new(false)
    }
}
