//! The value inside a lock: noticed if it lies in a static, and looked at for changes.

use std::cell::UnsafeCell;

use crate::engine::platform::bytes;
use crate::engine::platform::pristine::is_compiled;
use crate::engine::platform::statics::Reset;
use crate::engine::{self, Execution, Progress};

/// How many bytes of a value are compared to tell whether a critical section changed it.
const LOOKED_AT: usize = 64;

/// The first bytes of a value at some moment.
pub(super) struct Snapshot {
    bytes: [u8; LOOKED_AT],
    len: usize,
}

impl Snapshot {
    pub(super) fn of<T: ?Sized>(value: &T) -> Self {
        let len = size_of_val(value).min(LOOKED_AT);
        let mut bytes = [0; LOOKED_AT];
        // SAFETY: `len` bytes of `value` are readable.
        unsafe { bytes::copy(std::ptr::from_ref(value).cast(), &mut bytes[..len]) };
        Self { bytes, len }
    }

    /// Whether a critical section changed the value, given the value at its end and whether it was borrowed mutably.
    /// What the value points to cannot be compared, hence the third answer.
    pub(super) fn progress<T: ?Sized>(&self, value: &T, borrowed: bool) -> Progress {
        match self.differs_from(value) {
            true => Progress::Changed,
            false if borrowed => Progress::Unclear,
            false => Progress::Idle,
        }
    }

    /// Whether the value's own bytes differ from the snapshot's. Padding is among them: either answer is acceptable there.
    fn differs_from<T: ?Sized>(&self, value: &T) -> bool {
        self.bytes[..self.len] != Self::of(value).bytes[..self.len]
    }
}

/// Called when an execution meets the lock around `value` for the first time: a static will start the next execution
/// as it started this one. `lends` tells whether the value is handed out by reference for as long as the lock lives. True
/// if it is a static.
pub(super) fn first_use<T: ?Sized>(
    execution: &mut Execution,
    value: &UnsafeCell<T>,
    lends: bool,
) -> bool {
    let start = value.get().cast_const().cast::<()>();
    // A lock that lies inside another's value (`static LOG: LazyLock<Mutex<Vec<_>>>`) was made in this execution and
    // goes with that value. Putting its first bytes back would bring a value to life that has been dropped.
    if engine::puts_back(execution, start) {
        return false;
    }
    // A lock inside a real `OnceLock` lies in the image as well, and stays as it is: its bytes may own memory.
    let is_static = is_compiled(value.get().cast_const());
    if is_static {
        // SAFETY: the value lies in a static and holds the bytes it was compiled with; this is its first use in this
        // execution.
        let reset = unsafe { Reset::keep(value.get(), lends) };
        engine::will_put_back(execution, reset);
    }
    is_static
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_seen_in_the_bytes_that_are_looked_at() {
        let mut value = [0_u64; 2];
        let before = Snapshot::of(&value);
        assert_eq!(before.progress(&value, false), Progress::Idle);
        assert_eq!(before.progress(&value, true), Progress::Unclear);
        value[1] = 1;
        assert_eq!(before.progress(&value, true), Progress::Changed);
    }

    #[test]
    fn a_value_without_a_size_of_its_own_is_compared_as_far_as_it_goes() {
        let long = [1_u8; 2 * LOOKED_AT];
        let before = Snapshot::of(&long[..]);
        assert_eq!(before.progress(&long[..], false), Progress::Idle);
        let empty: &[u8] = &[];
        assert_eq!(Snapshot::of(empty).progress(empty, false), Progress::Idle);
    }
}
