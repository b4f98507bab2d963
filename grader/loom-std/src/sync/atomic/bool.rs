//! Atomic flags.

use std::fmt;
use std::panic::RefUnwindSafe;
use std::sync::atomic::Ordering;

use super::int::passed_on;

/// An atomic `bool` of loom's.
pub struct AtomicBool(loom::sync::atomic::AtomicBool);

impl RefUnwindSafe for AtomicBool {}

impl AtomicBool {
    /// Holds `value`. No `const fn`: nothing of loom's can lie in a static.
    #[track_caller]
    #[must_use]
    pub fn new(value: bool) -> Self {
        drop(crate::model::Run::current());
        Self(loom::sync::atomic::AtomicBool::new(value))
    }

    /// The value.
    #[track_caller]
    #[must_use]
    pub fn into_inner(self) -> bool {
        self.0.into_inner()
    }

    passed_on! { bool;
        load(order: Ordering) -> bool: "Reads.",
        store(value: bool, order: Ordering) -> (): "Writes.",
        compare_exchange(
            current: bool, new: bool, success: Ordering, failure: Ordering
        ) -> Result<bool, bool>: "Writes `new` if `current` is there.",
        compare_exchange_weak(
            current: bool, new: bool, success: Ordering, failure: Ordering
        ) -> Result<bool, bool>: "As `compare_exchange`; it never fails without reason.",
        fetch_and(value: bool, order: Ordering) -> bool: "And; returns what was there.",
        fetch_nand(value: bool, order: Ordering) -> bool: "Nand; returns what was there.",
        fetch_or(value: bool, order: Ordering) -> bool: "Or; returns what was there.",
        fetch_xor(value: bool, order: Ordering) -> bool: "Xor; returns what was there.",
    }

    /// Negates; returns what was there.
    #[track_caller]
    pub fn fetch_not(&self, order: Ordering) -> bool {
        self.fetch_xor(true, order)
    }

    /// Writes; returns what was there.
    ///
    /// To write what is there already is done as reading. A loop of `swap(true)` that waits for a lock would else write
    /// for ever: two such loops keep each other going, and loom has no end of them.
    #[track_caller]
    pub fn swap(&self, value: bool, order: Ordering) -> bool {
        let failure = match order {
            Ordering::Release => Ordering::Relaxed,
            Ordering::AcqRel => Ordering::Acquire,
            order => order,
        };
        match self.compare_exchange(!value, value, order, failure) {
            Ok(before) | Err(before) => before,
        }
    }

    /// Writes what `f` makes of the value, trying again as long as others are faster.
    ///
    /// # Errors
    /// With the value for which `f` gave nothing.
    #[track_caller]
    pub fn fetch_update<F>(
        &self,
        set_order: Ordering,
        fetch_order: Ordering,
        f: F,
    ) -> Result<bool, bool>
    where
        F: FnMut(bool) -> Option<bool>,
    {
        self.0.fetch_update(set_order, fetch_order, f)
    }
}

impl fmt::Debug for AtomicBool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.load(Ordering::Relaxed), f)
    }
}

impl Default for AtomicBool {
    #[track_caller]
    fn default() -> Self {
        Self::new(false)
    }
}

impl From<bool> for AtomicBool {
    #[track_caller]
    fn from(value: bool) -> Self {
        Self::new(value)
    }
}
