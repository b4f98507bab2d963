//! What threads, objects and moments are counted by.

use std::panic::Location;

/// Index of a thread in its execution; main is 0.
pub type Tid = usize;
/// Index of an object in its execution. [`NO_OBJECT`] for operations that touch none.
pub type ObjectId = u32;
/// Source position of the call.
pub type Site = &'static Location<'static>;

/// The object of operations that act on nothing but the calling thread.
pub const NO_OBJECT: ObjectId = u32::MAX;
/// "No deadline", in nanoseconds of the execution's clock.
pub const NEVER: u64 = u64::MAX;
