//! What a process does once, before its first model.

use super::std_hook;
#[cfg(all(unix, not(miri)))]
use crate::engine::platform::overflow;
use crate::engine::platform::watchdog;

/// What the process needs before its first model: eyes for panics, for loops that never come back
/// and for stacks that overflow.
pub fn prepare() {
    std_hook::install();
    watchdog::start();
    #[cfg(all(unix, not(miri)))]
    overflow::install();
}

/// Lets a stack overflow in a model be noted for a program; see `overflow::note_to`.
#[cfg(unix)]
pub fn note_overflow_to(to: std::os::fd::OwnedFd, head: String) {
    #[cfg(not(miri))]
    overflow::note_to(to, head);
    #[cfg(miri)]
    drop((to, head));
}
