//! One modelled operation: what a thread is about to do to which object.

use std::panic::Location;

use super::class::Class;
use super::kind::Kind;

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

/// An operation that a thread has announced and not yet been allowed to do.
#[derive(Debug, Clone, Copy)]
pub struct Op {
    pub kind: Kind,
    pub class: Class,
    pub object: ObjectId,
    /// For timed operations: when they give up, in nanoseconds of the execution's clock. Work is handed in with its cost
    /// here, and announced with the moment when it will be done.
    pub deadline: u64,
    pub site: Site,
}

impl Op {
    pub fn until(mut self, deadline: u64) -> Self {
        self.deadline = deadline;
        self
    }

    /// The operation turns into another while it waits.
    pub fn turn_into(&mut self, kind: Kind, class: Class) {
        self.kind = kind;
        self.class = class;
    }
}
