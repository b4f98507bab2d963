//! `std::time`: the clock of the model.

pub use std::time::{Duration, SystemTimeError, TryFromFloatSecsError};

use std::ops::{Add, AddAssign, Sub, SubAssign};
use std::panic::Location;

use crate::engine::{self, Kind, NEVER, NO_OBJECT};

/// The moment `wait` after `now`, in the engine's unit, or [`NEVER`] if it lies past the end of the clock, which is 584
/// years after its start. Std waits for ever where it cannot represent the moment (`Duration::MAX`), and nobody can tell
/// that from waiting for 584 years.
pub(crate) fn deadline(now: u64, wait: Duration) -> u64 {
    let nanos = u64::try_from(wait.as_nanos()).unwrap_or(NEVER);
    now.saturating_add(nanos)
}

/// A moment of the model's clock, which starts at an arbitrary moment and moves only by sleeping and simulated work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(Duration);

/// Where the model's monotonic clock starts: far enough from zero that a program can subtract from it.
const MONOTONIC_START: Duration = Duration::from_secs(1 << 32);

/// The last second that std's monotonic clock can represent on Unix.
const LAST_SECOND: u64 = i64::MAX.cast_unsigned();

impl Instant {
    /// The present moment.
    ///
    /// # Panics
    /// Outside a model.
    #[track_caller]
    #[must_use]
    pub fn now() -> Self {
        let effect = engine::step(Kind::Now, NO_OBJECT, Location::caller());
        Self(MONOTONIC_START + Duration::from_nanos(effect.value))
    }

    /// Time from `earlier` to this moment; zero if it is later.
    #[must_use]
    pub fn duration_since(&self, earlier: Self) -> Duration {
        self.saturating_duration_since(earlier)
    }

    /// Time from `earlier` to this moment; `None` if it is later.
    #[must_use]
    pub fn checked_duration_since(&self, earlier: Self) -> Option<Duration> {
        self.0.checked_sub(earlier.0)
    }

    /// Time from `earlier` to this moment; zero if it is later.
    #[must_use]
    pub fn saturating_duration_since(&self, earlier: Self) -> Duration {
        self.0.saturating_sub(earlier.0)
    }

    /// Time from this moment until now.
    #[track_caller]
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        Self::now().duration_since(*self)
    }

    /// The moment `duration` later, if it can be represented.
    #[must_use]
    pub fn checked_add(&self, duration: Duration) -> Option<Self> {
        let moment = self.0.checked_add(duration)?;
        (moment.as_secs() <= LAST_SECOND).then_some(Self(moment))
    }

    /// The moment `duration` earlier, if it can be represented.
    #[must_use]
    pub fn checked_sub(&self, duration: Duration) -> Option<Self> {
        self.0.checked_sub(duration).map(Self)
    }
}

/// A moment of the model's calendar, which starts at the first second of 2030.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SystemTime(std::time::SystemTime);

/// The first second of 1970.
pub const UNIX_EPOCH: SystemTime = SystemTime::UNIX_EPOCH;

/// Seconds from 1970 to 2030.
const CALENDAR_START: Duration = Duration::from_secs(1_893_456_000);

impl SystemTime {
    /// The first second of 1970.
    pub const UNIX_EPOCH: Self = Self(std::time::SystemTime::UNIX_EPOCH);

    /// The present moment.
    ///
    /// # Panics
    /// Outside a model.
    #[track_caller]
    #[must_use]
    pub fn now() -> Self {
        let effect = engine::step(Kind::Now, NO_OBJECT, Location::caller());
        Self::UNIX_EPOCH + CALENDAR_START + Duration::from_nanos(effect.value)
    }

    /// Time from `earlier` to this moment.
    ///
    /// # Errors
    /// If it is later.
    pub fn duration_since(&self, earlier: Self) -> Result<Duration, SystemTimeError> {
        self.0.duration_since(earlier.0)
    }

    /// Time from this moment until now.
    ///
    /// # Errors
    /// If it lies ahead.
    #[track_caller]
    pub fn elapsed(&self) -> Result<Duration, SystemTimeError> {
        Self::now().duration_since(*self)
    }

    /// The moment `duration` later, if it can be represented.
    #[must_use]
    pub fn checked_add(&self, duration: Duration) -> Option<Self> {
        self.0.checked_add(duration).map(Self)
    }

    /// The moment `duration` earlier, if it can be represented.
    #[must_use]
    pub fn checked_sub(&self, duration: Duration) -> Option<Self> {
        self.0.checked_sub(duration).map(Self)
    }
}

/// The arithmetic that both kinds of moment share.
macro_rules! arithmetic {
    ($moment:ty) => {
        impl Add<Duration> for $moment {
            type Output = Self;
            #[track_caller]
            fn add(self, duration: Duration) -> Self {
                self.checked_add(duration)
                    .expect("overflow when adding duration to instant")
            }
        }

        impl Sub<Duration> for $moment {
            type Output = Self;
            #[track_caller]
            fn sub(self, duration: Duration) -> Self {
                self.checked_sub(duration)
                    .expect("overflow when subtracting duration from instant")
            }
        }

        impl AddAssign<Duration> for $moment {
            #[track_caller]
            fn add_assign(&mut self, duration: Duration) {
                *self = *self + duration;
            }
        }

        impl SubAssign<Duration> for $moment {
            #[track_caller]
            fn sub_assign(&mut self, duration: Duration) {
                *self = *self - duration;
            }
        }
    };
}

arithmetic!(Instant);
arithmetic!(SystemTime);

impl Sub for Instant {
    type Output = Duration;
    fn sub(self, earlier: Self) -> Duration {
        self.duration_since(earlier)
    }
}
