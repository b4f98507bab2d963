//! Executions by number. A number only has to differ from one execution to the next.

use std::sync::atomic::{AtomicU32, Ordering};

/// Number of the next execution.
static EPOCH: AtomicU32 = AtomicU32::new(1);

/// The number of an execution that begins.
pub fn next() -> u32 {
    EPOCH.fetch_add(1, Ordering::Relaxed)
}

/// Number of the latest execution, running or over.
pub fn latest() -> u32 {
    EPOCH.load(Ordering::Relaxed).wrapping_sub(1)
}

/// Whether this is the number of the latest execution, running or over.
pub fn is_latest(epoch: u32) -> bool {
    epoch == latest()
}
