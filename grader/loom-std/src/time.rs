//! `std::time`: loom has no clock, so that nobody can have an instant.

pub use std::time::*;

use std::ops::{Add, AddAssign, Sub, SubAssign};

use crate::model::cannot;

/// Said of whatever looks at a clock.
pub(crate) const NO_CLOCK: &str = "it has no clock";

/// A moment that cannot be had, since loom has no clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Instant {}

impl Instant {
    /// Ends the run: loom cannot.
    #[must_use]
    pub fn now() -> Self {
        cannot(&format!("`Instant::now`: {NO_CLOCK}"))
    }

    /// As std's, if there were a moment to call it on.
    #[must_use]
    pub fn duration_since(&self, _earlier: Self) -> Duration {
        match *self {}
    }

    /// As std's, if there were a moment to call it on.
    #[must_use]
    pub fn checked_duration_since(&self, _earlier: Self) -> Option<Duration> {
        match *self {}
    }

    /// As std's, if there were a moment to call it on.
    #[must_use]
    pub fn saturating_duration_since(&self, _earlier: Self) -> Duration {
        match *self {}
    }

    /// As std's, if there were a moment to call it on.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        match *self {}
    }

    /// As std's, if there were a moment to call it on.
    #[must_use]
    pub fn checked_add(&self, _duration: Duration) -> Option<Self> {
        match *self {}
    }

    /// As std's, if there were a moment to call it on.
    #[must_use]
    pub fn checked_sub(&self, _duration: Duration) -> Option<Self> {
        match *self {}
    }
}

impl Add<Duration> for Instant {
    type Output = Self;

    fn add(self, _: Duration) -> Self {
        match self {}
    }
}

impl Sub<Duration> for Instant {
    type Output = Self;

    fn sub(self, _: Duration) -> Self {
        match self {}
    }
}

impl Sub for Instant {
    type Output = Duration;

    fn sub(self, _: Self) -> Duration {
        match self {}
    }
}

impl AddAssign<Duration> for Instant {
    fn add_assign(&mut self, _: Duration) {
        match *self {}
    }
}

impl SubAssign<Duration> for Instant {
    fn sub_assign(&mut self, _: Duration) {
        match *self {}
    }
}
